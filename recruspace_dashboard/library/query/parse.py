"""Reads what was typed as a query. There is no text that it refuses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.folding import words
from recruspace_dashboard.library.query import extras, phones, specials
from recruspace_dashboard.library.query.extras import ExtraField
from recruspace_dashboard.library.query.names import Special, field_named
from recruspace_dashboard.library.query.scan import Item, Kind, Token, scan
from recruspace_dashboard.library.query.tree import (
    Anywhere,
    Emails,
    Everything,
    Exact,
    Extra,
    InField,
    Node,
    Not,
    Number,
    Phrase,
    Problem,
    Query,
    Text,
    Word,
    all_of,
    any_of,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Characters of a query, words in it, and brackets in brackets.
LONGEST = 2000
MOST_WORDS = 100
DEEPEST = 20
# Characters of a word that is shown with its problem.
SHOWN = 40


def parse(text: str, *, today: date) -> Query:
    reader = Reader(today)
    if len(text) > LONGEST:
        reader.say("", _("Only the first 2,000 characters of the query count."))
        text = _cut(text)
    return Query(reader.read(scan(text)) or Everything(), tuple(reader.problems))


def _cut(text: str) -> str:
    """The beginning, without the half of a word at its end."""
    if text[LONGEST - 1].isspace() or text[LONGEST].isspace():
        return text[:LONGEST]
    return (text[:LONGEST].rsplit(None, 1) or [""])[0]


@dataclass
class Group:
    """What stands in brackets, or on the top level: alternatives, each of nodes."""

    is_negated: bool = False
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])

    def add(self, node: Node | None, is_negated: bool = False) -> None:
        if node:
            self.alternatives[-1].append(Not(node) if is_negated else node)

    def node(self) -> Node | None:
        return any_of(node for one in self.alternatives if (node := all_of(one)))


class Reader:
    """Makes a tree of tokens, and collects the problems."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.problems: list[Problem] = []
        self.words_left = MOST_WORDS

    def read(self, tokens: Iterable[Token]) -> Node | None:
        """None if nothing is asked. Brackets that are open at the end are closed."""
        groups = [Group()]
        is_negated = False
        for token in tokens:
            if token.kind == Kind.NOT:
                is_negated = not is_negated
                continue
            if token.kind == Kind.OPEN:
                groups.append(Group(is_negated))
            elif token.kind == Kind.CLOSE:
                _close(groups)
            elif token.kind == Kind.OR:
                groups[-1].alternatives.append([])
            elif len(groups) > DEEPEST:
                self.say("", _("There are too many brackets in brackets."))
            else:
                groups[-1].add(self._node(token), is_negated)
            is_negated = False
        while len(groups) > 1:
            _close(groups)
        return groups[0].node()

    def say(self, word: str, message: "StrOrPromise") -> None:
        """Says a problem, once. Odd characters of the word cannot be shown."""
        shown = word if len(word) <= SHOWN else f"{word[: SHOWN - 1]}…"
        shown = shown.encode(errors="replace").decode().replace("\0", "")
        problem = Problem(shown, format_lazy(message, word=shown))
        if problem not in self.problems:
            self.problems.append(problem)

    def _node(self, token: Token) -> Node | None:
        if token.kind == Kind.FIELD:
            return self._field(token)
        if token.kind == Kind.EMAILS:
            return Emails(tuple(item.text for item in token.items))
        [item] = token.items
        if token.kind == Kind.NUMBER:
            return Number(phones.digits(item.text))
        if item.is_quoted and len(digits := phones.whole(item.text)) >= phones.SHORTEST:
            return Number(digits)
        text = self._text(item)
        return Anywhere(text) if text and not isinstance(text, Exact) else None

    def _field(self, token: Token) -> Node | None:
        name = field_named(token.name) or extras.field_named(token.name)
        if name is None:
            self.say(token.name, _("There is no field “{word}”."))
            return None
        if not any(item.text.strip() for item in token.items):
            self.say(f"{token.name}:", _("Nothing is asked after “{word}”."))
            return None
        if isinstance(name, Special):
            return self._special(name, token)
        if isinstance(name, ExtraField):
            return self._extra(name, token)
        texts = [self._text(item, name) for item in token.items]
        known = tuple(dict.fromkeys(text for text in texts if text))
        return InField(name, known) if known else None

    def _special(self, special: Special, token: Token) -> Node | None:
        nodes = []
        for item in token.items:
            typed = item.text.strip()
            if node := specials.read_one(special, typed, self.today):
                nodes.append(node)
            else:
                self.say(f"{token.name}:{typed}", specials.MESSAGES[special])
        return specials.joined(nodes)

    def _extra(self, extra: ExtraField, token: Token) -> Node | None:
        values = []
        for item in token.items:
            typed = item.text.strip()
            if value := extra.read(typed):
                values.append(value)
            else:
                self.say(f"{token.name}:{typed}", extra.message)
        return Extra(extra.name, tuple(dict.fromkeys(values))) if values else None

    def _text(self, item: Item, name: Field | None = None) -> Text | None:
        """None if there is no letter and no digit in it."""
        if name == Field.PHONE and (digits := phones.whole(item.text)):
            return Word((digits,))
        found = tuple(words(item.text))
        if len(found) > self.words_left:
            self.say("", _("Only the first 100 words of the query count."))
            return None
        self.words_left -= len(found)
        if not found:
            return None
        if item.is_exact:
            return Exact(found)
        return Phrase(found) if item.is_quoted and item.is_closed else Word(found)


def _close(groups: list[Group]) -> None:
    """A bracket that closes none is nothing."""
    if len(groups) > 1:
        group = groups.pop()
        groups[-1].add(group.node(), group.is_negated)
