"""What keeps a slow or dead API from taking the dashboard down with it.

A process makes only so many calls to an API at a time. Of more, a few wait a moment and
the rest are refused, so that threads stay free for pages that need no call. After
several calls in a row without an answer none is made for a while; then a single one
tries whether the API is back.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from recruspace_dashboard.services.errors import ApiConnectionError, RecruspaceError

# Together, and with the files of downloads.py, below the threads of a process, of which
# the Procfile gives the number.
IN_FLIGHT = 8
WAITING = 4
WAIT_SECONDS = 0.5

FAILURES_IN_A_ROW = 5
REST_SECONDS = 15.0
# What stands between us and an API says these when the API itself does not answer.
NO_ANSWER = {502, 503, 504}
RESTS = "the API does not answer"


class Slots:
    """So many may hold one at a time, and so many others wait for one."""

    def __init__(self, number: int, waiting: int) -> None:
        self._free = threading.BoundedSemaphore(number)
        self._may_wait = threading.BoundedSemaphore(waiting)

    def take(self, seconds: float) -> bool:
        """Whether a slot was free, or became so within `seconds`."""
        if self._free.acquire(blocking=False):
            return True
        if not seconds or not self._may_wait.acquire(blocking=False):
            return False
        try:
            return self._free.acquire(timeout=seconds)
        finally:
            self._may_wait.release()

    def give_back(self) -> None:
        self._free.release()


class Breaker:
    """Says whether it is worth calling, from how the last calls went."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    @property
    def rests(self) -> bool:
        return self._rests_until > self._clock()

    def allows(self) -> bool:
        """Whether a call may be made; after a rest only one may, until it has ended."""
        with self._lock:
            if self.rests:
                return False
            if self._failures >= FAILURES_IN_A_ROW:
                self._rest()
            return True

    def note(self, *, answered: bool) -> None:
        """How a call went."""
        with self._lock:
            self._failures = 0 if answered else self._failures + 1
            if answered:
                self._rests_until = 0.0
            elif self._failures >= FAILURES_IN_A_ROW:
                self._rest()

    def _rest(self) -> None:
        # The processes do not come back all at the same moment.
        jitter = random.uniform(0.8, 1.2)  # noqa: S311
        self._rests_until = self._clock() + REST_SECONDS * jitter


class Upstream:
    """One API, as this process sees it."""

    def __init__(self) -> None:
        self.breaker = Breaker()
        self._slots = Slots(IN_FLIGHT, WAITING)

    @contextmanager
    def place(self, call: str, *, patient: bool = True) -> Iterator[None]:
        """A place for one call. Raises `ApiConnectionError` where there is none."""
        if self.breaker.rests:
            raise ApiConnectionError(call, reason=RESTS)
        if not self._slots.take(WAIT_SECONDS if patient else 0):
            raise ApiConnectionError(call, reason="too many calls at a time")
        try:
            yield
        finally:
            self._slots.give_back()

    def check(self, call: str) -> None:
        """To be asked right before a call is sent, as the one try after a rest would
        be lost on a call that is then held back. Raises `ApiConnectionError`."""
        if not self.breaker.allows():
            raise ApiConnectionError(call, reason=RESTS)

    def note(self, error: RecruspaceError | None) -> None:
        """How a call that was sent has ended."""
        failed = isinstance(error, ApiConnectionError) or (
            error is not None and error.status in NO_ANSWER
        )
        self.breaker.note(answered=not failed)


@cache
def upstream_of(origin: str) -> Upstream:
    return Upstream()
