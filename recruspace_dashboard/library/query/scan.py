"""Cuts the text of a query into tokens. Each text has tokens; none is refused."""

import re
from enum import Enum, auto
from typing import NamedTuple

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query import emails, phones
from recruspace_dashboard.library.query.marks import DASHES, QUOTES
from recruspace_dashboard.library.query.names import field_named


class Kind(Enum):
    OPEN = auto()
    CLOSE = auto()
    NOT = auto()
    AND = auto()
    OR = auto()
    TEXT = auto()
    NUMBER = auto()
    EMAILS = auto()
    FIELD = auto()


class Item(NamedTuple):
    """A word, or a text in quotes; the closing one may be missing."""

    text: str
    is_quoted: bool = False
    is_closed: bool = True
    # Written `="new york"`.
    is_exact: bool = False


class Token(NamedTuple):
    kind: Kind
    start: int
    end: int
    items: tuple[Item, ...] = ()
    # Of a field, as typed.
    name: str = ""


# A dash is a mark before a word, and not behind one.
MARK = re.compile(rf"[()]|(?<![^\s({DASHES}])[{DASHES}](?=[^\s)])")
NAME = re.compile(rf"([^\W\d_][^\s:,;=@/.<>(){QUOTES}]*):")
QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)([{QUOTES}]?)")
BARE = re.compile(rf"[^\s(){QUOTES}]+")
BARE_VALUE = re.compile(rf"[^\s(),{QUOTES}]+")
BLANK = re.compile(r"\s*")
GAP = re.compile(r"(?:,|[^\S\r\n])*")
# In capitals only, as they are words too.
KEYWORDS = {
    "OR": Kind.OR,
    "VEYA": Kind.OR,
    "AND": Kind.AND,
    "VE": Kind.AND,
    "NOT": Kind.NOT,
}


def scan(text: str) -> list[Token]:
    tokens: list[Token] = []
    place = _after(BLANK, text, 0)
    while place < len(text):
        last = tokens[-1].kind if tokens else None
        token = _emails(text, place, last) or _next(text, place)
        if token.kind != Kind.AND:
            tokens.append(token)
        place = _after(BLANK, text, token.end)
    return tokens


def _emails(text: str, start: int, last: Kind | None) -> Token | None:
    """A list of addresses that is all there is, in the text or in brackets."""
    if last not in {None, Kind.OPEN} or "@" not in text:
        return None
    found = emails.read(text, start, in_brackets=last is not None)
    if not found:
        return None
    addresses, end = found
    return Token(Kind.EMAILS, start, end, tuple(map(Item, addresses)))


def _next(text: str, start: int) -> Token:
    if text[start] in "+(0123456789" and (end := phones.end_of_run(text, start)):
        return Token(Kind.NUMBER, start, end, (Item(text[start:end]),))
    if mark := MARK.match(text, start):
        kind = {"(": Kind.OPEN, ")": Kind.CLOSE}.get(mark[0], Kind.NOT)
        return Token(kind, start, mark.end())
    if name := NAME.match(text, start):
        return _field(text, start, name)
    item, end = _item(text, start, BARE) or (Item(""), start + 1)
    kind = Kind.TEXT if item.is_quoted else KEYWORDS.get(item.text, Kind.TEXT)
    return Token(kind, start, end, (item,))


def _field(text: str, start: int, name: re.Match[str]) -> Token:
    """A field with all that is asked in it, with commas between."""
    is_phone = field_named(name[1]) == Field.PHONE
    items: list[Item] = []
    end = name.end()
    while found := _value(text, end, is_phone):
        items.append(found[0])
        end = found[1]
        if not text.startswith(",", end):
            break
        end += 1
    return Token(Kind.FIELD, start, end, tuple(items), name[1])


def _value(text: str, end: int, is_phone: bool) -> tuple[Item, int] | None:
    """What is asked after a colon or a comma, and its end: also after a blank, unless
    something else begins there."""
    start = _after(GAP, text, end)
    if text[start - 1].isspace() and _begins_anew(text, start):
        return None
    if is_phone and (run := phones.end_of_run(text, start, shortest=1)):
        return Item(text[start:run]), run
    if text.startswith("=", start) and (found := _item(text, start + 1, BARE_VALUE)):
        return found[0]._replace(is_exact=True), found[1]
    return _item(text, start, BARE_VALUE)


def _begins_anew(text: str, start: int) -> bool:
    if MARK.match(text, start) or NAME.match(text, start):
        return True
    bare = BARE.match(text, start)
    return bool(bare and bare[0] in KEYWORDS)


def _item(text: str, start: int, bare: re.Pattern[str]) -> tuple[Item, int] | None:
    if found := QUOTED.match(text, start):
        return Item(found[1], is_quoted=True, is_closed=bool(found[2])), found.end()
    if found := bare.match(text, start):
        return Item(found[0]), found.end()
    return None


def _after(blank: re.Pattern[str], text: str, start: int) -> int:
    found = blank.match(text, start)
    return found.end() if found else start
