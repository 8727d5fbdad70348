"""Copies of a PostgreSQL database, by the programs that come with it."""

import os
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.postgresql.client import DatabaseClient

from recruspace_dashboard.operations.databases import disconnect
from recruspace_dashboard.operations.management.backups import outbox
from recruspace_dashboard.operations.management.backups.told import (
    BackupError,
    SentForms,
)

# The copy of the pools is derived, sessions end, and calls count for a minute only.
LEFT_OUT = (
    "--exclude-table=library_*",
    "--exclude-table-data=django_session",
    "--exclude-table-data=connection_*",
)
# Whose data and rights a copy has is up to the database that it comes to.
ANYBODYS = ("--no-owner", "--no-privileges")
OUR_TABLE = "accounts_apikey"
# Our own connections were closed just now.
LEAVING_SECONDS = 2.0
# The calls that count just now are those of the time of the restore.
KEPT = {
    "connection_countedcall": "fingerprint, at, background",
    "connection_refusal": "fingerprint, at, until",
}


class PostgresqlBackups:
    """Of the database that `DATABASE_URL` names. A restore unpacks in `folder`."""

    name = "dashboard.pgdump"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return f"{connection.settings_dict['NAME']} of PostgreSQL"

    def exists(self) -> bool:
        return bool(connection.introspection.table_names())

    def dump(self, copy: Path) -> None:
        """Writes a consistent copy without sessions."""
        if OUR_TABLE not in connection.introspection.table_names():
            raise BackupError(f"There are no tables of the dashboard in {self}.")
        _run("pg_dump", "--format=custom", *ANYBODYS, *LEFT_OUT, f"--file={copy}")

    def check(self, copy: Path) -> None:
        """Reads all of a copy."""
        listed = _run("pg_restore", "--list", str(copy))
        if f" TABLE DATA public {OUR_TABLE} " not in listed:
            raise BackupError("This is not a database of the dashboard.")
        _run("pg_restore", f"--file={os.devnull}", str(copy))

    def load(self, copy: Path) -> None:
        """Puts a copy in the place of the database: all of it or nothing."""
        before, script, after = (
            copy.with_name(name) for name in ("before.sql", "copy.sql", "after.sql")
        )
        _run("pg_restore", *ANYBODYS, f"--file={script}", str(copy))
        tables = set(connection.introspection.table_names())
        before.write_text(_before(tables))
        after.write_text(_after(tables))
        self._check_nobody_is_connected()
        steps = [f"--file={step}" for step in (before, script, after)]
        stop = "--set=ON_ERROR_STOP=1"
        _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", stop, *steps)

    def forms_sent_since(self, moment: datetime) -> SentForms | None:
        """The forms sent since `moment`, by the database; None if it is lost."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*), min(sent_at), max(sent_at) "
                    "FROM writes_write WHERE sent_at > %s AND state <> 'refused'",
                    [moment],
                )
                [[count, *times]] = cursor.fetchall()
        except DatabaseError:
            return None
        texts = (f"{at.astimezone(UTC):%F %H:%M}" for at in times if at)
        return SentForms(count, *texts)

    def _check_nobody_is_connected(self) -> None:
        """The lock in `DATA_DIR` tells of this machine only."""
        disconnect()
        ends = time.monotonic() + LEAVING_SECONDS
        while others := _count_connections():
            if time.monotonic() > ends:
                raise BackupError(
                    f"The database has {others} other connections. Stop the dashboard "
                    "on all machines first."
                )
            time.sleep(0.1)


def _count_connections() -> int:
    """How many there are. Not over a pool, which would have more than one itself."""
    driver: Any = connection
    with driver.Database.connect(**driver.get_connection_params()) as alone:
        [[others]] = alone.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database() AND backend_type = 'client backend'"
        )
    return int(others)


def _before(tables: set[str]) -> str:
    """Statements that set aside what counts, and drop all tables."""
    lines = [
        f"CREATE TEMP TABLE kept_{table} AS SELECT {columns} FROM {table};"  # noqa: S608
        for table, columns in KEPT.items()
        if table in tables
    ]
    names = [connection.ops.quote_name(table) for table in sorted(tables)]
    if names:
        lines.append(f"DROP TABLE {', '.join(names)} CASCADE;")
    return "\n".join(lines)


def _after(tables: set[str]) -> str:
    """Statements that bring it back, and pause what was being sent."""
    lines = [
        f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM kept_{table};"  # noqa: S608
        for table, columns in KEPT.items()
        if table in tables
    ]
    lines += [
        f"DO $$ BEGIN IF to_regclass('public.{outbox.TABLE}') IS NOT NULL THEN",
        *(f"{statement};" for statement in outbox.statements("now()", "public.")),
        "END IF; END $$;",
    ]
    return "\n".join(lines)


def _run(program: str, *arguments: str) -> str:
    """What a program of PostgreSQL says. It is told by its environment where the
    database is, and with which password."""
    path = shutil.which(program)
    if path is None:
        raise BackupError(
            f"{program} is missing. Install the client programs of PostgreSQL, in "
            "Debian the package postgresql-client."
        )
    database = connection.settings_dict
    _, more = DatabaseClient.settings_to_cmd_args_env(database, [])
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "NAME": "PGDATABASE"}
    where = {ours: str(database[key]) for key, ours in names.items() if database[key]}
    ran = subprocess.run(  # noqa: S603
        [path, *arguments],
        env={**os.environ, **(more or {}), **where},
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise BackupError(f"{program} failed: {ran.stderr.strip()}")
    return ran.stdout
