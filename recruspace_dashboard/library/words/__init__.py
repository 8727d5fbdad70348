"""The full-text indexes: one over names, e-mail addresses and phone numbers, one over
CVs. They are those of SQLite (FTS5) or of PostgreSQL (tsvector), with one meaning.

Both get words that `folding.py` has made, and split nothing themselves. Texts of few
values, such as cities and tags, are not in them: `values.py` knows who has them. In one
index with the CVs, a short beginning of a name would find nearly everybody.
"""

from collections.abc import Collection, Iterable, Sequence
from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper
from pyroaring import BitMap

from recruspace_dashboard.library.words import postgresql, sqlite
from recruspace_dashboard.library.words.columns import (
    CANDIDATES,
    CVS,
    INDEXES,
    Column,
    CvColumn,
    Index,
    RowWords,
    Wanted,
)

__all__ = [
    "CANDIDATES",
    "CVS",
    "TABLES",
    "Column",
    "CvColumn",
    "Index",
    "RowWords",
    "Wanted",
    "add",
    "check",
    "create",
    "drop",
    "erase",
    "find",
    "find_each",
    "rebuild",
    "remove",
]

TABLES = frozenset(index.table for index in INDEXES)


def _engine(connection: BaseDatabaseWrapper) -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def create(connection: BaseDatabaseWrapper) -> None:
    for index in INDEXES:
        _engine(connection).create(connection, index)


def drop(connection: BaseDatabaseWrapper) -> None:
    for index in INDEXES:
        _engine(connection).drop(connection, index)


def add(
    connection: BaseDatabaseWrapper,
    rows: Collection[RowWords],
    index: Index = CANDIDATES,
) -> None:
    """Adds rows that are not in the index."""
    _engine(connection).add(connection, rows, index)


def remove(
    connection: BaseDatabaseWrapper,
    rows: Collection[RowWords],
    index: Index = CANDIDATES,
) -> None:
    """Removes rows, with the words that they were added with."""
    _engine(connection).remove(connection, rows, index)


def rebuild(connection: BaseDatabaseWrapper, index: Index = CANDIDATES) -> None:
    """Makes the index anew, so that nothing of removed rows is left in it."""
    _engine(connection).rebuild(connection, index)


def erase(connection: BaseDatabaseWrapper, index: Index) -> bool:
    """Clears what removed rows have left, as `rebuild` does, but step by step: returns
    whether there is more to do."""
    more: bool = _engine(connection).erase(connection, index)
    return more


def check(connection: BaseDatabaseWrapper) -> None:
    """Raises `DatabaseError` if an index is damaged, where the database can tell."""
    for index in INDEXES:
        _engine(connection).check(connection, index)


def find(
    connection: BaseDatabaseWrapper,
    columns: Iterable[str],
    words: Sequence[str],
    *,
    prefix: bool,
    index: Index = CANDIDATES,
) -> BitMap:
    """The ids of rows that have these words, one after the other, in one column.

    With `prefix`, the last is the beginning of a word.
    """
    found: BitMap = _engine(connection).find(connection, columns, words, prefix, index)
    return found


def find_each(
    connection: BaseDatabaseWrapper,
    wanted: Sequence[Wanted],
    index: Index = CANDIDATES,
) -> dict[int, BitMap]:
    """The ids of rows that have what is wanted, by its position: one statement for
    all. Where there are none, the position is left out."""
    found: dict[int, BitMap] = {}
    if wanted:
        found = _engine(connection).find_each(connection, wanted, index)
    return found
