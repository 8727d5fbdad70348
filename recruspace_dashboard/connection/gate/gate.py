"""Decides whether a call may be made now: a sliding log of the calls of each key."""

import math
import sqlite3
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from recruspace_dashboard.connection.gate.call_file import CallFile, UnusableError
from recruspace_dashboard.connection.gate.shares import Shares
from recruspace_dashboard.connection.gate.side_file import SideFile

# The API counts the calls that arrive within 60 seconds; this adds a margin.
WINDOW_SECONDS = 61.0
# While the file cannot be used, callers come again soon to see whether it can.
RETRY_SECONDS = 5
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
        side_file = SideFile(path.with_name(SIDE_FILE))
        self._shares = Shares(side_file, window, processes)
        self._side_file = side_file
        self._file = CallFile(path, side_file, self._now)
        # Also in the file, which may be unusable.
        self._refused_until: dict[str, float] = {}

    def _now(self) -> float:
        # Looked up each time, as a test may change the clock.
        return self._clock()

    def take(self, fingerprint: str, reserve: int = 0) -> int:
        """Counts a call and returns 0 if it may be made now, else the seconds to wait.

        A call that would leave fewer than `reserve` calls in the window has to wait.
        """
        limit = self.limit - min(reserve, self.limit // 2)
        with self._lock:
            try:
                return self._file.transact(partial(self._take, fingerprint, limit))
            except UnusableError:
                return self._take_alone(fingerprint, limit)

    def left(self, fingerprint: str) -> int | None:
        """How many calls may be made now; None if the file cannot be used."""

        def left(connection: sqlite3.Connection, now: float) -> int:
            if self._free_at(fingerprint, self.limit, connection, now) > now:
                return 0
            left = self.limit - self._count(connection, fingerprint, now)
            if (since := self._shares.since(now)) is None:
                return left
            shared = self.limit - self._count(connection, fingerprint, now, since)
            return min(left, self._shares.left(fingerprint, now, shared))

        with self._lock:
            try:
                return self._file.transact(left)
            except UnusableError:
                return None

    def block(self, fingerprint: str, seconds: int) -> None:
        """Allows no calls for `seconds`, after the API has refused one."""

        def block(connection: sqlite3.Connection, now: float) -> None:
            row = (fingerprint, now, now + seconds)
            connection.execute("INSERT INTO refusals VALUES (?, ?, ?)", row)

        with self._lock:
            until = self._clock() + seconds
            before = self._refused_until.get(fingerprint, until)
            self._refused_until[fingerprint] = max(before, until)
            try:
                self._file.transact(block)
            except UnusableError:
                return

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _take(
        self, fingerprint: str, limit: int, connection: sqlite3.Connection, now: float
    ) -> int:
        self._delete_expired(connection, now)
        free_at = self._free_at(fingerprint, limit, connection, now)
        if free_at > now:
            return math.ceil(free_at - now)
        connection.execute("INSERT INTO calls VALUES (?, ?)", (fingerprint, now))
        self._shares.count(fingerprint, now)
        return 0

    def _take_alone(self, fingerprint: str, limit: int) -> int:
        """As `take`, without writing to the file."""
        now = self._clock()
        try:
            self._shares.announce(now)
            free_at = self._free_at_alone(fingerprint, limit, now)
        except OSError:
            # The others would not know of this call.
            return RETRY_SECONDS
        if free_at > now:
            return min(math.ceil(free_at - now), RETRY_SECONDS)
        self._shares.count(fingerprint, now)
        return 0

    def _free_at_alone(self, fingerprint: str, limit: int, now: float) -> float:
        try:
            return self._file.read(
                lambda connection: self._free_at(fingerprint, limit, connection, now)
            )
        except UnusableError:
            since = self._shares.since(now) or now
            # What others counted since this process last read the file is unknown. But
            # if there was no file yet, nobody counted.
            unknown = self._side_file.made and now < since + self._window
            shared = 0 if unknown else limit
            refused_until = self._refused_until.get(fingerprint, now)
            return max(refused_until, self._shares.free_at(fingerprint, now, shared))

    def _free_at(
        self, fingerprint: str, limit: int, connection: sqlite3.Connection, now: float
    ) -> float:
        """When the key may make its next call under `limit`; `now` if at once."""
        since = self._shares.since(now)
        [full_from] = connection.execute("SELECT full_from FROM state").fetchone()
        [refused_until] = connection.execute(
            "SELECT max(until) FROM refusals WHERE fingerprint = ?", (fingerprint,)
        ).fetchone()
        free_at = max(
            now,
            refused_until or now,
            self._refused_until.get(fingerprint, now),
            now if full_from is None else full_from + self._window,
        )
        excess = self._count(connection, fingerprint, now) - limit
        if excess >= 0:
            expiring = connection.execute(
                "SELECT at FROM calls WHERE fingerprint = ? AND at > ? "
                "ORDER BY at LIMIT 1 OFFSET ?",
                (fingerprint, now - self._window, excess),
            ).fetchone()
            # With a limit of 0 there is no call that could expire.
            full_until = (expiring[0] if expiring else now) + self._window
            free_at = max(free_at, full_until)
        if since is not None:
            shared = limit - self._count(connection, fingerprint, now, since)
            free_at = max(free_at, self._shares.free_at(fingerprint, now, shared))
        return free_at

    def _delete_expired(self, connection: sqlite3.Connection, now: float) -> None:
        """Deletes the rows that no longer count.

        Rows dated in the future are from before the clock started again. Their age is
        unknown, so they count from now.
        """
        connection.execute("UPDATE calls SET at = ?1 WHERE at > ?1", (now,))
        connection.execute(
            "UPDATE refusals SET until = ?1 + until - at, at = ?1 WHERE at > ?1", (now,)
        )
        connection.execute(
            "UPDATE state SET full_from = ?1 WHERE full_from > ?1", (now,)
        )
        connection.execute("DELETE FROM calls WHERE at <= ?", (now - self._window,))
        connection.execute("DELETE FROM refusals WHERE until <= ?", (now,))

    def _count(
        self,
        connection: sqlite3.Connection,
        fingerprint: str,
        now: float,
        until: float = math.inf,
    ) -> int:
        """How many calls of the window the file has, of those made `until` then."""
        counted: tuple[int] = connection.execute(
            "SELECT count(*) FROM calls WHERE fingerprint = ? AND at > ? AND at <= ?",
            (fingerprint, now - self._window, until),
        ).fetchone()
        return counted[0]
