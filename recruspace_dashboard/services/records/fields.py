"""How a record says where each of its fields stands in a payload.

    @record
    class Member(Record):
        email: str = text()                                 # payload["email"]
        photo: str = link("profile_img")                    # by another name
        role: str = text("role.name", "role")               # the first that is there
        lines: tuple[str, ...] = computed(address_lines)    # address_lines(payload)

A field that is missing or makes no sense is None or empty: every payload makes a
record.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar, cast, dataclass_transform

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload

T = TypeVar("T")

Convert = Callable[[Any], T]
Reader = Callable[[Payload], Any]

# Under this name, the metadata of a field holds a function that makes its reader.
READER = "reader"


def parsed(convert: Convert[T], *paths: str) -> T:
    """What `convert` makes of the value at a path: the first that is not empty.

    A path is the name of a field, or several with dots between them. Without a path,
    the field has its own name.
    """

    def reader(name: str) -> Reader:
        return _reader(convert, paths or (name,))

    return cast(T, field(metadata={READER: reader}))


def computed(compute: Callable[[Payload], T]) -> T:
    """What `compute` makes of the whole payload."""
    return cast(T, field(metadata={READER: lambda name: compute}))


def text(*paths: str) -> str:
    return parsed(parse.text, *paths)


def link(*paths: str) -> str:
    return parsed(parse.link, *paths)


def texts(*paths: str) -> tuple[str, ...]:
    return parsed(parse.texts, *paths)


def identity(*paths: str) -> int | None:
    return parsed(parse.identity, *paths)


def integer(*paths: str) -> int | None:
    return parsed(parse.integer, *paths)


def number(*paths: str) -> float | int | None:
    return parsed(parse.number, *paths)


def flag(*paths: str) -> bool | None:
    return parsed(parse.flag, *paths)


def moment(*paths: str) -> datetime | None:
    return parsed(parse.moment, *paths)


def nested(make: Callable[[Payload], T], *paths: str) -> T:
    """The record that `make` makes of an object."""
    return parsed(lambda value: make(parse.mapping(value)), *paths)


def _reader(convert: Convert[T], paths: tuple[str, ...]) -> Reader:
    if len(paths) > 1:
        return _first([_reader(convert, (path,)) for path in paths])
    *outer, name = paths[0].split(".")
    if not outer:
        return lambda payload: convert(payload.get(name))

    def read_nested(payload: Payload) -> T:
        for step in outer:
            payload = parse.mapping(payload.get(step))
        return convert(payload.get(name))

    return read_nested


def _first(readers: list[Reader]) -> Reader:
    def read(payload: Payload) -> Any:
        value = None
        for reader in readers:
            if value := reader(payload):
                break
        return value

    return read


class Fields:
    """What `record` gives a class: its fields, read from a payload."""

    __slots__ = ()
    _readers: ClassVar[tuple[Reader, ...]]

    @classmethod
    def read(cls, payload: Payload) -> Self:
        return cls(*[reader(payload) for reader in cls._readers])


class Record(Fields):
    """A record that every payload makes."""

    __slots__ = ()

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        return cls.read(payload)


@dataclass_transform(
    frozen_default=True,
    field_specifiers=(
        computed,
        flag,
        identity,
        integer,
        link,
        moment,
        nested,
        number,
        parsed,
        text,
        texts,
    ),
)
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots, whose fields are read from a payload."""
    made: Any = dataclass(frozen=True, slots=True)(cls)
    made._readers = tuple(each.metadata[READER](each.name) for each in fields(made))
    return cast(type[T], made)
