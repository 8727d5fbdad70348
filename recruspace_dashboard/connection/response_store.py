"""Answers of the API in Django's cache, each readable with its own API key only.

Entries are encrypted with a key derived from the API key, which is not stored beside
them: nobody with another key can read them.
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

# How long an answer may stand in when the API fails.
KEPT_SECONDS = 24 * 60 * 60
NONCE_BYTES = 12
TIME = struct.Struct(">d")


class SealedResponseStore:
    """The answers to one API key.

    A cache that fails costs a call, never a page. What does not open, because a secret
    has changed or somebody has touched it, is as good as not there.
    """

    def __init__(
        self,
        api_key: str,
        fresh_seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._fresh_seconds = fresh_seconds
        self._clock = clock
        self._names, self._cipher = _secrets_of(api_key, settings.SECRET_KEY)

    def get(self, call: str) -> CachedResponse | None:
        name, changed = self._name(call), self._name("changed")
        found = self._try(lambda: caches["default"].get_many([name, changed]))
        if found is None:
            return None
        if changed not in found:
            # Dropped, or never there: nobody knows what has changed until now.
            found[changed] = self._clock()
            self._try(
                lambda: caches["default"].add(changed, found[changed], KEPT_SECONDS)
            )
        opened = self._open(name, found.get(name))
        if opened is None:
            return None
        asked_at, body = opened
        age = self._clock() - asked_at
        unchanged = asked_at >= found[changed]
        return CachedResponse(
            body, asked_at, unchanged and 0 <= age < self._fresh_seconds
        )

    def put(self, call: str, body: bytes, asked_at: float) -> None:
        name, nonce = self._name(call), os.urandom(NONCE_BYTES)
        text = TIME.pack(asked_at) + body
        sealed = nonce + self._cipher.encrypt(nonce, text, name.encode())
        self._try(lambda: caches["default"].set(name, sealed, KEPT_SECONDS))

    def forget(self, call: str) -> None:
        self._try(lambda: caches["default"].delete(self._name(call)))

    def changed(self) -> None:
        now = self._clock()
        name = self._name("changed")
        self._try(lambda: caches["default"].set(name, now, KEPT_SECONDS))

    def _name(self, call: str) -> str:
        """The name of an entry says neither whose it is nor what was asked for."""
        return hmac.digest(self._names, call.encode(), "sha256").hex()

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
        # Each backend has errors of its own: a full disk, a server that is down.
        except Exception as error:  # noqa: BLE001
            logger.warning("The cache fails: %s", type(error).__name__)
            return None


def _secrets_of(api_key: str, secret_key: str) -> tuple[bytes, AESGCM]:
    material = derive_key(
        api_key.encode(),
        purpose="answers kept for an API key",
        salt=secret_key.encode(),
        length=64,
    )
    return material[:32], AESGCM(material[32:])
