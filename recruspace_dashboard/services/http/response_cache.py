"""Cached answers: a fresh one saves a call, an older one is used if the API fails."""

import json
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.memory import Memory

T = TypeVar("T")

# Errors that say nothing about the request itself: an older answer is better than none.
FAULTS = (ApiConnectionError, RateLimited, ServerError)
# What cached answers were understood as. What is made of them takes more memory.
MOST_BYTES, SECONDS = 2_000_000, 60.0
_understood: Memory[Any] = Memory(MOST_BYTES, SECONDS)


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """`asked_at` is in seconds of the Unix epoch. A `fresh` answer is used without
    asking the API. No other stored answer has the same `mark`, if it has one."""

    body: bytes
    asked_at: float
    fresh: bool
    mark: bytes = b""


# Makes something of an answer; it is told which cached one it was, if any.
Understand = Callable[[Any, CachedResponse | None], T]


class ResponseStore(Protocol):
    """Stores the answers to one API key, by call. Never raises."""

    def get(self, call: str) -> CachedResponse | None: ...

    def put(self, call: str, body: bytes, asked_at: float) -> None: ...

    def forget(self, call: str) -> None: ...

    def changed(self) -> None:
        """Something was written: no answer stored before is fresh any more."""
        ...


@dataclass(frozen=True, slots=True)
class Stale:
    """An older answer was used: from when, and because of which error."""

    since: datetime
    error: RecruspaceError


class NotCached(Exception):
    """There is no fresh answer to a call."""


class ResponseCache:
    """The cache of one client. `stale` is set once it had to use an older answer.

    With `only_fresh`, no call is made: `read` raises `NotCached`.
    """

    def __init__(self, store: ResponseStore, *, only_fresh: bool = False) -> None:
        self._store = store
        self._only_fresh = only_fresh
        self.stale: Stale | None = None

    def only_fresh(self) -> "ResponseCache":
        return ResponseCache(self._store, only_fresh=True)

    def read(
        self,
        call: str,
        ask: Callable[[bool], Any],
        understand: Understand[T],
        way: Hashable = None,
    ) -> T:
        """What `understand` makes of the answer to `call`.

        `ask` gets the answer from the API; its argument says whether to be patient, as
        there is no cached answer to use instead. Only understood answers are stored.
        What was made of a cached one is remembered by the `way` in which it was
        understood, if that is given, for who gets the same one from the store again.
        """
        cached = self._store.get(call)
        if cached is not None and cached.fresh:
            try:
                return _reuse(cached, understand, way)
            except RecursionError:
                # How deep json can read depends on how deep the thread is already.
                cached = None
        if self._only_fresh:
            raise NotCached(call)
        asked_at = time.time()
        try:
            body = ask(cached is None)
            understood = understand(body, None)
        except (NotFound, AuthenticationFailed):
            # Someone who may not see it now must not see it when the API fails, either.
            self._store.forget(call)
            raise
        except FAULTS as error:
            if cached is None:
                raise
            try:
                older = _reuse(cached, understand, way)
            except RecursionError:
                raise error from None
            self._note(cached, error)
            return older
        self._store.put(call, json.dumps(body).encode(), asked_at)
        return understood

    def changed(self) -> None:
        self._store.changed()

    def _note(self, cached: CachedResponse, error: RecruspaceError) -> None:
        since = datetime.fromtimestamp(cached.asked_at, UTC)
        if self.stale is None or since < self.stale.since:
            self.stale = Stale(since, error)


def _reuse(cached: CachedResponse, understand: Understand[T], way: Hashable) -> T:
    key = (cached.mark, way)
    known: T | None = _understood.get(key)
    if known is None:
        known = understand(json.loads(cached.body), cached)
        if way is not None and cached.mark:
            _understood.put(key, known, len(cached.body))
    return known
