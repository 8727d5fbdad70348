"""Sorts candidates who were found, and takes one page of them.

Values that few share, such as cities and days, are put in order first, and then who has
them: so a page far behind costs no more than the first. Names and e-mail addresses are
read in the order of their index if many were found, else sorted by the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from itertools import groupby
from typing import Any, Self

from pyroaring import BitMap

from recruspace_dashboard.library.bulk import ids_in_order, ids_sorted
from recruspace_dashboard.library.values import Values
from recruspace_dashboard.pages.alphabet import alphabetical_key
from recruspace_dashboard.pages.labels import label

FIELDS = ("name", "email", "stage", "suitability", "score", "city", "source", "added")
# So many are sorted at once; of more, the index is read first.
FEW = 200


@dataclass(frozen=True)
class Within:
    """The order inside a group: a column, and what all rows of the group have in it."""

    column: str
    where: str = "TRUE"
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sort:
    """A field of `FIELDS`, rising or falling. Who has no value comes last in both."""

    field: str
    falling: bool

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """As an address has it: `score`, or `-score` for falling."""
        field = text.removeprefix("-")
        return cls(field, text.startswith("-")) if field in FIELDS else None

    def __str__(self) -> str:
        return f"-{self.field}" if self.falling else self.field


NEWEST = Sort("added", falling=True)


def page_of(
    found: BitMap, values: Values, sort: Sort, start: int, size: int, language: str
) -> list[int]:
    """The ids from number `start` on, at most `size`, in the order of `sort`."""
    page: list[int] = []
    for group, within in _groups(found, values, sort, language):
        if start >= len(group):
            start -= len(group)
            continue
        stop = min(start + size - len(page), len(group))
        if within is None:
            page += _slice(group, start, stop, falling=sort.falling)
        else:
            page += _remembered(group, values, within, start, stop, sort.falling)
        if len(page) == size:
            break
        start = 0
    return page


def _groups(
    found: BitMap, values: Values, sort: Sort, language: str
) -> Iterator[tuple[BitMap, Within | None]]:
    """Those who were found, group after group, each with the order inside it: without
    one, it is that of the ids."""
    if sort.field == "name":
        yield found, Within(f"name_{language}")
        return
    if sort.field == "email":
        known = found & values.who_has("has", ["email"])
        yield known, Within("email_key", "email_key > ''")
        yield found - known, None
        return
    order = _in_order(values, sort.field, language)
    if sort.falling:
        order = order[::-1]
    if sort.field == "added":
        yield from _by_days(found, values, [day for [day] in order])
        return
    left = found
    for alike in order:
        group = values.who_has(sort.field, alike) & left
        if group:
            left = left - group
            yield group, None
        if not left:
            return
    yield left, None


def _by_days(
    found: BitMap, values: Values, days: list[str]
) -> Iterator[tuple[BitMap, Within | None]]:
    """Those of one day after the other; days on which few were added are one group, as
    each group is a statement."""
    left, group = found.copy(), BitMap()
    own: list[str] = []
    for day in days:
        more = found & values.having("added", day)
        if not more:
            continue
        left -= more
        if own and len(group) + len(more) > FEW:
            yield group, _of_days(own)
            group, own = BitMap(), []
        group |= more
        own.append(day)
        if not left:
            break
    if own:
        yield group, _of_days(own)
    yield left, None


def _of_days(days: list[str]) -> Within:
    after = date.fromisoformat(max(days)) + timedelta(days=1)
    return Within(
        "created_at",
        "created_at >= %s AND created_at < %s",
        (min(days), after.isoformat()),
    )


def _in_order(values: Values, field: str, language: str) -> list[list[str]]:
    """The values of a field, rising; those that are spelled alike together."""
    return values.orders.of(
        (field, language), lambda: _put_in_order(values, field, language)
    )


def _put_in_order(values: Values, field: str, language: str) -> list[list[str]]:
    known = list(values.of_field(field))
    values.each(field, known)

    def key(value: str) -> Any:
        if field == "score":
            return float(value)
        if field == "added":
            return value
        return alphabetical_key(str(label(value)), language)

    return [list(alike) for _, alike in groupby(sorted(known, key=key), key)]


def _slice(ids: BitMap, start: int, stop: int, *, falling: bool) -> list[int]:
    if falling:
        start, stop = max(len(ids) - stop, 0), len(ids) - start
        return list(reversed(list(ids[start:stop])))
    return list(ids[start:stop])


def _remembered(
    ids: BitMap, values: Values, within: Within, start: int, stop: int, falling: bool
) -> list[int]:
    """As `_by_column`, once for each version of the copy."""
    who = blake2b(ids.serialize(), digest_size=16).digest()
    return values.slices.of(
        (who, within, start, stop, falling),
        lambda: _by_column(ids, within, start, stop, falling=falling),
    )


def _by_column(
    ids: BitMap, within: Within, start: int, stop: int, *, falling: bool
) -> list[int]:
    """Some of the ids in the order of a column, and of their own where it is equal."""
    if start > len(ids) // 2:
        # It is nearer from the other end.
        first, last = len(ids) - stop, len(ids) - start
        return _by_column(ids, within, first, last, falling=not falling)[::-1]
    direction = "DESC" if falling else "ASC"
    order = f"{within.column} {direction}, id {direction}"
    if len(ids) > FEW:
        taken = _from_index(ids, order, within, stop)
        if taken is not None:
            return taken[start:stop]
    return ids_sorted(ids, order, start, stop)


def _from_index(ids: BitMap, order: str, within: Within, stop: int) -> list[int] | None:
    """The first ids in the order of the index; None if many others stand before them,
    so that sorting is faster."""
    taken: list[int] = []
    read = 0
    for batch in ids_in_order(order, within.where, within.values):
        taken += [id for id in batch if id in ids]
        read += len(batch)
        if len(taken) >= stop:
            return taken
        if read > 2 * len(ids):
            return None
    return taken if len(taken) >= stop else None
