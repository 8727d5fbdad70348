"""Backs up the dashboard to one file while it runs, and restores it.

A backup leaves out all sessions, the copy of the pools, the cached responses of the API
and the counts of calls to it.
"""

import os
import sqlite3
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import DatabaseError

from recruspace_dashboard.operations.database_settings import is_postgresql
from recruspace_dashboard.operations.generated_secrets import (
    ENCRYPTION_KEYS_FILE,
    SECRET_KEY_FILE,
    replace_secret,
)
from recruspace_dashboard.operations.management.backups.postgresql import (
    PostgresqlBackups,
)
from recruspace_dashboard.operations.management.backups.sqlite import SqliteBackups
from recruspace_dashboard.operations.management.backups.told import (
    BackupError,
    Restored,
    SentForms,
)

__all__ = ["BackupError", "Restored", "SentForms", "restore", "save"]

SECRETS = (SECRET_KEY_FILE, ENCRYPTION_KEYS_FILE)
FAULTS = (
    OSError,
    EOFError,
    tarfile.TarError,
    sqlite3.Error,
    DatabaseError,
    subprocess.SubprocessError,
)


def backups() -> SqliteBackups | PostgresqlBackups:
    """Those of this dashboard's database. Raises `BackupError` for another kind."""
    database = settings.DATABASES["default"]
    if is_postgresql(database):
        return PostgresqlBackups(Path(settings.DATA_DIR))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return SqliteBackups(Path(database["NAME"]))
    raise BackupError("This command is for SQLite and PostgreSQL only.")


def save(target: Path, *, with_secrets: bool) -> None:
    """Writes a backup to `target`. Raises `BackupError` if it exists already."""
    database = backups()
    if target.exists():
        raise BackupError(f"{target} exists already.")
    with _temporary_folder(target.parent) as folder:
        copy, packed, began = folder / database.name, folder / "packed", time.time()
        database.dump(copy)
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
            for name in (database.name, *(SECRETS if with_secrets else ())):
                archive.add(folder / name, name, filter=_without_owner)
        packed.rename(target)


def restore(source: Path, *, replace_database: bool) -> Restored:
    """Restores the backup `source`, without the sessions that an old one has.

    Raises `BackupError`, also if there is a database and `replace_database` is false.
    The dashboard must be stopped.
    """
    database = backups()
    with _temporary_folder(database.folder) as folder:
        names, made_at = _unpack(source, folder, database.name)
        copy = folder / database.name
        database.check(copy)
        restored = Restored(names, made_at, database.forms_sent_since(made_at))
        if database.exists() and not replace_database:
            raise BackupError(
                f"There is a database at {database} already. Use --replace to replace "
                "it with the backup; what was written since the backup is then lost:\n"
                f"{restored.consequences}"
            )
        database.load(copy)
        for name in set(names) - {database.name}:
            replace_secret(Path(settings.DATA_DIR) / name, (folder / name).read_text())
    return restored


def _unpack(source: Path, folder: Path, wanted: str) -> tuple[list[str], datetime]:
    """Unpacks the backup `source` into `folder`; returns the names of its files, and
    when it was made. `wanted` is the name of the copy in it.

    Refuses any file that a backup does not have, so nothing lands outside `folder`.
    """
    with tarfile.open(source, "r:gz") as archive:
        members = archive.getmembers()
        names = [member.name for member in members]
        other = {SqliteBackups.name, PostgresqlBackups.name} - {wanted}
        if other & set(names):
            raise BackupError(
                f"{source} has {', '.join(other)}, which is of another kind than the "
                "database that DATABASE_URL names."
            )
        known = set(names) <= {wanted, *SECRETS} and len(names) == len(set(names))
        if not known or wanted not in names or not all(m.isreg() for m in members):
            raise BackupError(f"{source} is not a backup of this dashboard.")
        for member in members:
            content = archive.extractfile(member)
            with (folder / member.name).open("wb") as file:
                copyfileobj(content, file)  # type: ignore[arg-type]  # a regular file
        made_at = archive.getmember(wanted).mtime
    return names, datetime.fromtimestamp(made_at, UTC)


@contextmanager
def _temporary_folder(parent: Path) -> Iterator[Path]:
    """A private folder in `parent`; errors in the block become a `BackupError`."""
    try:
        with TemporaryDirectory(prefix=".backup-", dir=parent) as folder:
            yield Path(folder)
    except FAULTS as error:
        raise BackupError(f"Interrupted by an error: {error}.") from error


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Removes the system account that made the backup from an archive member."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member
