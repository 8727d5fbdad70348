"""Fingerprints that identify an API key where the key must not be stored."""

import hmac

from django.conf import settings

from recruspace_dashboard.sealing.derived_keys import derive_key


def fingerprint(api_key: str) -> str:
    """An HMAC-SHA256 of the key in hex. It reveals nothing without `SECRET_KEY`."""
    secret = settings.SECRET_KEY.encode()
    subkey = derive_key(secret, purpose="fingerprint of an API key")
    return hmac.digest(subkey, api_key.encode(), "sha256").hex()
