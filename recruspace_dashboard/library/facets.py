"""Counts how many of those found have each value: the choices of the filters."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pyroaring import BitMap

from recruspace_dashboard.library.folding import words
from recruspace_dashboard.library.values import Values

FIELDS = ("suitability", "stage", "tag", "city", "country", "source", "job")
# Of each field, the values that most of those found have.
SHOWN = 12


@dataclass(frozen=True)
class Choice:
    """A value of a field, spelled as most spell it, and how many of those found have
    it."""

    value: str
    count: int


def facets(found: BitMap, values: Values) -> dict[str, list[Choice]]:
    """The choices of each field, the most frequent first."""
    return {
        field: _choices(found, values.each(field, values.of_field(field)))
        for field in FIELDS
    }


def parts(found: BitMap, values: Values) -> Mapping[str, int]:
    """How many of those found have a CV, a photo and so on."""
    return _counts(found, values.each("has", values.of_field("has")))


def _choices(found: BitMap, each: Mapping[str, BitMap]) -> list[Choice]:
    counts = _counts(found, each)
    spellings: dict[str, list[str]] = defaultdict(list)
    for value in counts:
        spellings[" ".join(words(value))].append(value)
    choices = []
    for spelled in spellings.values():
        spelled.sort(key=lambda value: (-counts[value], value.islower(), value))
        count = counts[spelled[0]]
        if len(spelled) > 1:
            count = len(found & BitMap().union(*(each[value] for value in spelled)))
        choices.append(Choice(spelled[0], count))
    choices.sort(key=lambda choice: (-choice.count, choice.value))
    return choices[:SHOWN]


def _counts(found: BitMap, each: Mapping[str, BitMap]) -> dict[str, int]:
    counts = {value: found.intersection_cardinality(ids) for value, ids in each.items()}
    return {value: count for value, count in counts.items() if count}
