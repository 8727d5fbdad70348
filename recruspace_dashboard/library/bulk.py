"""Reads very many rows at once: as one text on SQLite, as an array on PostgreSQL."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connections
from pyroaring import BitMap

from recruspace_dashboard.library.models import CopiedCandidate, CvText
from recruspace_dashboard.library.router import ALIAS

TABLE = CopiedCandidate._meta.db_table
CVS = CvText._meta.db_table
# After every letter that a text can begin with.
LAST = "\U0010ffff"
SMALLEST_STEP, LARGEST_STEP = 250, 16_000


def ids_where(column: str, values: Collection[Any], *, begins: bool = False) -> BitMap:
    """Those whose column has, or begins with, one of the values."""
    test = f"{column} >= %s AND {column} < %s" if begins else f"{column} = %s"
    found: BitMap = BitMap()
    with connections[ALIAS].cursor() as cursor:
        for value in values:
            bounds = [value, f"{value}{LAST}"] if begins else [value]
            cursor.execute(f"SELECT id FROM {TABLE} WHERE {test}", bounds)  # noqa: S608
            found.update(id for [id] in cursor.fetchall())
    return found


def ids_of(candidate_ids: Iterable[int]) -> dict[int, int]:
    """The ids in the copy of candidates, by their ids in Recruspace."""
    statement = f"SELECT candidate_id, id FROM {TABLE} WHERE candidate_id {_among()}"  # noqa: S608
    return dict(_rows(statement, [list(candidate_ids)]))


def columns_of(ids: Iterable[int], *columns: str) -> list[tuple[Any, ...]]:
    """The ids with some columns of their rows, in no order."""
    names = ", ".join(["id", *columns])
    statement = f"SELECT {names} FROM {TABLE} WHERE id {_among()}"  # noqa: S608
    return _rows(statement, [list(ids)])


def ids_sorted(ids: Iterable[int], order: str, start: int, stop: int) -> list[int]:
    """Some of these ids, in the order of columns of their rows."""
    statement = (
        f"SELECT id FROM {TABLE} WHERE id {_among()} "  # noqa: S608
        f"ORDER BY {order} LIMIT {stop - start:d} OFFSET {start:d}"
    )
    return [id for [id] in _rows(statement, [list(ids)])]


def rows_sharing(
    wanted: Mapping[str, Iterable[str]],
) -> list[tuple[str, Any, int, int]]:
    """Of the rows that have one of the `wanted` texts in a column: the column, the
    text, the id and the candidate's id."""
    statements = [
        f"SELECT '{column}', {column}, id, candidate_id FROM {TABLE} "  # noqa: S608
        f"WHERE {column} {_among()}"
        for column in wanted
    ]
    return _rows(" UNION ALL ".join(statements), map(list, wanted.values()))


def ids_by_digest(digests: Iterable[str]) -> list[tuple[str, int]]:
    """The digests with the ids of those whose CV is that file."""
    statement = f"SELECT digest, id FROM {CVS} WHERE digest {_among()}"  # noqa: S608
    return _rows(statement, [list(digests)])


def _rows(statement: str, arrays: Iterable[list[Any]]) -> list[tuple[Any, ...]]:
    values = [json.dumps(one) if _is_sqlite() else one for one in arrays]
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _among() -> str:
    return "IN (SELECT value FROM json_each(%s))" if _is_sqlite() else "= ANY(%s)"


def ids_in_order(
    order: str, where: str = "TRUE", values: Sequence[Any] = ()
) -> Iterator[list[int]]:
    """The ids of rows in an order that an index has: few at first, then many."""
    collect = "json_group_array(id)" if _is_sqlite() else "json_agg(id)::text"
    start, size = 0, SMALLEST_STEP
    while True:
        query = (
            f"SELECT {collect} FROM (SELECT id FROM {TABLE} WHERE {where} "  # noqa: S608
            f"ORDER BY {order} LIMIT %s OFFSET %s) AS rows"
        )
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(query, [*values, size, start])
            [found] = cursor.fetchone()
        ids = json.loads(found or "[]")
        if ids:
            yield ids
        if len(ids) < size:
            return
        start, size = start + size, min(size * 4, LARGEST_STEP)


def ids_sharing(column: str) -> list[BitMap]:
    """The ids of rows that have one text in a column, for each text of several rows."""
    found: dict[str, BitMap] = defaultdict(BitMap)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, id FROM {TABLE} WHERE {column} IN ("  # noqa: S608
            f"SELECT {column} FROM {TABLE} WHERE {column} > '' "
            f"GROUP BY {column} HAVING count(*) > 1)"
        )
        for text, id in cursor:
            found[text].add(id)
    return list(found.values())


def _is_sqlite() -> bool:
    return connections[ALIAS].vendor == "sqlite"
