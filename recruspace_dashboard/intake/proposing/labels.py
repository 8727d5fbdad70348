"""Names that stand beside or below a label: `Ad Soyad: …`, `Vorname`, `Nombre`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .folding import fold, phrase
from .lists import words
from .reading import Line, Reading, Section
from .shapes import plain_words

MAX_LINES, MAX_LABEL = 60, 5
KINDS = ("full", "first", "last", "last first")
CELLS = re.compile(r"\t| {2,}")
# What a label with a slash, brackets or the like is looked up as.
MARKS = str.maketrans(dict.fromkeys("/()-–&.,*•:_", " "))
# Those mean a part of the name where there is a label of the other part.
AMBIGUOUS = frozenset({"name", "nombre", "isim", "candidate", "aday"})


@dataclass(frozen=True)
class Labelled:
    given: tuple[str, ...]
    last: tuple[str, ...]
    # Only the whole is known: where it is to be split is not.
    whole: tuple[str, ...]
    line: Line
    # The labels stood first, then all values: they are counted.
    odd: bool
    comma: int = 0


@dataclass(frozen=True)
class _Found:
    kind: str
    label: str
    value: str
    line: Line
    odd: bool = False


def labelled(reading: Reading) -> Labelled | None:
    found = list(_found(reading))
    kinds = {one.kind for one in found}
    full = _first(found, "full")
    last, first = _first(found, "last"), _first(found, "first")
    if full and full.label in AMBIGUOUS and "first" in kinds and not last:
        last, full = full, None
    elif full and full.label in AMBIGUOUS and "last" in kinds and not first:
        first, full = full, None
    if first and last:
        odd = first.odd or last.odd
        given, family = plain_words(first.value), plain_words(last.value)
        if given and family and max(len(given), len(family)) < 5:
            return Labelled(tuple(given), tuple(family), (), first.line, odd)
    if full:
        return _whole(full)
    if swapped := _first(found, "last first"):
        return _swapped(swapped)
    return None


def _whole(found: _Found) -> Labelled | None:
    if "," in found.value and found.label == "name":
        before, _, after = found.value.partition(",")
        last, first = plain_words(before), plain_words(after)
        if last and first:
            return Labelled(tuple(first), tuple(last), (), found.line, found.odd)
    names = plain_words(found.value.partition(",")[0])
    if len(names) < 2 or len(names) > 6:
        return None
    return Labelled((), (), tuple(names), found.line, found.odd)


def _swapped(found: _Found) -> Labelled | None:
    before, comma, after = found.value.replace("/", ",").partition(",")
    if comma:
        last, first = plain_words(before), plain_words(after)
        if last and first:
            return Labelled(tuple(first), tuple(last), (), found.line, found.odd)
        return None
    names = plain_words(found.value)
    if len(names) == 2:
        return Labelled((names[1],), (names[0],), (), found.line, True)
    if len(names) > 2:
        return Labelled((), (), tuple(names), found.line, True)
    return None


def _first(found: Sequence[_Found], kind: str) -> _Found | None:
    """The first with a value; a later one is often that of somebody else."""
    return next((one for one in found if one.kind == kind), None)


def _found(reading: Reading) -> Iterator[_Found]:
    lines = [
        line
        for line in reading.lines[: 4 * MAX_LINES]
        if line.section in {Section.TOP, Section.CONTACT}
    ][:MAX_LINES]
    for at, line in enumerate(lines):
        yield from _in_line(line)
        kind = kind_of(line.text)
        if kind and kind != "other":
            value, odd = _below(lines, at)
            if value:
                yield _Found(kind, _label(line.text), value, line, odd)


def _label(text: str) -> str:
    return phrase(text.translate(MARKS))


def kind_of(text: str) -> str:
    label = _label(text) if len(text) < 50 else ""
    for kind in (*KINDS, "other"):
        if label and label in words(f"label {kind}"):
            return kind
    return ""


def _in_line(line: Line) -> Iterator[_Found]:
    """`Label: value`, also several in one line; cells; `Label Value`."""
    cells = [cell.strip() for cell in CELLS.split(line.text)[:12] if cell.strip(" :")]
    for cell, value in pairwise(cells):
        kind = kind_of(cell)
        if kind and kind != "other" and not kind_of(value):
            yield _Found(kind, _label(cell), value.lstrip(": "), line)
    for cell in cells:
        if ":" in cell:
            yield from _with_colons(cell, line)
        elif len(cell) < 80 and cell[:1].isupper():
            yield from _without_colon(cell, line)


def _with_colons(text: str, line: Line) -> Iterator[_Found]:
    parts = text.split(":")[:12]
    for part, after in pairwise(parts):
        kind, label, before = _tail(part)
        if before and (
            part is parts[0] or fold(before.split()[-1]) in words("label of others")
        ):
            continue
        if kind and kind != "other":
            value = after
            if after is not parts[-1]:
                value = _tail(after)[2]
            if value.strip():
                yield _Found(kind, label, value, line)


def _tail(part: str) -> tuple[str, str, str]:
    """The kind of the label at its end, the label, and what stands before it."""
    tokens = part.split()[-12:]
    for size in range(min(MAX_LABEL, len(tokens)), 0, -1):
        text = " ".join(tokens[-size:])
        if kind := kind_of(text):
            return kind, _label(text), " ".join(tokens[:-size])
    return "", "", part


def _without_colon(text: str, line: Line) -> Iterator[_Found]:
    tokens = text.split()[:10]
    for size in range(min(MAX_LABEL, len(tokens) - 1), 0, -1):
        kind = kind_of(" ".join(tokens[:size]))
        rest = " ".join(tokens[size:])
        if kind == "other":
            return
        if kind:
            if plain_words(rest):
                yield _Found(kind, _label(" ".join(tokens[:size])), rest, line)
            return


def _below(lines: Sequence[Line], at: int) -> tuple[str, bool]:
    """The value on the next line, or as many lines below as there are labels."""
    labels = 1
    rest = [line.text for line in lines[at + 1 : at + 25]]
    rest = [text for text in rest if any(map(str.isalnum, text))]
    above = 0
    for line in reversed(lines[max(0, at - 12) : at]):
        if not kind_of(line.text):
            break
        above += 1
    for text in rest:
        if not (kind_of(text) or text.endswith(":")):
            break
        labels += 1
    values = rest[labels - 1 :]
    place = above if labels > 1 or above else 0
    if place >= len(values):
        return "", False
    if labels == 1 and not above:
        return values[0].lstrip(": "), False
    return values[place].lstrip(": "), True
