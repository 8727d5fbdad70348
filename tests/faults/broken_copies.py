"""The ways in which the database of the copy can be lost, or fail for a while."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from recruspace_dashboard.library import values
from recruspace_dashboard.library.router import ALIAS


@dataclass
class Copy:
    """The file of the copy, with nothing in a test's transaction."""

    path: Path

    @property
    def files(self) -> list[Path]:
        return sorted(self.path.parent.glob(f"{self.path.name}*"))

    def close(self) -> None:
        connections[ALIAS].close()
        values.forget()

    def run(self, sql: str) -> None:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(sql)


def garbage(copy: Copy) -> None:
    copy.close()
    for file in copy.files:
        file.unlink()
    copy.path.write_bytes(b"garbage " * 9000)


def half(copy: Copy) -> None:
    copy.close()
    whole = copy.path.read_bytes()
    copy.path.write_bytes(whole[: len(whole) // 2])


def overwritten(copy: Copy) -> None:
    """All pages but the first, which says what it is."""
    copy.close()
    size = copy.path.stat().st_size
    with copy.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def empty(copy: Copy) -> None:
    copy.close()
    copy.path.write_bytes(b"")


def gone(copy: Copy) -> None:
    copy.close()
    for file in copy.files:
        file.unlink()


def gone_without_its_log(copy: Copy) -> None:
    """Somebody deletes the file, and not those beside it."""
    with closing(sqlite3.connect(copy.path)) as other:
        other.execute("SELECT * FROM library_copystate").fetchall()
        copy.run("UPDATE library_copystate SET version = version + 1")
        kept = {file: file.read_bytes() for file in copy.files}
    gone(copy)
    for file, data in kept.items():
        if file != copy.path:
            file.write_bytes(data)


def words_damaged(copy: Copy) -> None:
    copy.run("UPDATE library_words_data SET block = x'ffffffffffff' WHERE id > 1")
    copy.close()


def dropped(table: str) -> Callable[[Copy], None]:
    def drop(copy: Copy) -> None:
        copy.run("PRAGMA foreign_keys = OFF")
        copy.run(f"DROP TABLE {table}")
        copy.close()

    return drop


TABLES = ["copystate", "copiedcandidate", "indexedvalue", "copiedpool", "keypools"]
TABLES += ["cvtext", "cv_words"]
LOST = {
    "garbage": garbage,
    "half": half,
    "overwritten": overwritten,
    "empty": empty,
    "gone": gone,
    "gone-without-its-log": gone_without_its_log,
    "words-damaged": words_damaged,
    "no-words": dropped("library_words"),
    **{f"no-{table}": dropped(f"library_{table}") for table in TABLES},
}


@contextmanager
def locked(copy: Copy) -> Iterator[sqlite3.Connection]:
    """Another program writes without end."""
    with closing(
        sqlite3.connect(copy.path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@contextmanager
def full(copy: Copy) -> Iterator[None]:
    """No page of the file can be added, nor one of the log be written."""
    connection = connections[ALIAS]
    options = connection.settings_dict["OPTIONS"]
    before = options["init_command"]
    options["init_command"] = before + " PRAGMA max_page_count = 1;"
    copy.close()
    yield
    options["init_command"] = before
    copy.close()


@contextmanager
def read_only(copy: Copy) -> Iterator[None]:
    connection = connections[ALIAS]
    options = connection.settings_dict["OPTIONS"]
    before = options["init_command"]
    options["init_command"] = before + " PRAGMA query_only = ON;"
    copy.close()
    yield
    options["init_command"] = before
    copy.close()


@contextmanager
def no_folder(copy: Copy) -> Iterator[None]:
    copy.close()
    aside = copy.path.parent.with_name("aside")
    shutil.move(copy.path.parent, aside)
    yield
    copy.close()
    shutil.move(aside, copy.path.parent)


FAILING = {
    "locked": locked,
    "full": full,
    "read-only": read_only,
    "no-folder": no_folder,
}
