"""What the text of a query looks like on its top level: where a word can be added."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from recruspace_dashboard.library.query.parse import Reader
from recruspace_dashboard.library.query.scan import Kind, Token, scan
from recruspace_dashboard.library.query.tree import Node

# Two words mean the same on whatever day they are read, so any will do.
SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Conjunct:
    """What must hold: a word with its `-`, or what stands in brackets."""

    start: int
    end: int
    meaning: Node | None


@dataclass(frozen=True)
class Shape:
    # Empty if there is an `OR` between them.
    conjuncts: tuple[Conjunct, ...]
    is_any_of: bool
    # A list of e-mail addresses alone.
    is_emails: bool
    # It ends with `tag:`, `tag:go,` or `NOT`: the next word would belong to it.
    takes_next: bool
    # A quote or bracket that is not closed reaches to the end of the text.
    is_open: bool
    # Where brackets are closed that were never opened.
    strays: tuple[int, ...]


@lru_cache(maxsize=500)
def shape(text: str) -> Shape:
    tokens = scan(text)
    parts: list[list[Token]] = [[]]
    strays = []
    depth = 0
    is_any_of = False
    for token in tokens:
        if token.kind == Kind.CLOSE and not depth:
            strays.append(token.start)
            parts[-1] = []
            continue
        depth += (token.kind == Kind.OPEN) - (token.kind == Kind.CLOSE)
        is_any_of = is_any_of or (token.kind == Kind.OR and not depth)
        parts[-1].append(token)
        if not depth and token.kind != Kind.NOT:
            parts.append([])
    return Shape(
        conjuncts=() if is_any_of else tuple(map(_conjunct, filter(None, parts))),
        is_any_of=is_any_of,
        is_emails=bool(tokens) and tokens[0].kind == Kind.EMAILS,
        takes_next=bool(tokens) and _takes_next(text, tokens[-1]),
        is_open=depth > 0 or _has_open_quote(tokens),
        strays=tuple(strays),
    )


def _conjunct(tokens: list[Token]) -> Conjunct:
    return Conjunct(tokens[0].start, tokens[-1].end, Reader(SOME_DAY).read(tokens))


def _has_open_quote(tokens: list[Token]) -> bool:
    return any(not item.is_closed for last in tokens[-1:] for item in last.items)


def _takes_next(text: str, last: Token) -> bool:
    if last.kind == Kind.FIELD:
        return not last.items or text[last.end - 1] == ","
    return last.kind == Kind.NOT
