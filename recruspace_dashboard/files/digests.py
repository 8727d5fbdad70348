"""Digests by which equal files are known without reading them."""

import hmac
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from recruspace_dashboard.sealing.derived_keys import derive_key


def file_digest(content: bytes | Iterable[bytes]) -> str:
    """An HMAC-SHA256 of a file in hex, whole or in chunks of any size. It reveals
    nothing without `SECRET_KEY`."""
    digest = new_digest()
    for chunk in [content] if isinstance(content, bytes) else content:
        digest.update(chunk)
    return digest.hexdigest()


def new_digest() -> hmac.HMAC:
    """For a file that is not there yet as a whole."""
    return hmac.new(_subkey(settings.SECRET_KEY), digestmod="sha256")


@lru_cache(maxsize=8)
def _subkey(secret_key: str) -> bytes:
    return derive_key(secret_key.encode(), purpose="digest of a file")
