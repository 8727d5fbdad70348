"""Responses of the API in Django's cache, readable only with their own API key."""

import struct
import time
from collections.abc import Callable

from django.core.cache import caches

from recruspace_dashboard.connection.sealed_cache import (
    SealedCache,
    attempt,
    mark_of,
    read_together,
)
from recruspace_dashboard.services.http.response_cache import CachedResponse

# How long a response may be shown when the API fails.
LIFETIME_SECONDS = 24 * 60 * 60
TIME = struct.Struct(">d")


class SealedResponseStore:
    """The cached responses of one API key.

    A failing cache costs API calls, but breaks no page.
    """

    def __init__(
        self,
        api_key: str,
        fresh_seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._fresh_seconds = fresh_seconds
        self._clock = clock
        self._cache = SealedCache(api_key, "answers kept for an API key")

    def get(self, call: str) -> CachedResponse | None:
        name, marker = self._cache.name(call), self._cache.name("changed")
        found = read_together([name, marker])
        if found is None:
            return None
        written_at = _read_time(found.get(marker))
        if written_at is None:
            # Without the time of the last write, no entry counts as fresh.
            written_at = self._clock()
            now = TIME.pack(written_at)
            attempt(lambda: caches["default"].add(marker, now, LIFETIME_SECONDS))
        text = self._cache.open(name, found.get(name))
        if text is None or len(text) < TIME.size:
            return None
        asked_at = TIME.unpack_from(text)[0]
        age = self._clock() - asked_at
        unchanged = asked_at >= written_at
        fresh = unchanged and 0 <= age < self._fresh_seconds
        return CachedResponse(text[TIME.size :], asked_at, fresh, mark_of(found[name]))

    def put(self, call: str, body: bytes, asked_at: float) -> None:
        self._cache.put(call, TIME.pack(asked_at) + body, LIFETIME_SECONDS)

    def forget(self, call: str) -> None:
        self._cache.delete(call)

    def changed(self) -> None:
        now = TIME.pack(self._clock())
        marker = self._cache.name("changed")
        attempt(lambda: caches["default"].set(marker, now, LIFETIME_SECONDS))


def _read_time(stored: object) -> float | None:
    """The time in the entry for the last write; None if there is no such entry."""
    if not isinstance(stored, bytes) or len(stored) != TIME.size:
        return None
    time: float = TIME.unpack(stored)[0]
    return time
