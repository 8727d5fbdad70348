"""PostgreSQL's full-text index: a tsvector for each candidate, made here word by word,
as its own parser splits and lower-cases in ways that depend on the server."""

from collections.abc import Collection, Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from pyroaring import BitMap

from recruspace_dashboard.library.words.columns import Column, RowWords

TABLE = "library_words"
CANDIDATES = "library_copiedcandidate"
WEIGHTS = {Column.NAME: "A", Column.EMAIL: "B", Column.PHONE: "C"}
# So far apart that no phrase reaches from one column into the next.
GAP = 1000


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, words tsvector NOT NULL)"
        )
        cursor.execute(f"CREATE INDEX {TABLE}_index ON {TABLE} USING gin (words)")


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def add(connection: BaseDatabaseWrapper, rows: Collection[RowWords]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (id, words) "  # noqa: S608
            "SELECT id, words::tsvector FROM unnest(%s::int[], %s::text[]) "
            "AS rows (id, words)",
            [[row.id for row in rows], [_vector(row) for row in rows]],
        )


def remove(connection: BaseDatabaseWrapper, rows: Collection[RowWords]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE id = ANY(%s)",  # noqa: S608
            [[row.id for row in rows]],
        )


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL's own vacuum clears what was removed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE NOT EXISTS (SELECT FROM {CANDIDATES} "  # noqa: S608
            f"WHERE {CANDIDATES}.id = {TABLE}.id)"
        )


def check(connection: BaseDatabaseWrapper) -> None:
    """Nothing: PostgreSQL repairs itself, or is repaired by who runs it."""


def find(
    connection: BaseDatabaseWrapper,
    columns: Iterable[Column],
    words: Sequence[str],
    prefix: bool,
) -> BitMap:
    last = len(words) - 1
    alternatives = []
    for column in columns:
        marks = [
            f"'{word}':{'*' if prefix and number == last else ''}{WEIGHTS[column]}"
            for number, word in enumerate(words)
        ]
        alternatives.append(" <-> ".join(marks))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT string_agg(id::text, ' ') FROM {TABLE} "  # noqa: S608
            "WHERE words @@ %s::tsquery",
            [" | ".join(f"({one})" for one in alternatives)],
        )
        [found] = cursor.fetchone()
    return BitMap([int(one) for one in (found or "").split()])


def _vector(row: RowWords) -> str:
    """The words of a row with their places, as PostgreSQL writes a tsvector."""
    texts = {Column.NAME: row.name, Column.EMAIL: row.email, Column.PHONE: row.phone}
    marks, start = [], 1
    for column, text in texts.items():
        found = text.split()
        marks += [
            f"'{word}':{start + place}{WEIGHTS[column]}"
            for place, word in enumerate(found)
        ]
        start += len(found) + GAP
    return " ".join(marks)
