"""PostgreSQL's full-text index: a tsvector for each row, made here word by word, as its
own parser splits and lower-cases in ways that depend on the server."""

from collections.abc import Collection, Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from pyroaring import BitMap

from recruspace_dashboard.library.words.columns import Index, RowWords, Wanted

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
        cursor.execute(
            f"CREATE INDEX {table}_index ON {table} USING gin (words) "
            f"WITH (fastupdate = {not index.at_once})"
        )


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


def find_each(
    connection: BaseDatabaseWrapper, wanted: Sequence[Wanted], index: Index
) -> dict[int, BitMap]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.number - 1, string_agg(found.id::text, ' ') "  # noqa: S608
            "FROM unnest(%s::text[]) WITH ORDINALITY AS asked (query, number) "
            f"JOIN {index.table} AS found ON found.words @@ asked.query::tsquery "
            "GROUP BY asked.number",
            [[_all_groups(one, index) for one in wanted]],
        )
        rows = cursor.fetchall()
    return {number: BitMap([int(one) for one in ids.split()]) for number, ids in rows}


def _all_groups(wanted: Wanted, index: Index) -> str:
    weight = WEIGHTS[index.columns.index(wanted.column)]
    groups = [
        " | ".join(f"'{word}':{weight}" for word in group) for group in wanted.groups
    ]
    return " & ".join(f"({group})" for group in groups)


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
