"""The gate where the dashboard may run on several machines: PostgreSQL counts the calls
of all of them, by its own clock.

The calls of a key are counted one after the other, under a lock of the database that
ends with the transaction. While they cannot be counted, no call is made.
"""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import Error, connections
from django.db.backends.utils import CursorWrapper

from recruspace_dashboard.connection.gate.rules import (
    RETRY_SECONDS,
    WINDOW_SECONDS,
    allowed,
)

logger = logging.getLogger(__name__)

# Connections of its own: a call stays counted if the request's transaction is rolled
# back, and is locked no longer than it takes to count it.
ALIAS = "calls"

# Each text is sent at once, and each statement sees what was written before it. The few
# rows are also written where all is read-only by default, as some servers are when
# their disk is nearly full. A process that is stopped while it counts holds nobody up
# for long. Times are mended if the clock was set back.
LOCK = """
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
SET LOCAL lock_timeout = '2s';
SET LOCAL idle_in_transaction_session_timeout = '2s';
SELECT pg_advisory_xact_lock(%(lock)s);
UPDATE connection_countedcall SET at = clock_timestamp()
    WHERE fingerprint = %(key)s AND at > clock_timestamp();
UPDATE connection_refusal
    SET at = clock_timestamp(), until = clock_timestamp() + (until - at)
    WHERE fingerprint = %(key)s AND at > clock_timestamp();
"""
COUNT = """
WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS now)
SELECT extract(epoch FROM now)::float8, count(at),
    count(at) FILTER (WHERE NOT background),
    (SELECT extract(epoch FROM max(until))::float8 FROM connection_refusal
        WHERE fingerprint = %(key)s)
FROM moment LEFT JOIN connection_countedcall
    ON fingerprint = %(key)s AND at > now - make_interval(secs => %(window)s)
GROUP BY now
"""
NTH_LATEST = """
SELECT extract(epoch FROM at)::float8 FROM connection_countedcall
WHERE fingerprint = %(key)s ORDER BY at DESC LIMIT 1 OFFSET %(nth)s - 1
"""
CLEAR = """
DELETE FROM connection_countedcall WHERE fingerprint = %(key)s
    AND at <= clock_timestamp() - make_interval(secs => %(window)s);
DELETE FROM connection_refusal
    WHERE fingerprint = %(key)s AND until <= clock_timestamp();
"""
# What is left is all in the window, and all refusals still hold.
ADD_IF_FREE = """
INSERT INTO connection_countedcall (fingerprint, at, background)
    SELECT %(key)s, clock_timestamp(), false
    WHERE (SELECT count(*) FROM connection_countedcall WHERE fingerprint = %(key)s)
        < %(limit)s
    AND NOT EXISTS (SELECT * FROM connection_refusal WHERE fingerprint = %(key)s);
COMMIT
"""
ADD_CALL = """
INSERT INTO connection_countedcall (fingerprint, at, background)
    VALUES (%(key)s, clock_timestamp(), %(background)s);
COMMIT
"""
ADD_REFUSAL = """
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
INSERT INTO connection_refusal (fingerprint, at, until)
    SELECT %(key)s, now, now + make_interval(secs => %(seconds)s)
    FROM (SELECT clock_timestamp() AS now) AS moment;
COMMIT
"""


@dataclass(frozen=True)
class Counted:
    """The calls of a key in the window, and those of them for pages. Times are those of
    the server, in seconds."""

    now: float
    calls: int
    page_calls: int
    refused_until: float


class DatabaseGate:
    """Allows each key `limit` calls in any `window` seconds, by all machines."""

    def __init__(self, limit: int, window: float = WINDOW_SECONDS) -> None:
        self.limit = limit
        self._window = window

    def take(self, fingerprint: str, reserve: int = 0) -> int:
        """Counts a call and returns 0 if it may be made now, else the seconds to wait.

        `rules.py` says what a `reserve` is.
        """
        key = self._parameters(fingerprint)
        try:
            with _cursor() as cursor:
                if not reserve and _took_at_once(cursor, key | {"limit": self.limit}):
                    return 0
                counted = _count(cursor, LOCK + COUNT, key)
                limit = allowed(self.limit, reserve, counted.page_calls)
                seconds = self._seconds_to_wait(cursor, key, counted, limit)
                if seconds:
                    cursor.execute("ROLLBACK")
                else:
                    call = key | {"background": reserve > 0}
                    cursor.execute(CLEAR + ADD_CALL, call)
                return seconds
        except Error as error:
            logger.warning("Calls cannot be counted: %s", type(error).__name__)
            return RETRY_SECONDS

    def left(self, fingerprint: str) -> int | None:
        """How many calls may be made now; None if the database does not say."""
        try:
            with _cursor() as cursor:
                counted = _count(cursor, COUNT, self._parameters(fingerprint))
        except Error:
            return None
        if counted.refused_until > counted.now:
            return 0
        return max(0, self.limit - counted.calls)

    def block(self, fingerprint: str, seconds: int) -> None:
        """Allows no calls for `seconds`, after the API has refused one."""
        key = self._parameters(fingerprint)
        try:
            with _cursor() as cursor:
                cursor.execute(ADD_REFUSAL, key | {"seconds": seconds})
        except Error as error:
            logger.warning("A refusal was not written: %s", type(error).__name__)

    def close(self) -> None:
        """There is nothing to close: connections are given back after each use."""

    def _seconds_to_wait(
        self, cursor: CursorWrapper, key: dict[str, Any], counted: Counted, limit: int
    ) -> int:
        free_at = max(counted.now, counted.refused_until)
        if counted.calls >= limit:
            at = counted.now
            # With a limit of 0 there is no call that could expire.
            if limit > 0:
                cursor.execute(NTH_LATEST, key | {"nth": limit})
                [[at]] = cursor.fetchall()
            free_at = max(free_at, at + self._window)
        return math.ceil(free_at - counted.now)

    def _parameters(self, fingerprint: str) -> dict[str, Any]:
        # Any other number would do that differs between keys.
        lock = int.from_bytes(fingerprint.encode()[:8], signed=True)
        return {"key": fingerprint, "lock": lock, "window": self._window}


@contextmanager
def _cursor() -> Iterator[CursorWrapper]:
    connection = connections[ALIAS]
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        # For others at once. What was not committed is rolled back.
        connection.close()


def _took_at_once(cursor: CursorWrapper, key: dict[str, Any]) -> bool:
    """Whether a call of a page was counted, in one round trip to the database."""
    cursor.execute(LOCK + CLEAR + ADD_IF_FREE, key)
    took = False
    while not took and cursor.nextset():
        took = cursor.statusmessage == "INSERT 0 1"
    return took


def _count(cursor: CursorWrapper, statements: str, key: dict[str, Any]) -> Counted:
    cursor.execute(statements, key)
    # Of all the statements, the last one tells.
    while cursor.nextset():
        pass
    [[now, calls, page_calls, refused_until]] = cursor.fetchall()
    return Counted(now, calls, page_calls, refused_until or now)
