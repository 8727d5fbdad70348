"""Fingerprints that identify an API key where the key must not be stored."""

import hmac
from functools import lru_cache

from django.conf import settings

from recruspace_dashboard.sealing.derived_keys import derive_key


def fingerprint(api_key: str) -> str:
    """An HMAC-SHA256 of the key in hex. It reveals nothing without `SECRET_KEY`."""
    subkey = _subkey(settings.SECRET_KEY)
    return hmac.digest(subkey, api_key.encode(), "sha256").hex()


@lru_cache(maxsize=8)
def _subkey(secret_key: str) -> bytes:
    return derive_key(secret_key.encode(), purpose="fingerprint of an API key")
