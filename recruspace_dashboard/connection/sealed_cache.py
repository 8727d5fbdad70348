"""Django's cache for what belongs to one API key, readable only with that key.

Entries are encrypted with a key derived from the API key, which is not stored beside
them.
"""

import hmac
import logging
import os
from collections.abc import Callable, Iterable
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.cache import caches

from recruspace_dashboard.sealing.derived_keys import derive_key

T = TypeVar("T")

logger = logging.getLogger(__name__)

NONCE_BYTES = 12


class SealedCache:
    """What is kept for one API key and one purpose. Never raises.

    A failing cache has nothing. An entry that cannot be decrypted, because a secret or
    the entry has changed, counts as missing.
    """

    def __init__(self, api_key: str, purpose: str) -> None:
        material = derive_key(
            api_key.encode(),
            purpose=purpose,
            salt=settings.SECRET_KEY.encode(),
            length=64,
        )
        self._name_key, self._cipher = material[:32], AESGCM(material[32:])

    def name(self, entry: str) -> str:
        """The cache key of an entry; it reveals neither the API key nor the entry."""
        return hmac.digest(self._name_key, entry.encode(), "sha256").hex()

    def get(self, entry: str) -> bytes | None:
        name = self.name(entry)
        return self.open(name, attempt(lambda: caches["default"].get(name)))

    def put(self, entry: str, content: bytes, seconds: float) -> None:
        name, nonce = self.name(entry), os.urandom(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, content, name.encode())
        attempt(lambda: caches["default"].set(name, sealed, seconds))

    def delete(self, entry: str) -> None:
        attempt(lambda: caches["default"].delete(self.name(entry)))

    def open(self, name: str, sealed: object) -> bytes | None:
        """What was sealed under a cache key; None if it cannot be read."""
        if not isinstance(sealed, bytes):
            return None
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, ciphertext, name.encode())
        except (InvalidTag, ValueError):
            return None


def mark_of(sealed: object) -> bytes:
    """What no other entry has: the random number with which it was sealed."""
    return sealed[:NONCE_BYTES] if isinstance(sealed, bytes) else b""


def read_together(names: Iterable[str]) -> dict[str, object] | None:
    """What the cache has under these keys; None if it failed."""
    return attempt(lambda: caches["default"].get_many(list(names)))


def attempt(use: Callable[[], T]) -> T | None:
    """The result of using the cache; None if it failed."""
    try:
        return use()
    # Each backend raises its own errors, such as for a full disk or a lost server.
    except Exception as error:  # noqa: BLE001
        logger.warning("The cache failed: %s", type(error).__name__)
        return None
