"""Where the words of a query stand in a CV: a line of it, how often, on which page."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from pyroaring import BitMap

from recruspace_dashboard.library.cv_rows import State, unpack
from recruspace_dashboard.library.cv_text import finding
from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.folding import words as words_in
from recruspace_dashboard.library.models import CvText
from recruspace_dashboard.library.query import tree
from recruspace_dashboard.library.values import Values

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Of a query, so many words are looked for.
MOST_ASKED = 20
# Letters of a line before the first word, and in all.
BEFORE, LONGEST = 16, 110
# What `folding.words` takes for a word.
TOKEN = re.compile(r"[^\W_]+(?:\+\+[^\W_]*|#(?![^\W_]))?")


@dataclass(frozen=True)
class Asked:
    """Words that stand one after the other; with `begins`, the last is the beginning of
    one."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool = False


# A line of a CV, in pieces, of which some are what was asked for.
Line = Sequence[Piece]


@dataclass(frozen=True)
class Places:
    """How often the words are in a CV, and the pages that have any; none for a file
    without pages."""

    times: int
    pages: tuple[int, ...] = ()


def asked_in(node: tree.Node) -> list[Asked]:
    """What a query looks for in CVs."""
    found = list(dict.fromkeys(_asked(node)))
    return found[:MOST_ASKED] if settings.CV_TEXT else []


def lines(
    ids: Collection[int], asked: Sequence[Asked], values: Values
) -> Mapping[int, Line]:
    """By the ids of the copy, a line of the CV for each that has any of the words."""
    having = BitMap().union(*(_having(one, values) for one in asked)) & BitMap(ids)
    rows = CvText.objects.filter(id__in=list(having)).values_list("id", "text")
    found = {id: line(unpack(bytes(text)), asked) for id, text in rows}
    return {id: one for id, one in found.items() if one}


def places(id: int, asked: Sequence[Asked]) -> Places | None:
    """Where the words are in the CV of a candidate of the copy; None for nowhere."""
    stored = CvText.objects.filter(id=id).values_list("text", flat=True).first()
    if not (asked and stored):
        return None
    text = unpack(bytes(stored))
    starts = [start for start, _end in _marks(text, asked)]
    if not starts:
        return None
    pages = Counter(text.count("\f", 0, start) + 1 for start in starts)
    return Places(len(starts), tuple(sorted(pages)) if "\f" in text else ())


def problem_of(id: int) -> "StrOrPromise":
    """Why there is no text of the CV of a candidate of the copy; empty if there is, or
    if nobody knows yet."""
    row = CvText.objects.filter(id=id).only("state").first()
    no_text = row is not None and row.state in finding.NO_TEXT
    return State(row.state).label if row and no_text else ""


def line(text: str, asked: Sequence[Asked]) -> Line:
    """The words around the first that is asked for; empty if there is none."""
    first = next(_marks(text, asked), None)
    if first is None:
        return ()
    start = _word_begins(text, max(0, first[0] - BEFORE), first[0])
    end = min(len(text), start + LONGEST)
    if end < len(text) and (cut := text.rfind(" ", first[1], end)) > 0:
        end = cut
    end = max(end, min(first[1], start + 2 * LONGEST))
    pieces, place = [Piece("…")] if start else [], start
    # The first one is there in any case, if cut.
    cut_first = first[0], min(first[1], end)
    others = _marks(text, asked, first[1], end)
    for begin, stop in (cut_first, *others):
        if stop > end:
            break
        pieces += [
            Piece(_on_one_line(text[place:begin])),
            Piece(_on_one_line(text[begin:stop]), is_marked=True),
        ]
        place = stop
    pieces.append(Piece(_on_one_line(text[place:end])))
    pieces.append(Piece("…" if end < len(text) else ""))
    return [one for one in pieces if one.text]


def _asked(node: tree.Node) -> Iterator[Asked]:
    match node:
        case tree.All(nodes) | tree.AnyOf(nodes):
            for one in nodes:
                yield from _asked(one)
        case tree.InField(Field.CV, texts):
            for text in texts:
                yield from _of_text(text)
        case tree.Anywhere(tree.Word(parts)):
            # As in `finding.anywhere`.
            yield from _of_text(tree.Word(tuple(one for one in parts if len(one) > 1)))
        case tree.Anywhere(text):
            yield from _of_text(text)


def _of_text(text: tree.Text) -> Iterator[Asked]:
    if not isinstance(text, tree.Word):
        yield Asked(text.words)
        return
    for part in text.parts:
        yield Asked((part,), finding.begins_word(part))


def _having(asked: Asked, values: Values) -> BitMap:
    one = tree.Word(asked.words) if len(asked.words) == 1 and asked.begins else None
    return finding.having(one or tree.Phrase(asked.words), values)


def _marks(
    text: str, asked: Sequence[Asked], start: int = 0, until: int | None = None
) -> Iterator[tuple[int, int]]:
    """Where each begins and ends that is asked for, one after the other."""
    # By a word as it is written, what it may be the first of.
    known: dict[str, Sequence[Asked]] = {}
    end = 0
    for token in TOKEN.finditer(text, start, len(text) if until is None else until):
        written = token[0]
        likely = known.get(written)
        if likely is None:
            likely = known[written] = _likely(_folded(written), asked)
        if not likely or token.start() < end:
            continue
        stops = (_end(text, token, one.words[1:]) for one in likely)
        if stop := next(filter(None, stops), 0):
            end = stop
            yield token.start(), stop


def _likely(folded: tuple[str, ...], asked: Sequence[Asked]) -> Sequence[Asked]:
    """What begins with this word."""
    return [
        one
        for one in asked
        if one.words[0] in folded
        or (one.begins and any(word.startswith(one.words[0]) for word in folded))
    ]


def _end(text: str, first: "re.Match[str]", others: tuple[str, ...]) -> int:
    """Where it ends if the others follow the first word; 0 if they do not."""
    end = first.end()
    tokens = TOKEN.finditer(text, end) if others else iter(())
    for word in others:
        token = next(tokens, None)
        if token is None or word not in _folded(token[0]):
            return 0
        end = token.end()
    return end


@lru_cache(maxsize=20_000)
def _folded(token: str) -> tuple[str, ...]:
    return tuple(words_in(token))


def _word_begins(text: str, start: int, latest: int) -> int:
    """The first beginning of a word from `start` on."""
    if start == 0 or text[start - 1].isspace():
        return start
    while start < latest and not text[start].isspace():
        start += 1
    return min(start + 1, latest)


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
