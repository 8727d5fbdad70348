"""Answers kept for a while: what is fresh saves a call, what is older helps in need."""

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

# What is no fault of the question: an older answer is then better than none.
FAULTS = (ApiConnectionError, RateLimited, ServerError)


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """An answer that was kept. `asked_at` is in seconds of the Unix epoch; `fresh` is
    whether it may be taken for what the API would say now."""

    body: bytes
    asked_at: float
    fresh: bool


class ResponseStore(Protocol):
    """Keeps the answers to one key, by the call they belong to. Never raises."""

    def get(self, call: str) -> CachedResponse | None: ...

    def put(self, call: str, body: bytes, asked_at: float) -> None: ...

    def forget(self, call: str) -> None: ...

    def changed(self) -> None:
        """Something was written: no answer from before is fresh any more."""
        ...


@dataclass(frozen=True, slots=True)
class Stale:
    """That a page shows an older answer: from when, and which error made it do so."""

    since: datetime
    error: RecruspaceError


class ResponseCache:
    """What one client remembers; `stale` is set once it had to use an old answer."""

    def __init__(self, store: ResponseStore) -> None:
        self._store = store
        self.stale: Stale | None = None

    def read(
        self, call: str, ask: Callable[[bool], Any], understand: Callable[[Any], T]
    ) -> T:
        """What `understand` makes of the answer to `call`.

        `ask` gives the API's answer; it is told whether to be patient, as there is
        nothing to fall back on. Only what is understood is kept.
        """
        kept = self._store.get(call)
        remembered: Any = None
        try:
            remembered = json.loads(kept.body) if kept else None
        except RecursionError:
            # Nested just shallowly enough for the thread that kept it.
            kept = None
        if kept is not None and kept.fresh:
            return understand(remembered)
        asked_at = time.time()
        try:
            body = ask(kept is None)
            understood = understand(body)
        except (NotFound, AuthenticationFailed):
            # Who may not see it now is not to see it when the API fails, either.
            self._store.forget(call)
            raise
        except FAULTS as error:
            if kept is None:
                raise
            self._note(kept, error)
            return understand(remembered)
        self._store.put(call, json.dumps(body).encode(), asked_at)
        return understood

    def changed(self) -> None:
        self._store.changed()

    def _note(self, kept: CachedResponse, error: RecruspaceError) -> None:
        since = datetime.fromtimestamp(kept.asked_at, UTC)
        if self.stale is None or since < self.stale.since:
            self.stale = Stale(since, error)
