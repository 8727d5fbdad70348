"""Compares the names and types of fields with a shape, and never shows a value."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recruspace_dashboard.services import parse

Shape = str | Mapping[str, Any] | Sequence[Any]

# The types that match each documented type.
MATCHING = {
    "integer": {"integer"},
    "number": {"integer", "number"},
    "string": {"string", "time"},
    "time": {"time"},
    "boolean": {"boolean"},
    "anything": {"integer", "number", "string", "time", "boolean", "object", "list"},
}


@dataclass(frozen=True)
class Comparison:
    """The fields that differ, each by its path, such as `cv.name` or `tags[].id`."""

    missing: list[str] = field(default_factory=list)
    """Missing from every object in which they belong."""
    wrong: list[str] = field(default_factory=list)
    """Of another type than documented, with both types."""
    unknown: list[str] = field(default_factory=list)
    """Not documented, with their types."""


def compare(shape: Shape, values: Iterable[object]) -> Comparison:
    """How values that should all have one shape differ from it."""
    found = Comparison()
    _compare(shape, list(values), "", found)
    return found


def _compare(shape: Shape, values: list[object], path: str, found: Comparison) -> None:
    values = [value for value in values if value is not None]
    if isinstance(shape, str):
        matching, name = MATCHING[shape], shape
    else:
        name = "object" if isinstance(shape, Mapping) else "list"
        matching = {name}
    if other := {kind_of(value) for value in values} - matching:
        found.wrong.append(f"{path or 'each one'} ({_listed(other)} instead of {name})")
    if isinstance(shape, Mapping):
        _compare_objects(shape, parse.mappings(values), path, found)
    elif not isinstance(shape, str):
        lists = [value for value in values if isinstance(value, list)]
        _compare(
            shape[0], [item for each in lists for item in each], f"{path}[]", found
        )


def _compare_objects(
    shape: Mapping[str, Any],
    objects: Sequence[Mapping[str, Any]],
    path: str,
    found: Comparison,
) -> None:
    before = f"{path}." if path else ""
    for name, inner in shape.items():
        present = [each[name] for each in objects if name in each]
        if objects and not present:
            found.missing.append(before + name)
        _compare(inner, present, before + name, found)
    for name in sorted({name for each in objects for name in each} - shape.keys()):
        kinds = {kind_of(each[name]) for each in objects if name in each}
        found.unknown.append(f"{before}{_plain(name)} ({_listed(kinds)})")


def kind_of(value: object) -> str:
    """The JSON type of a value; "time" for a string with a date and time."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "time" if "T" in value and parse.moment(value) else "string"
        case list():
            return "list"
        case _:
            return "object"


def _listed(kinds: Iterable[str]) -> str:
    return " or ".join(sorted(kinds))


def _plain(name: str) -> str:
    """The name of a field, unless it may itself be a value, such as an e-mail."""
    return name if re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name) else "(no field name)"
