"""SQLite's full-text index, FTS5, over columns of a table.

FTS5 does not keep the texts, so a row is removed by the words that it was added with.
"""

import json
from collections.abc import Collection, Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from pyroaring import BitMap

from recruspace_dashboard.library.words.columns import Index, RowWords, Wanted

# Pages of an index that are written in one step of erasing.
STEP_PAGES = 400


def create(connection: BaseDatabaseWrapper, index: Index) -> None:
    with connection.cursor() as cursor:
        # The tokenizer leaves letters beyond ASCII alone: the words are folded already.
        cursor.execute(
            f"CREATE VIRTUAL TABLE {index.table} USING fts5("
            f"{', '.join(index.columns)}, tokenize = 'ascii', "
            f"content = '{index.content}', content_rowid = 'id', columnsize = 0)"
        )


def drop(connection: BaseDatabaseWrapper, index: Index) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {index.table}")


def add(
    connection: BaseDatabaseWrapper, rows: Collection[RowWords], index: Index
) -> None:
    places = ", ".join(["%s"] * (len(index.columns) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {index.table} (rowid, {', '.join(index.columns)}) "  # noqa: S608
            f"VALUES ({places})",
            [(row.id, *row.texts) for row in rows],
        )


def remove(
    connection: BaseDatabaseWrapper, rows: Collection[RowWords], index: Index
) -> None:
    table, columns = index.table, ", ".join(index.columns)
    places = ", ".join(["%s"] * (len(index.columns) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({table}, rowid, {columns}) "  # noqa: S608
            f"VALUES ('delete', {places})",
            [(row.id, *row.texts) for row in rows],
        )


def rebuild(connection: BaseDatabaseWrapper, index: Index) -> None:
    table = index.table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608


def erase(connection: BaseDatabaseWrapper, index: Index) -> bool:
    """One step of merging the parts of the index into one, which leaves out what was
    removed. Returns whether there is more to do."""
    table = index.table
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        [before] = cursor.fetchone()
        cursor.execute(
            # Below 0, all parts are merged; it goes on with what was begun.
            f"INSERT INTO {table} ({table}, rank) VALUES ('merge', %s)",  # noqa: S608
            [-STEP_PAGES],
        )
        cursor.execute("SELECT total_changes()")
        [after] = cursor.fetchone()
    # As the documentation of FTS5 says: less than two, and there was nothing to do.
    return bool(after - before >= 2)


def check(connection: BaseDatabaseWrapper, index: Index) -> None:
    table = index.table
    with connection.cursor() as cursor:
        check = "VALUES ('integrity-check')"
        cursor.execute(f"INSERT INTO {table} ({table}) {check}")


def find(
    connection: BaseDatabaseWrapper,
    columns: Iterable[str],
    words: Sequence[str],
    prefix: bool,
    index: Index,
) -> BitMap:
    # Words are letters and digits only, so nothing needs quoting.
    phrase = f'{{{" ".join(columns)}}} : "{" ".join(words)}"{" *" if prefix else ""}'
    with connection.cursor() as cursor:
        # One text, as fetching each row takes several times as long.
        cursor.execute(
            f"SELECT json_group_array(rowid) FROM {index.table} "  # noqa: S608
            f"WHERE {index.table} MATCH %s",
            [phrase],
        )
        [found] = cursor.fetchone()
    return BitMap(json.loads(found))


def find_each(
    connection: BaseDatabaseWrapper, wanted: Sequence[Wanted], index: Index
) -> dict[int, BitMap]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.key, json_group_array(found.rowid) FROM json_each(%s) "  # noqa: S608
            f"AS asked CROSS JOIN {index.table} AS found "
            f"WHERE found.{index.table} MATCH asked.value GROUP BY asked.key",
            [json.dumps([_all_groups(one) for one in wanted])],
        )
        return {number: BitMap(json.loads(ids)) for number, ids in cursor.fetchall()}


def _all_groups(wanted: Wanted) -> str:
    groups = [" OR ".join(f'"{word}"' for word in group) for group in wanted.groups]
    return " AND ".join(f"{{{wanted.column}}} : ({group})" for group in groups)
