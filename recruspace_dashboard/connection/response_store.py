"""Responses of the API in Django's cache, readable only with their own API key.

Entries are encrypted with a key derived from the API key, which is not stored beside
them.
"""

import hmac
import logging
import os
import struct
import time
from collections.abc import Callable
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.cache import caches

from recruspace_dashboard.sealing.derived_keys import derive_key
from recruspace_dashboard.services.http.response_cache import CachedResponse

T = TypeVar("T")

logger = logging.getLogger(__name__)

# How long a response may be shown when the API fails.
LIFETIME_SECONDS = 24 * 60 * 60
NONCE_BYTES = 12
TIME = struct.Struct(">d")


class SealedResponseStore:
    """The cached responses of one API key.

    A failing cache costs API calls, but breaks no page. An entry that cannot be
    decrypted, because a secret or the entry has changed, counts as missing.
    """

    def __init__(
        self,
        api_key: str,
        fresh_seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._fresh_seconds = fresh_seconds
        self._clock = clock
        self._name_key, self._cipher = _derive_secrets(api_key, settings.SECRET_KEY)

    def get(self, call: str) -> CachedResponse | None:
        name, marker = self._name(call), self._name("changed")
        found = self._try(lambda: caches["default"].get_many([name, marker]))
        if found is None:
            return None
        written_at = _read_time(found.get(marker))
        if written_at is None:
            # Without the time of the last write, no entry counts as fresh.
            written_at = self._clock()
            now = TIME.pack(written_at)
            self._try(lambda: caches["default"].add(marker, now, LIFETIME_SECONDS))
        opened = self._open(name, found.get(name))
        if opened is None:
            return None
        asked_at, body = opened
        age = self._clock() - asked_at
        unchanged = asked_at >= written_at
        fresh = unchanged and 0 <= age < self._fresh_seconds
        return CachedResponse(body, asked_at, fresh, mark=found[name][:NONCE_BYTES])

    def put(self, call: str, body: bytes, asked_at: float) -> None:
        name, nonce = self._name(call), os.urandom(NONCE_BYTES)
        text = TIME.pack(asked_at) + body
        sealed = nonce + self._cipher.encrypt(nonce, text, name.encode())
        self._try(lambda: caches["default"].set(name, sealed, LIFETIME_SECONDS))

    def forget(self, call: str) -> None:
        self._try(lambda: caches["default"].delete(self._name(call)))

    def changed(self) -> None:
        now = TIME.pack(self._clock())
        marker = self._name("changed")
        self._try(lambda: caches["default"].set(marker, now, LIFETIME_SECONDS))

    def _name(self, call: str) -> str:
        """The cache key of an entry; it reveals neither the API key nor the call."""
        return hmac.digest(self._name_key, call.encode(), "sha256").hex()

    def _open(self, name: str, sealed: bytes | None) -> tuple[float, bytes] | None:
        if not isinstance(sealed, bytes):
            return None
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            text = self._cipher.decrypt(nonce, ciphertext, name.encode())
            return TIME.unpack(text[: TIME.size])[0], text[TIME.size :]
        except (InvalidTag, ValueError):
            return None

    def _try(self, use: Callable[[], T]) -> T | None:
        try:
            return use()
        # Each backend raises its own errors, such as for a full disk or a lost server.
        except Exception as error:  # noqa: BLE001
            logger.warning("The cache failed: %s", type(error).__name__)
            return None


def _read_time(stored: object) -> float | None:
    """The time in the entry for the last write; None if there is no such entry."""
    if not isinstance(stored, bytes) or len(stored) != TIME.size:
        return None
    time: float = TIME.unpack(stored)[0]
    return time


def _derive_secrets(api_key: str, secret_key: str) -> tuple[bytes, AESGCM]:
    material = derive_key(
        api_key.encode(),
        purpose="answers kept for an API key",
        salt=secret_key.encode(),
        length=64,
    )
    return material[:32], AESGCM(material[32:])
