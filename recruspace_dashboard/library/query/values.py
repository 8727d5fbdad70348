"""Which stored values of a field a text asks for."""

from functools import cache

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query.labels import words_of
from recruspace_dashboard.library.query.tree import Exact, Phrase, Text, Word

# Those that Recruspace sends.
SUITABILITIES = ("suitable", "not_suitable", "undecided")


def finds(text: Text, field: Field, value: str) -> bool:
    """Whether `field:text` finds a candidate with this value."""
    asked = text.parts if isinstance(text, Word) else text.words
    there = words_of(field, value)
    if isinstance(text, Exact):
        return asked in there
    if field == Field.SUITABILITY:
        return _finds_suitability(asked, there)
    if isinstance(text, Phrase):
        return any(_has_phrase(one, asked) for one in there)
    return any(all(_has_beginning(one, part) for part in asked) for one in there)


def _finds_suitability(
    asked: tuple[str, ...], there: tuple[tuple[str, ...], ...]
) -> bool:
    """A whole value, else the beginning of one: `suitable` is not `not_suitable`, and
    `uygun` is not `uygun değil`."""
    if asked in there or asked in _whole_suitabilities():
        return asked in there
    beginning = " ".join(asked)
    return any(" ".join(one).startswith(beginning) for one in there)


@cache
def _whole_suitabilities() -> frozenset[tuple[str, ...]]:
    return frozenset(
        words for value in SUITABILITIES for words in words_of(Field.SUITABILITY, value)
    )


def _has_phrase(there: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    places = range(len(there) - len(asked) + 1)
    return any(there[place : place + len(asked)] == asked for place in places)


def _has_beginning(there: tuple[str, ...], part: str) -> bool:
    return any(word.startswith(part) for word in there)
