"""Decides whether a call may be made now: a sliding log of the calls of each key."""

import math
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from recruspace_dashboard.connection.gate import counts
from recruspace_dashboard.connection.gate.call_file import CallFile, UnusableError
from recruspace_dashboard.connection.gate.counts import Counted
from recruspace_dashboard.connection.gate.rules import (
    RETRY_SECONDS,
    WINDOW_SECONDS,
    allowed,
)
from recruspace_dashboard.connection.gate.shares import Shares
from recruspace_dashboard.connection.gate.side_file import SideFile

SIDE_FILE = "gate.lock"


class Gate:
    """Allows each key `limit` calls in any `window` seconds, by all processes.

    `processes` is how many there are at least.
    """

    def __init__(
        self,
        path: Path,
        limit: int,
        window: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        processes: int = 1,
    ) -> None:
        self.limit = limit
        self._window = window
        self._clock = clock
        self._lock = threading.Lock()
        self._side_file = SideFile(path.with_name(SIDE_FILE), self._now)
        self._shares = Shares(self._side_file, window, processes)
        self._file = CallFile(path, self._side_file, self._now)
        # Also in the file, which may be unusable.
        self._refused_until: dict[str, float] = {}
        self._clear_at = -math.inf

    def _now(self) -> float:
        # Looked up each time, as a test may change the clock.
        return self._clock()

    def take(self, fingerprint: str, reserve: int = 0) -> int:
        """Counts a call and returns 0 if it may be made now, else the seconds to wait.

        `rules.py` says what a `reserve` is.
        """

        def take(connection: sqlite3.Connection, now: float) -> int:
            if not reserve and self._took_at_once(connection, fingerprint, now):
                return 0
            made = 0
            if reserve:
                made = counts.page_calls(connection, fingerprint, self._window, now)
            limit = allowed(self.limit, reserve, made)
            counted = self._read(connection, fingerprint, limit, now)
            seconds = self._seconds_to_wait(fingerprint, counted, limit, now)
            if not seconds:
                window, background = self._window, reserve > 0
                counts.add_call(
                    connection, fingerprint, now, window, background=background
                )
                self._shares.count(fingerprint, now)
            return seconds

        with self._lock:
            try:
                return self._file.transact(take)
            except UnusableError:
                return self._take_alone(fingerprint, allowed(self.limit, reserve))

    def _took_at_once(
        self, connection: sqlite3.Connection, fingerprint: str, now: float
    ) -> bool:
        """Whether a call was counted the short way: all threads of a process wait here
        for each other, and each statement may cost one the interpreter for a while."""
        if now >= self._clear_at:
            # The long way also deletes what has expired.
            self._clear_at = now + self._window
            return False
        is_shared = self._shares.since(now) is not None
        if is_shared or self._refused_until.get(fingerprint, now) > now:
            return False
        limit, window = self.limit, self._window
        return counts.add_if_free(connection, fingerprint, limit, window, now)

    def _take_alone(self, fingerprint: str, limit: int) -> int:
        """As `take`, without writing to the file."""
        now = self._clock()
        try:
            self._shares.announce(now)
            counted = self._read_alone(fingerprint, limit, now)
            seconds = self._seconds_to_wait(fingerprint, counted, limit, now)
        except OSError:
            # The others would not know of this call.
            return RETRY_SECONDS
        if not seconds:
            self._shares.count(fingerprint, now)
        return min(seconds, RETRY_SECONDS)

    def _read_alone(self, fingerprint: str, limit: int, now: float) -> Counted:
        try:
            return self._file.read(
                lambda connection: self._read(connection, fingerprint, limit, now)
            )
        except UnusableError:
            # What others counted since this process last read the file is unknown. But
            # if there was no file yet, nobody counted.
            since = self._shares.since(now) or now
            known_at = since + self._window if self._side_file.made else now
            return Counted(calls=0, before=0, free_at=known_at)

    def _read(
        self, connection: sqlite3.Connection, fingerprint: str, limit: int, now: float
    ) -> Counted:
        since = self._shares.since(now)
        return counts.read(connection, fingerprint, limit, self._window, now, since)

    def _seconds_to_wait(
        self, fingerprint: str, counted: Counted, limit: int, now: float
    ) -> int:
        """How long until the key may make its next call under `limit`."""
        free_at = max(
            now,
            counted.free_at,
            self._refused_until.get(fingerprint, now),
            self._shares.free_at(fingerprint, now, limit - counted.before),
        )
        return math.ceil(free_at - now)

    def left(self, fingerprint: str) -> int | None:
        """How many calls may be made now; None if the file cannot be used."""

        def left(connection: sqlite3.Connection, now: float) -> int:
            counted = self._read(connection, fingerprint, self.limit, now)
            if self._seconds_to_wait(fingerprint, counted, self.limit, now):
                return 0
            shared = self.limit - counted.before
            own = self._shares.left(fingerprint, now, shared)
            return int(min(self.limit - counted.calls, own))

        with self._lock:
            try:
                return self._file.transact(left)
            except UnusableError:
                return None

    def block(self, fingerprint: str, seconds: int) -> None:
        """Allows no calls for `seconds`, after the API has refused one."""

        def block(connection: sqlite3.Connection, now: float) -> None:
            counts.add_refusal(connection, fingerprint, now, now + seconds)

        with self._lock:
            until = self._clock() + seconds
            before = self._refused_until.get(fingerprint, until)
            self._refused_until[fingerprint] = max(before, until)
            with suppress(UnusableError):
                self._file.transact(block)

    def close(self) -> None:
        with self._lock:
            self._file.close()
