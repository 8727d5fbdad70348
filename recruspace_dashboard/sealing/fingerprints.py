"""Fingerprints that identify an API key, or a file, where it must not be stored.

They reveal nothing without `SECRET_KEY`. The key ring has no part in them, so rotating
it leaves them as they are.
"""

import hmac
from functools import lru_cache

from django.conf import settings

from recruspace_dashboard.sealing.derived_keys import derive_key


def fingerprint(api_key: str) -> str:
    """An HMAC-SHA256 of the key in hex."""
    subkey = _subkey(settings.SECRET_KEY, "fingerprint of an API key")
    return hmac.digest(subkey, api_key.encode(), "sha256").hex()


def file_digest(content: bytes) -> str:
    """An HMAC-SHA256 of the content in hex: equal for equal files only."""
    digest = new_file_digest()
    digest.update(content)
    return digest.hexdigest()


def new_file_digest() -> hmac.HMAC:
    """A `file_digest` to be, of content that comes in pieces: `update` with each."""
    return hmac.new(
        _subkey(settings.SECRET_KEY, "digest of a file"), digestmod="sha256"
    )


@lru_cache(maxsize=8)
def _subkey(secret_key: str, purpose: str) -> bytes:
    return derive_key(secret_key.encode(), purpose=purpose)
