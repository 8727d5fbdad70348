"""Backs up the dashboard to one file while it runs, and restores it.

A backup leaves out all sessions, the cached responses of the API and the counts of
calls to it.
"""

import os
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from django.conf import settings

from recruspace_dashboard.operations.generated_secrets import (
    ENCRYPTION_KEYS_FILE,
    SECRET_KEY_FILE,
    replace_secret,
)

DATABASE = "dashboard.sqlite3"
SECRETS = (SECRET_KEY_FILE, ENCRYPTION_KEYS_FILE)
BUSY_SECONDS = 30


class BackupError(Exception):
    """A backup or restore failed. Its text says why."""


@dataclass(frozen=True)
class SentForms:
    """How many forms were sent to Recruspace, and when."""

    count: int
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Restored:
    """What was restored. `sent_since` is None if no database tells of later forms."""

    names: list[str]
    made_at: datetime
    sent_since: SentForms | None

    @property
    def consequences(self) -> str:
        """What is different afterwards."""
        sent = self.sent_since
        if sent is None:
            number = "unknown, as there is no database with them"
        elif sent.count:
            number = f"{sent.count}, the first at {sent.first}, the last at {sent.last}"
        else:
            number = "none"
        return (
            f"The backup was made at {self.made_at:%F %H:%M}. Users, passwords and API "
            "keys are as they were then: users who were deactivated or deleted since "
            "can sign in again. All sessions are ended.\n"
            f"Forms sent to Recruspace since then are forgotten: {number}. If a user "
            "sends such a form again, for example from an open tab, Recruspace gets it "
            "twice. Drafts in the backup may have been sent since, too.\n"
            "All times are in UTC."
        )


def database_path() -> Path:
    """The path of the SQLite database. Raises `BackupError` for another database."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        raise BackupError(
            "This command is for SQLite only. For PostgreSQL, use pg_dump, which works "
            "while the dashboard runs, and pg_restore."
        )
    return Path(database["NAME"])


def save(target: Path, *, with_secrets: bool) -> None:
    """Writes a backup to `target`. Raises `BackupError` if it exists already."""
    source = database_path()
    if not source.exists():
        raise BackupError(f"There is no database at {source}.")
    if target.exists():
        raise BackupError(f"{target} exists already.")
    with _temporary_folder(target) as folder:
        copy, packed, began = folder / DATABASE, folder / "packed", time.time()
        with _connect(source, "ro") as original, _connect(copy, "rwc") as writable:
            original.backup(writable)
            # So that the copy has no write-ahead log beside it.
            writable.execute("PRAGMA journal_mode=DELETE")
            _check_database(writable)
            _delete_sessions(writable)
        # `restore` reads from it what the backup does not know of.
        os.utime(copy, (began, began))
        if with_secrets:
            replace_secret(folder / SECRET_KEY_FILE, settings.SECRET_KEY)
            replace_secret(
                folder / ENCRYPTION_KEYS_FILE, ",".join(settings.ENCRYPTION_KEYS)
            )
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        with (
            os.fdopen(os.open(packed, flags, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz") as archive,
        ):
            for name in (DATABASE, *(SECRETS if with_secrets else ())):
                archive.add(folder / name, name, filter=_without_owner)
        packed.rename(target)


def restore(source: Path, *, replace_database: bool) -> Restored:
    """Restores the backup `source`, without the sessions that an old one has.

    Raises `BackupError`, also if there is a database and `replace_database` is false.
    The dashboard must be stopped.
    """
    target = database_path()
    with _temporary_folder(target) as folder:
        names, made_at = _unpack(source, folder)
        with _connect(folder / DATABASE, "rw") as copy:
            _check_database(copy)
            _delete_sessions(copy)
        restored = Restored(names, made_at, _forms_sent_since(made_at, target))
        if target.exists() and not replace_database:
            raise BackupError(
                f"There is a database at {target} already. Use --replace to replace it "
                "with the backup; what was written since the backup is then lost:\n"
                f"{restored.consequences}"
            )
        # SQLite's own backup also handles the write-ahead log, and changes nothing if
        # it is interrupted.
        with _connect(folder / DATABASE, "ro") as copy, _connect(target, "rwc") as new:
            copy.backup(new)
        target.chmod(0o600)
        for name in set(names) - {DATABASE}:
            replace_secret(Path(settings.DATA_DIR) / name, (folder / name).read_text())
    return restored


def _unpack(source: Path, folder: Path) -> tuple[list[str], datetime]:
    """Unpacks the backup `source` into `folder`; returns the names of its files, and
    when it was made.

    Refuses any file that a backup does not have, so nothing lands outside `folder`.
    """
    with tarfile.open(source, "r:gz") as archive:
        members = archive.getmembers()
        names = [member.name for member in members]
        known = set(names) <= {DATABASE, *SECRETS} and len(names) == len(set(names))
        if not known or DATABASE not in names or not all(m.isreg() for m in members):
            raise BackupError(f"{source} is not a backup of this dashboard.")
        for member in members:
            content = archive.extractfile(member)
            with (folder / member.name).open("wb") as file:
                copyfileobj(content, file)  # type: ignore[arg-type]  # a regular file
        made_at = archive.getmember(DATABASE).mtime
    return names, datetime.fromtimestamp(made_at, UTC)


def _check_database(database: sqlite3.Connection) -> None:
    """Raises `BackupError` if it is damaged, or not a dashboard's database."""
    [[result]] = database.execute("PRAGMA integrity_check(1)").fetchall()
    if result != "ok":
        raise BackupError(f"The database is damaged: {result}")
    tables = database.execute("SELECT name FROM sqlite_schema").fetchall()
    if ("accounts_apikey",) not in tables:
        raise BackupError("This is not a database of the dashboard.")


def _delete_sessions(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM django_session")
    database.commit()
    # Until then, deleted rows stay in unused parts of the file.
    database.execute("VACUUM")


def _forms_sent_since(moment: datetime, path: Path) -> SentForms | None:
    """The forms sent since `moment`, by the database at `path`; None if it is lost."""
    try:
        with _connect(path, "ro") as database:
            [row] = database.execute(
                "SELECT count(*), min(sent_at), max(sent_at) FROM writes_submission "
                "WHERE sent_at > ? AND state <> 'failed'",
                (f"{moment:%F %T.%f}",),
            ).fetchall()
    except sqlite3.Error:
        return None
    count, *times = row
    # Without their seconds.
    return SentForms(count, *(text[:16] for text in times if text))


@contextmanager
def _temporary_folder(target: Path) -> Iterator[Path]:
    """A private folder beside `target`; errors in the block become a `BackupError`."""
    try:
        with TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            yield Path(folder)
    except (OSError, EOFError, tarfile.TarError, sqlite3.Error) as error:
        raise BackupError(f"Interrupted by an error: {error}.") from error


@contextmanager
def _connect(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, BUSY_SECONDS, uri=True)) as connection:
        yield connection


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Removes the system account that made the backup from an archive member."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member
