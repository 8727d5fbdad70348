"""Cached answers: a fresh one saves a call, an older one is used if the API fails."""

import json
import time
from collections.abc import Callable
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

T = TypeVar("T")

# Errors that say nothing about the request itself: an older answer is better than none.
FAULTS = (ApiConnectionError, RateLimited, ServerError)


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """`asked_at` is in seconds of the Unix epoch. A `fresh` answer is used without
    asking the API."""

    body: bytes
    asked_at: float
    fresh: bool


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
        self, call: str, ask: Callable[[bool], Any], understand: Callable[[Any], T]
    ) -> T:
        """What `understand` makes of the answer to `call`.

        `ask` gets the answer from the API; its argument says whether to be patient, as
        there is no cached answer to use instead. Only understood answers are stored.
        """
        cached = self._store.get(call)
        cached_body: Any = None
        try:
            cached_body = json.loads(cached.body) if cached else None
        except RecursionError:
            # The depth that json can read depends on how deep the thread is already.
            cached = None
        if cached is not None and cached.fresh:
            return understand(cached_body)
        if self._only_fresh:
            raise NotCached(call)
        asked_at = time.time()
        try:
            body = ask(cached is None)
            understood = understand(body)
        except (NotFound, AuthenticationFailed):
            # Someone who may not see it now must not see it when the API fails, either.
            self._store.forget(call)
            raise
        except FAULTS as error:
            if cached is None:
                raise
            self._note(cached, error)
            return understand(cached_body)
        self._store.put(call, json.dumps(body).encode(), asked_at)
        return understood

    def changed(self) -> None:
        self._store.changed()

    def _note(self, cached: CachedResponse, error: RecruspaceError) -> None:
        since = datetime.fromtimestamp(cached.asked_at, UTC)
        if self.stale is None or since < self.stale.since:
            self.stale = Stale(since, error)
