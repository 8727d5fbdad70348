"""The gate for calls: all processes together send no more than the limit of a key.

A sliding log, kept in a small SQLite file that all processes open. A key stands in it
as a fingerprint, which says nothing of the key to who has no `SECRET_KEY`.
"""

import logging
import math
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from recruspace_dashboard.sealing.fingerprints import fingerprint

T = TypeVar("T")

logger = logging.getLogger(__name__)

# The API counts over 60 seconds, from when a call arrives.
WINDOW_SECONDS = 61.0
BUSY_SECONDS = 2.0
# How long the file is left alone after it could not be used: a page waits for it once,
# and not in line behind all the others.
SPARED_SECONDS = 10.0

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS calls (fingerprint TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS calls_of_key ON calls (fingerprint, at);
CREATE TABLE IF NOT EXISTS refusals
    (fingerprint TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL);
"""


class Gate:
    """Lets so many calls of a key through in any window.

    Where its file cannot be used, calls go through uncounted: the API keeps a limit of
    its own, whose 429 people get explained, and no page is worth less than a count.
    """

    def __init__(
        self,
        path: Path,
        limit: int,
        window: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.limit = limit
        self._path = path
        self._window = window
        self._clock = clock
        # One connection for all threads, opened by the process that uses it.
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._spared_until = 0.0

    def take(self, fingerprint: str, reserve: int = 0) -> int:
        """0 for a call that may be made now, else the seconds until one may.

        A call that would leave fewer than `reserve` in the window may not be made.
        """

        def take(connection: sqlite3.Connection, now: float) -> int:
            limit = self.limit - min(reserve, self.limit // 2)
            free_at = self._free_at(connection, fingerprint, now, limit)
            if free_at > now:
                return math.ceil(free_at - now)
            connection.execute("INSERT INTO calls VALUES (?, ?)", (fingerprint, now))
            return 0

        return self._transact(take) or 0

    def left(self, fingerprint: str) -> int | None:
        """How many calls may be made now; None where the file cannot be used."""

        def left(connection: sqlite3.Connection, now: float) -> int:
            if self._free_at(connection, fingerprint, now, self.limit) > now:
                return 0
            return self.limit - _count(connection, fingerprint)

        return self._transact(left)

    def block(self, fingerprint: str, seconds: int) -> None:
        """Lets no call through for so long: the API itself has refused one."""

        def block(connection: sqlite3.Connection, now: float) -> None:
            row = (fingerprint, now, now + seconds)
            connection.execute("INSERT INTO refusals VALUES (?, ?, ?)", row)

        self._transact(block)

    def close(self) -> None:
        with self._lock:
            self._close()

    def _free_at(
        self, connection: sqlite3.Connection, fingerprint: str, now: float, limit: int
    ) -> float:
        """When a call of this key may be made under `limit`; the past means now."""
        [refused_until] = connection.execute(
            "SELECT max(until) FROM refusals WHERE fingerprint = ?", (fingerprint,)
        ).fetchone()
        too_many = _count(connection, fingerprint) - limit
        if too_many < 0:
            return refused_until or now
        leaving = connection.execute(
            "SELECT at FROM calls WHERE fingerprint = ? ORDER BY at LIMIT 1 OFFSET ?",
            (fingerprint, too_many),
        ).fetchone()
        # With a limit of 0 there is no call to wait for, and never a free place.
        full_until = (leaving[0] if leaving else now) + self._window
        return max(refused_until or now, full_until)

    def _transact(self, work: Callable[[sqlite3.Connection, float], T]) -> T | None:
        """What `work` gives, alone among all processes; None without the file."""
        with self._lock:
            if time.monotonic() < self._spared_until:
                return None
            try:
                with self._opened() as connection:
                    connection.execute("BEGIN IMMEDIATE")
                    now = self._clock()
                    self._tidy(connection, now)
                    return work(connection, now)
            except sqlite3.Error as error:
                logger.warning("%s: %s; calls go uncounted", self._path, error)
                self._close()
                self._spared_until = time.monotonic() + SPARED_SECONDS
                return None

    def _tidy(self, connection: sqlite3.Connection, now: float) -> None:
        """Forgets what counts no more. What lies in the future was written before the
        clock was set back: nobody knows how long ago, so it counts from now."""
        connection.execute("UPDATE calls SET at = ?1 WHERE at > ?1", (now,))
        connection.execute(
            "UPDATE refusals SET until = ?1 + until - at, at = ?1 WHERE at > ?1", (now,)
        )
        connection.execute("DELETE FROM calls WHERE at <= ?", (now - self._window,))
        connection.execute("DELETE FROM refusals WHERE until <= ?", (now,))

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(
                self._path,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            self._prepare(self._connection)
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        give_up = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.executescript(SCHEMA)
                return
            except sqlite3.OperationalError as error:
                # Where several processes make the file at once, SQLite does not wait.
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > give_up:
                    raise
                time.sleep(0.005)

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def _count(connection: sqlite3.Connection, fingerprint: str) -> int:
    counted: tuple[int] = connection.execute(
        "SELECT count(*) FROM calls WHERE fingerprint = ?", (fingerprint,)
    ).fetchone()
    return counted[0]


@dataclass(frozen=True)
class KeyGate:
    """The gate as a client asks it: for one key.

    `reserve` is how many calls in the window it leaves to others with the same key.
    """

    gate: Gate
    fingerprint: str
    reserve: int = 0

    @property
    def limit(self) -> int:
        return self.gate.limit

    def take(self) -> int:
        return self.gate.take(self.fingerprint, self.reserve)

    def refused(self, seconds: int) -> None:
        self.gate.block(self.fingerprint, seconds)

    def left(self) -> int | None:
        return self.gate.left(self.fingerprint)


def gate_of(api_key: str, *, reserve: int = 0) -> KeyGate:
    """The gate of this installation for a key."""
    path = Path(settings.DATA_DIR) / "calls.sqlite3"
    gate = _gate(path, settings.RECRUSPACE_CALLS_PER_MINUTE)
    return KeyGate(gate, fingerprint(api_key), reserve)


@cache
def _gate(path: Path, limit: int) -> Gate:
    return Gate(path, limit)
