"""One file with all that the dashboard keeps, made while it runs, and the way back.

The answers of the API that are kept for speed are no part of it, nor the counted calls.
"""

import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from django.conf import settings

from recruspace_dashboard.operations.generated_secrets import (
    ENCRYPTION_KEYS_FILE,
    SECRET_KEY_FILE,
    replace,
)

DATABASE = "dashboard.sqlite3"
SECRETS = (SECRET_KEY_FILE, ENCRYPTION_KEYS_FILE)
BUSY_SECONDS = 30


class BackupError(Exception):
    """No backup was made, or nothing was restored; says why."""


def database_path() -> Path:
    """The database as a file, which only SQLite's is."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        raise BackupError(
            "This is for SQLite. PostgreSQL has tools of its own: pg_dump makes a "
            "backup while the dashboard runs, pg_restore brings it back."
        )
    return Path(database["NAME"])


def save(target: Path, *, with_secrets: bool) -> None:
    """Makes the file `target`, which must not be there yet."""
    source = database_path()
    if not source.exists():
        raise BackupError(f"There is no database at {source}.")
    if target.exists():
        raise BackupError(f"{target} is there already.")
    with _aside(target) as folder:
        copy, packed = folder / DATABASE, folder / "packed"
        with _opened(source, "ro") as original, _opened(copy, "rwc") as writable:
            original.backup(writable)
            # All of it in the one file.
            writable.execute("PRAGMA journal_mode=DELETE")
        _must_be_whole(copy)
        if with_secrets:
            replace(folder / SECRET_KEY_FILE, settings.SECRET_KEY)
            replace(folder / ENCRYPTION_KEYS_FILE, ",".join(settings.ENCRYPTION_KEYS))
        mode = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        with (
            os.fdopen(os.open(packed, mode, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz") as archive,
        ):
            for name in (DATABASE, *(SECRETS if with_secrets else ())):
                archive.add(folder / name, name, filter=_nobodys)
        packed.rename(target)


def restore(source: Path, *, replace_database: bool) -> list[str]:
    """Puts what is in the file `source` in its place; the names of what was in it."""
    target = database_path()
    if target.exists() and not replace_database:
        raise BackupError(
            f"There is a database at {target}. With --replace the one of the backup "
            "takes its place, and what was written since is lost."
        )
    with _aside(target) as folder:
        names = _unpack(source, folder)
        _must_be_whole(folder / DATABASE)
        # SQLite's own way also minds its side files, and leaves all as it was where
        # it is broken off.
        with _opened(folder / DATABASE, "ro") as copy, _opened(target, "rwc") as place:
            copy.backup(place)
        target.chmod(0o600)
        for name in set(names) - {DATABASE}:
            replace(Path(settings.DATA_DIR) / name, (folder / name).read_text())
    return names


def _unpack(source: Path, folder: Path) -> list[str]:
    """Takes the members we know by name, and nothing else."""
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
    return names


def _must_be_whole(path: Path) -> None:
    with _opened(path, "ro") as copy:
        [[result]] = copy.execute("PRAGMA integrity_check(1)").fetchall()
        if result != "ok":
            raise BackupError(f"The database is damaged: {result}")
        tables = copy.execute("SELECT name FROM sqlite_schema").fetchall()
        if ("accounts_apikey",) not in tables:
            raise BackupError("This is not a database of the dashboard.")


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A folder for its owner alone, beside `target`; words for what may fail there."""
    try:
        with TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            yield Path(folder)
    except (OSError, EOFError, tarfile.TarError, sqlite3.Error) as error:
        raise BackupError(f"It broke off: {error}.") from error


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, BUSY_SECONDS, uri=True)) as connection:
        yield connection


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the account of this machine that has made it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member
