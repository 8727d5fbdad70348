"""PostgreSQL's full-text index: a tsvector for each row, made here word by word, as its
own parser splits and lower-cases in ways that depend on the server."""

from collections.abc import Collection, Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from pyroaring import BitMap

from recruspace_dashboard.library.words.columns import Index, RowWords

# Of the columns of an index, by their order.
WEIGHTS = "ABC"
# So far apart that no phrase reaches from one column into the next.
GAP = 1000


def create(connection: BaseDatabaseWrapper, index: Index) -> None:
    table = index.table
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {table} (id integer PRIMARY KEY, words tsvector NOT NULL)"
        )
        cursor.execute(f"CREATE INDEX {table}_index ON {table} USING gin (words)")


def drop(connection: BaseDatabaseWrapper, index: Index) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {index.table}")


def add(
    connection: BaseDatabaseWrapper, rows: Collection[RowWords], index: Index
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {index.table} (id, words) "  # noqa: S608
            "SELECT id, words::tsvector FROM unnest(%s::int[], %s::text[]) "
            "AS rows (id, words)",
            [[row.id for row in rows], [_vector(row) for row in rows]],
        )


def remove(
    connection: BaseDatabaseWrapper, rows: Collection[RowWords], index: Index
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {index.table} WHERE id = ANY(%s)",  # noqa: S608
            [[row.id for row in rows]],
        )


def rebuild(connection: BaseDatabaseWrapper, index: Index) -> None:
    """PostgreSQL's own vacuum clears what was removed."""
    table, content = index.table, index.content
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE NOT EXISTS (SELECT FROM {content} "  # noqa: S608
            f"WHERE {content}.id = {table}.id)"
        )


def erase(_connection: BaseDatabaseWrapper, _index: Index) -> bool:
    """Nothing: vacuum does it."""
    return False


def check(_connection: BaseDatabaseWrapper, _index: Index) -> None:
    """Nothing: PostgreSQL repairs itself, or is repaired by who runs it."""


def find(
    connection: BaseDatabaseWrapper,
    columns: Iterable[str],
    words: Sequence[str],
    prefix: bool,
    index: Index,
) -> BitMap:
    last = len(words) - 1
    alternatives = []
    for column in columns:
        weight = WEIGHTS[index.columns.index(column)]
        marks = [
            f"'{word}':{'*' if prefix and number == last else ''}{weight}"
            for number, word in enumerate(words)
        ]
        alternatives.append(" <-> ".join(marks))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT string_agg(id::text, ' ') FROM {index.table} "  # noqa: S608
            "WHERE words @@ %s::tsquery",
            [" | ".join(f"({one})" for one in alternatives)],
        )
        [found] = cursor.fetchone()
    return BitMap([int(one) for one in (found or "").split()])


def _vector(row: RowWords) -> str:
    """The words of a row with their places, as PostgreSQL writes a tsvector."""
    marks, start = [], 1
    for weight, text in zip(WEIGHTS, row.texts, strict=False):
        found = text.split()
        marks += [
            f"'{word}':{start + place}{weight}" for place, word in enumerate(found)
        ]
        start += len(found) + GAP
    return " ".join(marks)
