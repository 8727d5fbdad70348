"""The file in which all processes count their calls.

It holds a fingerprint of each key, which reveals nothing about the key without
`SECRET_KEY`. `counts.py` has the tables.
"""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from recruspace_dashboard.connection.gate import counts
from recruspace_dashboard.connection.gate.side_file import SideFile

T = TypeVar("T")

logger = logging.getLogger(__name__)

BUSY_SECONDS = 2.0
# After an error the file is not tried for this long, and then with little patience.
# Otherwise each page in turn would wait for it.
REST_SECONDS = 1.0
BUSY_SECONDS_AFTER_AN_ERROR = 0.05

DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class UnusableError(Exception):
    """The file cannot be used now."""


class CallFile:
    """Runs transactions on the file, and makes it anew where it is gone or damaged.

    A new file cannot know how many calls were made before, so it says that it is full.
    Only the first one of an installation does not.
    """

    def __init__(
        self, path: Path, side_file: SideFile, clock: Callable[[], float]
    ) -> None:
        self._path = path
        self._files = (path, *_beside(path))
        self._side_file = side_file
        self._clock = clock
        # Shared by all threads. Opened on first use, as it must not cross a fork.
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int | None, ...] = ()
        self._used_at: float | None = None
        self._rest_until: float | None = None

    def transact(self, work: Callable[[sqlite3.Connection, float], T]) -> T:
        """The result of `work` in a transaction. Raises `UnusableError`."""
        if self._rest_until is not None and self._clock() < self._rest_until:
            raise UnusableError
        try:
            try:
                result = self._transact(work)
            except sqlite3.DatabaseError as error:
                if not (_is_damage(error) or self._is_lost()):
                    raise
                self._close()
                result = self._transact(work)
        except (sqlite3.Error, OSError) as error:
            self._rest(error)
            raise UnusableError from error
        self._end_rest()
        return result

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The result of `work`, which only reads, without a lock.

        It works while another program holds the file, and on a full disk. Raises
        `UnusableError`.
        """
        if self._connection is None or self._is_lost():
            raise UnusableError
        try:
            return work(self._connection)
        except (sqlite3.Error, OSError) as error:
            raise UnusableError from error

    def close(self) -> None:
        self._close()
        self._side_file.close()

    def _transact(self, work: Callable[[sqlite3.Connection, float], T]) -> T:
        if self._is_lost():
            self._close()
        if self._connection is None:
            self._connection = self._open()
        with self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            self._used_at = self._clock()
            return work(connection, self._used_at)

    def _close(self) -> None:
        if self._connection is not None:
            # A damaged file may fail here as well.
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    # Opening

    def _open(self) -> sqlite3.Connection:
        with self._side_file.making(self._patience):
            if self._path.exists():
                self._side_file.note_made()
            else:
                self._make(full=self._side_file.made)
            try:
                connection = self._connect()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._put_aside()
                self._make(full=True)
                connection = self._connect()
            self._identity = self._identity_now()
            return connection

    def _connect(self) -> sqlite3.Connection:
        if not self._path.is_file():
            raise _Damaged("not a file")
        connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=self._patience,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            self._check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        [mark] = connection.execute("PRAGMA application_id").fetchone()
        [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if mark != counts.MARK or found != "ok":
            raise _Damaged("the check of SQLite failed")
        # Only a machine that stops loses what was written: `take_over` sees to that.
        connection.execute("PRAGMA synchronous = OFF")
        counts.upgrade(connection)
        counts.take_over(connection, self._clock)
        if self._used_at is not None:
            # This process used another file before. The calls in it are missing here.
            counts.fill(connection, self._clock(), self._used_at)

    def _make(self, *, full: bool) -> None:
        """Makes the file under another name, so that it appears complete."""
        new = self._path.with_suffix(".new")
        for name in (new, *_beside(new), *_beside(self._path)):
            name.unlink(missing_ok=True)
        with closing(sqlite3.connect(new, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            counts.create(connection, full_from=self._clock() if full else None)
        # Before it is there: better full once more than never.
        self._side_file.note_made()
        new.replace(self._path)
        if full:
            logger.warning(
                "%s was made anew, as it was gone or damaged. No calls are made for a "
                "minute, because it is not known how many were made",
                self._path,
            )

    def _put_aside(self) -> None:
        aside = self._path.with_suffix(".damaged")
        self._path.replace(aside)
        logger.warning("%s was damaged; it is now %s", self._path, aside)

    # Whether it is still the same file

    def _is_lost(self) -> bool:
        """Whether the file that is open was removed or replaced."""
        opened = self._connection is not None
        return opened and self._identity_now() != self._identity

    def _identity_now(self) -> tuple[int | None, ...]:
        # SQLite deletes the other two with the last connection, and not before.
        return tuple(_inode(path) for path in self._files)

    # When it cannot be used

    @property
    def _patience(self) -> float:
        resting = self._rest_until is not None
        return BUSY_SECONDS_AFTER_AN_ERROR if resting else BUSY_SECONDS

    def _rest(self, error: Exception) -> None:
        if self._rest_until is None:
            logger.warning(
                "%s cannot be used: %s. Until it can, each process makes no more calls "
                "than its share of what was left",
                self._path,
                error,
            )
        self._rest_until = self._clock() + REST_SECONDS
        self._set_patience()

    def _end_rest(self) -> None:
        if self._rest_until is not None:
            logger.warning("%s is used again", self._path)
            self._rest_until = None
            self._set_patience()

    def _set_patience(self) -> None:
        if self._connection is not None:
            milliseconds = int(self._patience * 1000)
            with suppress(sqlite3.Error):
                self._connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


class _Damaged(sqlite3.DatabaseError):
    sqlite_errorcode = sqlite3.SQLITE_NOTADB


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in ("-wal", "-shm")]


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
