"""The full-text index over names, e-mail addresses and phone numbers: that of SQLite
(FTS5) or of PostgreSQL (tsvector), with one meaning.

Both get words that `folding.py` has made, and split nothing themselves. Texts of few
values, such as cities and tags, are not in it: `values.py` knows who has them.
"""

from collections.abc import Collection, Iterable, Sequence
from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper
from pyroaring import BitMap

from recruspace_dashboard.library.words import postgresql, sqlite
from recruspace_dashboard.library.words.columns import Column, RowWords

__all__ = [
    "TABLE",
    "Column",
    "RowWords",
    "add",
    "check",
    "create",
    "drop",
    "find",
    "rebuild",
    "remove",
]

TABLE = sqlite.TABLE


def _engine(connection: BaseDatabaseWrapper) -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def create(connection: BaseDatabaseWrapper) -> None:
    _engine(connection).create(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    _engine(connection).drop(connection)


def add(connection: BaseDatabaseWrapper, rows: Collection[RowWords]) -> None:
    """Adds rows that are not in the index."""
    _engine(connection).add(connection, rows)


def remove(connection: BaseDatabaseWrapper, rows: Collection[RowWords]) -> None:
    """Removes rows, with the words that they were added with."""
    _engine(connection).remove(connection, rows)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Makes the index anew, so that nothing of removed rows is left in it."""
    _engine(connection).rebuild(connection)


def check(connection: BaseDatabaseWrapper) -> None:
    """Raises `DatabaseError` if the index is damaged, where the database can tell."""
    _engine(connection).check(connection)


def find(
    connection: BaseDatabaseWrapper,
    columns: Iterable[Column],
    words: Sequence[str],
    *,
    prefix: bool,
) -> BitMap:
    """The ids of rows that have these words, one after the other, in one column.

    With `prefix`, the last is the beginning of a word.
    """
    found: BitMap = _engine(connection).find(connection, columns, words, prefix)
    return found
