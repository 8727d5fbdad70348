"""Rows that each page reads, by their keys: the ORM takes several times as long to
compile such a statement as the database to answer it."""

from collections.abc import Collection
from functools import cache
from typing import Any, TypeVar

from django.db import connections, router
from django.db.models import Model

M = TypeVar("M", bound=Model)


def row_of(model: type[M], key: Any) -> M | None:
    """The row with this primary key, or None."""
    return next(iter(rows_of(model, [key])), None)


def rows_of(
    model: type[M], keys: Collection[Any], *, only: tuple[str, ...] = ()
) -> list[M]:
    """The rows with these primary keys, in no order. Where some fields are named, only
    those are read, and the others when they are asked for."""
    names, columns, statement = _of(model, only)
    alias = router.db_for_read(model)
    connection = connections[alias]
    ways = [
        (place, column, convert)
        for place, column in enumerate(columns)
        for convert in (
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        )
    ]
    found = []
    for row in map(list, fetch_in(alias, statement, keys)):
        for place, column, convert in ways:
            row[place] = convert(row[place], column, connection)
        found.append(model.from_db(alias, names, row))
    return found


def fetch_in(alias: str, statement: str, keys: Collection[Any]) -> list[Any]:
    """The rows of a `statement` that ends with `IN`, for these keys."""
    if not keys:
        return []
    with connections[alias].cursor() as cursor:
        places = ", ".join(["%s"] * len(keys))
        cursor.execute(f"{statement} ({places})", list(keys))
        return list(cursor.fetchall())


@cache
def _of(model: type[Model], only: tuple[str, ...]) -> tuple[list[str], list[Any], str]:
    """The names and columns of the fields to read, and the statement up to the keys."""
    meta = model._meta
    fields = [
        field
        for field in meta.concrete_fields
        if not only or field.primary_key or field.name in only
    ]
    names = ", ".join([str(field.column) for field in fields])
    return (
        [field.attname for field in fields],
        [field.get_col(meta.db_table) for field in fields],
        f"SELECT {names} FROM {meta.db_table} WHERE {meta.pk.column} IN",  # noqa: S608
    )
