"""The gate: all processes together stay within the rate limit of each API key.

It is a sliding log in a small SQLite file that all processes open. The file holds a
fingerprint of each key, which reveals nothing about the key without `SECRET_KEY`.
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

# The API counts the calls that arrive within 60 seconds; this adds a margin.
WINDOW_SECONDS = 61.0
BUSY_SECONDS = 2.0
# After an error the file is not used for this long. Otherwise each page in turn would
# wait for it.
BACKOFF_SECONDS = 10.0

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS calls (fingerprint TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS calls_of_key ON calls (fingerprint, at);
CREATE TABLE IF NOT EXISTS refusals
    (fingerprint TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL);
"""


class Gate:
    """Allows each key `limit` calls in any `window` seconds.

    If the file cannot be used, calls are allowed and not counted: a page matters more
    than the count, and the API enforces its own limit with a 429.
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
        # Shared by all threads. Opened on first use, as it must not cross a fork.
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._backoff_until = 0.0

    def take(self, fingerprint: str, reserve: int = 0) -> int:
        """Counts a call and returns 0 if it may be made now, else the seconds to wait.

        A call that would leave fewer than `reserve` calls in the window has to wait.
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
        """How many calls may be made now; None if the file cannot be used."""

        def left(connection: sqlite3.Connection, now: float) -> int:
            if self._free_at(connection, fingerprint, now, self.limit) > now:
                return 0
            return self.limit - _count(connection, fingerprint)

        return self._transact(left)

    def block(self, fingerprint: str, seconds: int) -> None:
        """Allows no calls for `seconds`, after the API has refused one."""

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
        """When the key may make its next call under `limit`; `now` if at once."""
        [refused_until] = connection.execute(
            "SELECT max(until) FROM refusals WHERE fingerprint = ?", (fingerprint,)
        ).fetchone()
        excess = _count(connection, fingerprint) - limit
        if excess < 0:
            return refused_until or now
        expiring = connection.execute(
            "SELECT at FROM calls WHERE fingerprint = ? ORDER BY at LIMIT 1 OFFSET ?",
            (fingerprint, excess),
        ).fetchone()
        # With a limit of 0 there is no call that could expire.
        full_until = (expiring[0] if expiring else now) + self._window
        return max(refused_until or now, full_until)

    def _transact(self, work: Callable[[sqlite3.Connection, float], T]) -> T | None:
        """The result of `work` in a transaction; None if the file cannot be used."""
        with self._lock:
            if time.monotonic() < self._backoff_until:
                return None
            try:
                with self._opened() as connection:
                    connection.execute("BEGIN IMMEDIATE")
                    now = self._clock()
                    self._delete_expired(connection, now)
                    return work(connection, now)
            except sqlite3.Error as error:
                logger.warning("%s: %s; calls are not counted", self._path, error)
                self._close()
                self._backoff_until = time.monotonic() + BACKOFF_SECONDS
                return None

    def _delete_expired(self, connection: sqlite3.Connection, now: float) -> None:
        """Deletes the rows that no longer count.

        Rows dated in the future were written before the clock was set back. Their age
        is unknown, so they count from now.
        """
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
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.executescript(SCHEMA)
                return
            except sqlite3.OperationalError as error:
                # SQLite does not wait if several processes create the file at once.
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
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
    """The gate for one key.

    `reserve` is how many calls per window are left to other clients with the key.
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
    """The gate for a key, shared by all processes of this installation."""
    path = Path(settings.DATA_DIR) / "calls.sqlite3"
    gate = _gate(path, settings.RECRUSPACE_CALLS_PER_MINUTE)
    return KeyGate(gate, fingerprint(api_key), reserve)


@cache
def _gate(path: Path, limit: int) -> Gate:
    return Gate(path, limit)
