"""What a query asks, as a tree. `parse.py` makes it of what was typed.

All words are folded, as `library/folding.py` does it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from recruspace_dashboard.library.entry import Field, Part

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Word:
    """A typed word, in its parts: `jean-luc` has two. All parts must be there, each as
    the beginning of a word."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """Whole words, one after the other in one text."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Exact:
    """The text has these words and no others."""

    words: tuple[str, ...]


Text = Word | Phrase | Exact


@dataclass(frozen=True)
class Anywhere:
    """In any text of `entry.ANYWHERE`: each part of a word on its own, a phrase in
    one text."""

    text: Word | Phrase


@dataclass(frozen=True)
class InField:
    """Any of the texts. All parts of a word are in one text of the field."""

    field: Field
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Number:
    """A form of the phone number begins with these digits."""

    digits: str


@dataclass(frozen=True)
class Score:
    low: float | None
    high: float | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True)
class Added:
    """Both days are included."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Has:
    part: Part
    wanted: bool


@dataclass(frozen=True)
class Seen:
    wanted: bool


@dataclass(frozen=True)
class Double:
    """Another record that the user may see has the same e-mail or phone."""


@dataclass(frozen=True)
class Ids:
    """Those of Recruspace."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Emails:
    """The folded e-mail address begins with one of these."""

    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Extra:
    """Any of these values of a field that another room knows: see `extras.py`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class All:
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    node: "Node"


@dataclass(frozen=True)
class Everything:
    """Nothing is asked."""


Node = (
    Anywhere
    | InField
    | Number
    | Score
    | Added
    | Has
    | Seen
    | Double
    | Ids
    | Emails
    | Extra
    | All
    | AnyOf
    | Not
    | Everything
)


@dataclass(frozen=True)
class Problem:
    """A part of the query that makes no sense and is left out. `word` is it as typed,
    and may be cut."""

    word: str
    message: "StrOrPromise"


@dataclass(frozen=True)
class Query:
    node: Node
    problems: tuple[Problem, ...] = ()


def all_of(nodes: Iterable[Node]) -> Node | None:
    """One node for all of them; None if there are none."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, All) else [node]
    return All(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def any_of(nodes: Iterable[Node]) -> Node | None:
    """One node for any of them; None if there are none."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, AnyOf) else [node]
    return AnyOf(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)
