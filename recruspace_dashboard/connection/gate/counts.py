"""What the file of calls holds: all SQL of the gate.

Times are those of the monotonic clock, which all processes of a machine share and
nobody can set.
"""

import math
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Tells our files from others, and from those of versions with other tables.
MARK = 0x52444331
SCHEMA = f"""
PRAGMA journal_mode = WAL;
PRAGMA application_id = {MARK};
CREATE TABLE calls (fingerprint TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX calls_of_key ON calls (fingerprint, at);
CREATE TABLE refusals
    (fingerprint TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL);
CREATE TABLE state (boot TEXT NOT NULL, full_from REAL);
"""


# Whether a call was not made for a page.
BACKGROUND = "ALTER TABLE calls ADD COLUMN background INTEGER NOT NULL DEFAULT 0"


ADD_IF_FREE = """
INSERT INTO calls (fingerprint, at, background)
SELECT :key, :now, 0 FROM state
WHERE coalesce(full_from, :since) <= :since
AND NOT EXISTS (SELECT * FROM refusals WHERE fingerprint = :key AND until > :now)
AND (SELECT count(*) FROM calls WHERE fingerprint = :key AND at > :since) < :limit
"""


@dataclass(frozen=True)
class Counted:
    """What is known of the calls of one key in the last window."""

    calls: int
    # Those that were made before calls are shared out.
    before: int
    free_at: float


def create(connection: sqlite3.Connection, *, full_from: float | None) -> None:
    """Makes the tables. A file that is full lets nothing through for a window."""
    connection.executescript(SCHEMA)
    connection.execute(BACKGROUND)
    connection.execute("INSERT INTO state VALUES (?, ?)", (_boot(), full_from))


def read(
    connection: sqlite3.Connection,
    fingerprint: str,
    limit: int,
    window: float,
    now: float,
    since: float | None,
) -> Counted:
    """What the file says of a key, if calls are shared out `since` then."""

    def count(until: float) -> int:
        [counted] = connection.execute(
            "SELECT count(*) FROM calls WHERE fingerprint = ? AND at > ? AND at <= ?",
            (fingerprint, now - window, until),
        ).fetchone()
        return int(counted)

    calls = count(math.inf)
    free_at = _closed_until(connection, fingerprint, now, window)
    if calls >= limit:
        expiring = connection.execute(
            "SELECT at FROM calls WHERE fingerprint = ? AND at > ? "
            "ORDER BY at LIMIT 1 OFFSET ?",
            (fingerprint, now - window, calls - limit),
        ).fetchone()
        # With a limit of 0 there is no call that could expire.
        free_at = max(free_at, (expiring[0] if expiring else now) + window)
    return Counted(calls, calls if since is None else count(since), free_at)


def _closed_until(
    connection: sqlite3.Connection, fingerprint: str, now: float, window: float
) -> float:
    [full_from, refused_until] = connection.execute(
        "SELECT full_from, (SELECT max(until) FROM refusals WHERE fingerprint = ?) "
        "FROM state",
        (fingerprint,),
    ).fetchone()
    full_until = now if full_from is None else full_from + window
    return max(now, full_until, refused_until or now)


def upgrade(connection: sqlite3.Connection) -> None:
    """Adds what a file of an earlier version lacks."""
    columns = connection.execute("PRAGMA table_info(calls)").fetchall()
    if "background" not in [column[1] for column in columns]:
        connection.execute(BACKGROUND)


def add_if_free(
    connection: sqlite3.Connection,
    fingerprint: str,
    limit: int,
    window: float,
    now: float,
) -> bool:
    """Counts a call of a page in one statement; False, and not counted, if the key may
    make none now."""
    asked = {"key": fingerprint, "limit": limit, "since": now - window, "now": now}
    return connection.execute(ADD_IF_FREE, asked).rowcount == 1


def page_calls(
    connection: sqlite3.Connection, fingerprint: str, window: float, now: float
) -> int:
    """How many of the calls of a key were made for pages."""
    [number] = connection.execute(
        "SELECT count(*) FROM calls "
        "WHERE fingerprint = ? AND at > ? AND NOT background",
        (fingerprint, now - window),
    ).fetchone()
    return int(number)


def add_call(
    connection: sqlite3.Connection,
    fingerprint: str,
    now: float,
    window: float,
    *,
    background: bool,
) -> None:
    connection.execute("DELETE FROM calls WHERE at <= ?", (now - window,))
    connection.execute("DELETE FROM refusals WHERE until <= ?", (now,))
    row = (fingerprint, now, background)
    connection.execute("INSERT INTO calls VALUES (?, ?, ?)", row)


def add_refusal(
    connection: sqlite3.Connection, fingerprint: str, now: float, until: float
) -> None:
    row = (fingerprint, now, until)
    connection.execute("INSERT INTO refusals VALUES (?, ?, ?)", row)


def fill(connection: sqlite3.Connection, now: float, used_at: float) -> None:
    """Makes the file full, unless it was made so since `used_at`."""
    connection.execute(
        "UPDATE state SET full_from = ? WHERE coalesce(full_from, -1) < ?",
        (now, used_at),
    )


def take_over(connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
    """Lets all calls count from now if they are from before a start of the machine, or
    from another one, as their times mean nothing here.

    Some may be lost, so that no calls are made in the first minute of the machine.
    """
    boot = _boot()
    [known, latest] = connection.execute(
        "SELECT boot, (SELECT max(at) FROM calls) FROM state"
    ).fetchone()
    now = clock()
    if known == boot and (latest is None or latest <= now):
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE calls SET at = ?", (now,))
        connection.execute(
            "UPDATE refusals SET until = ?1 + until - at, at = ?1", (now,)
        )
        connection.execute("UPDATE state SET boot = ?, full_from = 0", (boot,))


def _boot() -> str:
    """Differs after each start of the machine, and on each machine, on Linux.

    Elsewhere the monotonic clock alone has to do: it starts at 0 with the machine, so
    that a time from before seems to be in the future, or no longer ago than it is.
    """
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return ""
