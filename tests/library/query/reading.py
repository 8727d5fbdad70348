"""How tests of the query read one, and short ways to write what it means."""

from datetime import date

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.query.tree import (
    Anywhere,
    InField,
    Node,
    Phrase,
    Query,
    Text,
    Word,
)

TODAY = date(2026, 3, 12)


def read(text: str) -> Query:
    return parse(text, today=TODAY)


def node(text: str) -> Node:
    """What the text means; there must be no problem."""
    query = read(text)
    assert query.problems == ()
    return query.node


def word(*parts: str) -> Anywhere:
    return Anywhere(Word(parts))


def phrase(*words: str) -> Anywhere:
    return Anywhere(Phrase(words))


def field(name: Field, *texts: str | Text) -> InField:
    """A text is a word of one part."""
    return InField(
        name,
        tuple(Word((text,)) if isinstance(text, str) else text for text in texts),
    )
