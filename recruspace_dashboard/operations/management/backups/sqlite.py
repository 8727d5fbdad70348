"""Copies of a SQLite database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from recruspace_dashboard.operations.management.backups import outbox
from recruspace_dashboard.operations.management.backups.told import (
    BackupError,
    SentForms,
)

BUSY_SECONDS = 30
# As Django stores it.
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"


class SqliteBackups:
    """Of the database in the file `path`."""

    name = "dashboard.sqlite3"

    def __init__(self, path: Path) -> None:
        self._path = path
        # Where a restore unpacks: beside the database, on the same disk.
        self.folder = path.parent

    def __str__(self) -> str:
        return str(self._path)

    def exists(self) -> bool:
        return self._path.exists()

    def dump(self, copy: Path) -> None:
        """Writes a copy without sessions, checked by SQLite."""
        if not self.exists():
            raise BackupError(f"There is no database at {self._path}.")
        with _connect(self._path, "ro") as original, _connect(copy, "rwc") as writable:
            original.backup(writable)
            # So that the copy has no write-ahead log beside it.
            writable.execute("PRAGMA journal_mode=DELETE")
            _check(writable)
            _delete_sessions(writable)

    def check(self, copy: Path) -> None:
        """Checks a copy, deletes the sessions that an old one has, and pauses what was
        being sent."""
        with _connect(copy, "rw") as database:
            _check(database)
            if (outbox.TABLE,) in _tables(database):
                for statement in outbox.statements(NOW):
                    database.execute(statement)
            _delete_sessions(database)

    def load(self, copy: Path) -> None:
        """Puts a copy in the place of the database."""
        # SQLite's own backup also handles the write-ahead log, and changes nothing if
        # it is interrupted.
        with _connect(copy, "ro") as found, _connect(self._path, "rwc") as new:
            found.backup(new)
        self._path.chmod(0o600)

    def forms_sent_since(self, moment: datetime) -> SentForms | None:
        """The forms sent since `moment`, by the database; None if it is lost."""
        try:
            with _connect(self._path, "ro") as database:
                [row] = database.execute(
                    "SELECT count(*), min(sent_at), max(sent_at) "
                    "FROM writes_write WHERE sent_at > ? AND state <> 'refused'",
                    (f"{moment:%F %T.%f}",),
                ).fetchall()
        except sqlite3.Error:
            return None
        count, *times = row
        # Without their seconds.
        return SentForms(count, *(text[:16] for text in times if text))


def _check(database: sqlite3.Connection) -> None:
    """Raises `BackupError` if it is damaged, or not a dashboard's database."""
    [[result]] = database.execute("PRAGMA integrity_check(1)").fetchall()
    if result != "ok":
        raise BackupError(f"The database is damaged: {result}")
    if ("accounts_apikey",) not in _tables(database):
        raise BackupError("This is not a database of the dashboard.")


def _tables(database: sqlite3.Connection) -> list[tuple[str]]:
    return database.execute("SELECT name FROM sqlite_schema").fetchall()


def _delete_sessions(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM django_session")
    database.commit()
    # Until then, deleted rows stay in unused parts of the file.
    database.execute("VACUUM")


@contextmanager
def _connect(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, BUSY_SECONDS, uri=True)) as connection:
        yield connection
