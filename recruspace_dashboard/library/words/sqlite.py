"""SQLite's full-text index, FTS5, over the columns of the table of candidates.

FTS5 does not keep the texts, so a row is removed by the words that it was added with.
"""

import json
from collections.abc import Collection, Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from pyroaring import BitMap

from recruspace_dashboard.library.words.columns import Column, RowWords

TABLE = "library_words"
COLUMNS = ", ".join(Column)


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        # The tokenizer leaves letters beyond ASCII alone: the words are folded already.
        cursor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5({COLUMNS}, tokenize = 'ascii', "
            "content = 'library_copiedcandidate', content_rowid = 'id', columnsize = 0)"
        )


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def add(connection: BaseDatabaseWrapper, rows: Collection[RowWords]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, {COLUMNS}) VALUES (%s, %s, %s, %s)",  # noqa: S608
            [(row.id, row.name, row.email, row.phone) for row in rows],
        )


def remove(connection: BaseDatabaseWrapper, rows: Collection[RowWords]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, {COLUMNS}) "  # noqa: S608
            "VALUES ('delete', %s, %s, %s, %s)",
            [(row.id, row.name, row.email, row.phone) for row in rows],
        )


def rebuild(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('rebuild')")  # noqa: S608


def check(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        check = "VALUES ('integrity-check')"
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) {check}")


def find(
    connection: BaseDatabaseWrapper,
    columns: Iterable[Column],
    words: Sequence[str],
    prefix: bool,
) -> BitMap:
    # Words are letters and digits only, so nothing needs quoting.
    phrase = f'{{{" ".join(columns)}}} : "{" ".join(words)}"{" *" if prefix else ""}'
    with connection.cursor() as cursor:
        # One text, as fetching each row takes several times as long.
        cursor.execute(
            f"SELECT json_group_array(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
            [phrase],
        )
        [found] = cursor.fetchone()
    return BitMap(json.loads(found))
