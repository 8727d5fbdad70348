"""Keeps a slow or dead API from taking the dashboard down with it.

A process makes a limited number of calls to an API at a time. A few more wait a moment
and the rest are refused, so that threads stay free for pages that need no call. After
several calls in a row without an answer, no call is made for a while; then a single
one finds out whether the API is back.
"""

import random
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache

from recruspace_dashboard.services.errors import ApiConnectionError, RecruspaceError

# Those in flight, with the slots of downloads.py and of accounts/hashing.py, leave some
# threads of a process, of which the Procfile sets the number. Those that wait for one
# do so for a moment.
IN_FLIGHT = 16
WAITING = 8
# How many in flight one user may have. What is left to others is enough for a page.
PART = 13
WAIT_SECONDS = 0.5

FAILURES_IN_A_ROW = 5
OPEN_SECONDS = 15.0
# From a gateway in front of the API, when the API itself does not answer.
GATEWAY_ERRORS = {502, 503, 504}
UNANSWERED = "the API does not answer"


class Slots:
    """At most `number` are taken at a time, while at most `waiting` callers wait.

    One user takes at most a `part`: otherwise one with many tabs would leave nothing to
    the others. `user` is anything that differs between users; without it, only the
    numbers count.
    """

    def __init__(self, number: int, waiting: int, part: int = 0) -> None:
        self._number = number
        self._waiting = waiting
        self._part = part or number
        self._changed = threading.Condition()
        self._takers: list[Hashable] = []
        self._waiters: list[Hashable] = []

    def take(self, seconds: float, user: Hashable = None) -> bool:
        """Whether a slot was free, or became free within `seconds`."""
        with self._changed:
            if not self._is_free(user):
                if not seconds or len(self._waiters) >= self._waiting:
                    return False
                self._waiters.append(user)
                free = self._changed.wait_for(lambda: self._is_free(user), seconds)
                self._waiters.remove(user)
                self._changed.notify_all()
                if not free:
                    return False
            self._takers.append(user)
            return True

    def give_back(self, user: Hashable = None) -> None:
        with self._changed:
            self._takers.remove(user)
            self._changed.notify_all()

    def _is_free(self, user: Hashable) -> bool:
        own = self._taken_by(user)
        if len(self._takers) >= self._number or own >= self._part:
            return False
        # Who has fewer goes first.
        return all(own <= self._taken_by(waiter) for waiter in self._waiters)

    def _taken_by(self, user: Hashable) -> int:
        return 0 if user is None else self._takers.count(user)


class Breaker:
    """A circuit breaker: open, and allows no call, after several failures in a row."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return self._open_until > self._clock()

    def allows(self) -> bool:
        """Whether a call may be made. Once its time is up, an open breaker lets a
        single call try, and stays open until that call has ended."""
        with self._lock:
            if self.is_open:
                return False
            if self._failures >= FAILURES_IN_A_ROW:
                self._open()
            return True

    def note(self, *, answered: bool) -> None:
        """Takes the result of a call."""
        with self._lock:
            self._failures = 0 if answered else self._failures + 1
            if answered:
                self._open_until = 0.0
            elif self._failures >= FAILURES_IN_A_ROW:
                self._open()

    def _open(self) -> None:
        # So that the processes do not try all at the same moment.
        jitter = random.uniform(0.8, 1.2)  # noqa: S311
        self._open_until = self._clock() + OPEN_SECONDS * jitter


class Upstream:
    """What this process knows of one API, shared by all its calls."""

    def __init__(self) -> None:
        self.breaker = Breaker()
        self._slots = Slots(IN_FLIGHT, WAITING, PART)

    @contextmanager
    def slot(
        self, call: str, *, patient: bool = True, user: Hashable = None
    ) -> Iterator[None]:
        """A slot for one call. Raises `ApiConnectionError` if none is free."""
        if self.breaker.is_open:
            raise ApiConnectionError(call, reason=UNANSWERED)
        if not self._slots.take(WAIT_SECONDS if patient else 0, user):
            raise ApiConnectionError(call, reason="too many calls at a time")
        try:
            yield
        finally:
            self._slots.give_back(user)

    def check(self, call: str) -> None:
        """Raises `ApiConnectionError` while the breaker is open.

        Only right before sending: a call that is then held back would waste the single
        try.
        """
        if not self.breaker.allows():
            raise ApiConnectionError(call, reason=UNANSWERED)

    def note(self, error: RecruspaceError | None) -> None:
        """Takes the result of a call that was sent."""
        failed = isinstance(error, ApiConnectionError) or (
            error is not None and error.status in GATEWAY_ERRORS
        )
        self.breaker.note(answered=not failed)


@cache
def upstream_of(origin: str) -> Upstream:
    return Upstream()
