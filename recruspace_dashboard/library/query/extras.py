"""Fields of the query that other rooms add: they know of candidates what the copy does
not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyroaring import BitMap

from recruspace_dashboard.library.query.names import field_named as known_field
from recruspace_dashboard.library.query.names import plain
from recruspace_dashboard.library.query.tree import Extra

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ExtraField:
    """A field, with its other names. `read` makes a value of what was typed, or None if
    it makes no sense, which `message` says."""

    name: str
    others: str
    read: Callable[[str], str | None]
    message: "StrOrPromise"


class Finder(Protocol):
    """Answers one search, so it may keep what it has read."""

    def find(self, asked: Sequence[Extra], everyone: BitMap) -> BitMap:
        """The ids in the copy of those among `everyone` for whom all of it holds."""


@dataclass(frozen=True)
class ExtraFields:
    """The fields of one room. Words of them that stand side by side are found together,
    as they may be asked of one thing. `finder` makes a finder for who searches: the id
    of a user, or None."""

    fields: tuple[ExtraField, ...]
    finder: Callable[[int | None], Finder]


_field_named: dict[str, ExtraField] = {}
_group_of: dict[str, ExtraFields] = {}


def add(group: ExtraFields) -> None:
    """Adds the fields to every query, once at the start."""
    for field in group.fields:
        for name in (field.name, *field.others.split()):
            if known_field(name) or plain(name) in _field_named:
                raise ValueError(f"there is a field {name} already")
            _field_named[plain(name)] = field
        _group_of[field.name] = group


def field_named(name: str) -> ExtraField | None:
    return _field_named.get(plain(name))


def group_of(field: str) -> ExtraFields:
    return _group_of[field]
