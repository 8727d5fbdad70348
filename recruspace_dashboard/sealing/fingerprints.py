"""What stands for an API key where the key itself must not."""

import hmac

from django.conf import settings

from recruspace_dashboard.sealing.derived_keys import derive_key


def fingerprint(api_key: str) -> str:
    """An HMAC of the key: without `SECRET_KEY` it tells nothing of it."""
    secret = settings.SECRET_KEY.encode()
    subkey = derive_key(secret, purpose="fingerprint of an API key")
    return hmac.digest(subkey, api_key.encode(), "sha256").hex()
