"""A database that hangs, is full or is away: how long it is waited for, and what of its
errors says so. `database_settings.py` and `waiting.py` have more time limits."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from inspect import signature
from typing import Any

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from recruspace_dashboard.operations.waiting import (
    ANSWER_SECONDS,
    Limit,
    wait_in_time,
)

# PostgreSQL ends a longer statement itself. If it hangs, we stop waiting a bit later.
STATEMENT_SECONDS = 5
# In milliseconds.
SHORT_WAIT = 300

# PostgreSQL has a type for each: one that is read-only is an `InternalError`, one that
# lacks a table a `ProgrammingError`.
FAULTS = (InterfaceError, InternalError, OperationalError, ProgrammingError)


def is_database_fault(error: BaseException | None) -> bool:
    """Whether this error, or one it came from, is a fault of the database itself.

    Django reports a session that could not be saved as one that was deleted.
    """
    while error is not None:
        if is_damage(error) or isinstance(error, FAULTS):
            return True
        error = error.__context__
    return False


def is_damage(error: BaseException) -> bool:
    """Whether SQLite found its file damaged."""
    # Without a cause, the error is one of Django's.
    return type(error) is DatabaseError and error.__cause__ is not None


@contextmanager
def without_waiting(
    using: str = DEFAULT_DB_ALIAS, longest: int = SHORT_WAIT
) -> Iterator[None]:
    """For a write that may fail: it hardly waits while another program writes.

    SQLite only, where one writes at a time.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        [usual] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {min(usual, longest)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


@contextmanager
def if_writable(
    using: str = DEFAULT_DB_ALIAS, longest: int = SHORT_WAIT
) -> Iterator[None]:
    """For a write beside a page that is only read: it may fail, as on a full disk.

    `longest` is how many milliseconds it waits.
    """
    try:
        with without_waiting(using, longest):
            yield
    except DatabaseError as error:
        if not is_database_fault(error):
            raise


def serve_pages() -> None:
    """Prepares this process, and those forked from it, for connections of pages.

    Commands may take longer: a migration, for example.
    """
    Limit.seconds = ANSWER_SECONDS
    connection_created.connect(_prepare, dispatch_uid="operations.databases")


def _prepare(*, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if connection.vendor == "sqlite":
        _keep_open(str(connection.settings_dict["NAME"]))
    elif connection.vendor == "postgresql":
        _prepare_driver(connection.connection)


def _prepare_driver(driver: Any) -> None:
    if getattr(driver, "prepared", False):
        # It was in the pool.
        return
    if hasattr(driver, "prepared"):
        driver.prepared = True
    # Older versions of psycopg have no such limit.
    elif "timeout" in signature(type(driver).wait).parameters:
        wait = partial(type(driver).wait, driver)
        driver.wait = partial(wait_in_time, driver, wait, timeout=ANSWER_SECONDS)
    with driver.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")


def disconnect() -> None:
    """Closes all connections, also those in pools: a process that is forked must not
    share them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]


# By process and file, as a connection must not be used after a fork.
_kept: dict[tuple[int, str], sqlite3.Connection] = {}


def _keep_open(path: str) -> None:
    """Keeps one connection open for as long as the process runs.

    When the last one closes, SQLite deletes the files beside the database, and cannot
    read it before it has written them again: not while the disk is full.
    """
    if (os.getpid(), path) not in _kept:
        with suppress(sqlite3.Error):
            kept = sqlite3.connect(path, timeout=0, check_same_thread=False)
            kept.execute("SELECT 1 FROM sqlite_schema").fetchall()
            _kept[os.getpid(), path] = kept
