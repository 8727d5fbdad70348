"""Rows that each page reads, by their keys: the ORM takes four times as long to compile
such a statement as the database to answer it."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def row_of(model: type[M], key: Any) -> M | None:
    """The row with this primary key, or None."""
    return next(iter(rows_of(model, [key])), None)


def rows_of(
    model: type[M], keys: Collection[Any], *, without: Collection[str] = ()
) -> list[M]:
    """The rows with these primary keys, in no order. The fields `without` are read when
    they are asked for."""
    if not keys:
        return []
    meta = model._meta
    columns = ", ".join(
        str(field.column) for field in meta.concrete_fields if field.name not in without
    )
    places = ", ".join(["%s"] * len(keys))
    pk = meta.pk.column
    statement = f"SELECT {columns} FROM {meta.db_table} WHERE {pk} IN ({places})"  # noqa: S608
    return list(model._default_manager.raw(statement, list(keys)))
