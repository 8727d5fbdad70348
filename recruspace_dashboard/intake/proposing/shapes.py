"""Pieces of a line that have the shape of a name, without what stands around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .folding import fold, phrase
from .lists import is_given, is_surname, words

MAX_WORDS, MAX_LENGTH = 6, 30
PARTS = re.compile(r"\s?[|•·●▪►»–—/\t;:()\[\]]\s?|\s-\s| {2,}")
WORD = re.compile(r"[^\W\d_]{1,30}(?:[.'\u2019`-][^\W\d_]{1,30}){0,3}\.?\Z")
# Jobs of a German compound; shorter words are surnames, too.
GERMAN_JOB = re.compile(
    r"\w{3}(?:leiter|ingenieur|entwickler|berater|manager|assistent|techniker|gestalter|"
    r"pfleger|referent|informatiker|mechaniker|helfer|verkaufer|lehrer|arbeiter|fuhrer|"
    r"kaufmann|entwicklung|leitung)(?:in)?\Z|\w{3}kauffrau\Z"
)
AROUND = " ,.;:|•·-–—*#_\"'“”«»<>"
# Between the title of the document and the name.
OF = frozenset({"of", "von", "de", "for", "fur", "der", "des"})


@dataclass(frozen=True)
class Shape:
    words: tuple[str, ...]
    # It was part of a longer piece, whose rest is a job or the like.
    cut: bool = False
    # The title of the document stood beside it.
    after_title: bool = False
    # `Surname, First`
    comma: int = 0
    # Another piece of the line is a place.
    place: bool = False
    whole_line: bool = True
    # It is one of several readings.
    weak: bool = False
    # Other pieces stand before it.
    later: bool = False


def shapes_of(text: str) -> Iterator[Shape]:
    """All that may be a name on this line."""
    parts = [part for part in PARTS.split(text)[:12] if part.strip(AROUND)]
    titled = len(parts) > 1 and any(is_title(part) for part in parts)
    place = any(phrase(part.replace(",", " ")) in words("place") for part in parts)
    for at, part in enumerate(parts):
        shape = _of_commas(part)
        if shape:
            yield replace(
                shape,
                after_title=shape.after_title or titled,
                place=shape.place or place,
                whole_line=len(parts) == 1 and shape.whole_line,
                later=at > 0 and not titled,
            )


def _of_commas(part: str) -> Shape | None:
    pieces = [piece.strip(AROUND) for piece in part.split(",")[:6]]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < 2:
        return _shape(part)
    if len(pieces) == 2 and (swapped := _surname_first(*pieces)):
        return swapped
    shape = _shape(pieces[0])
    if shape is None:
        return None
    place = any(map(_has_place, pieces[1:]))
    # `Montoya Restrepo, Edurne`: nothing says which of them is the first name.
    weak = not is_given(shape.words[0]) and bool(_plain_words(pieces[1]))
    return replace(shape, place=place, whole_line=False, weak=weak and not place)


def _surname_first(before: str, after: str) -> Shape | None:
    last, first = _plain_words(before), _plain_words(after)
    if not last or not first or max(len(last), len(first)) > 3 or _has_place(after):
        return None
    if all(fold(word) in words("title academic") for word in first):
        return None
    if is_given(first[0]) and not (is_given(last[0]) and len(last) > 1):
        return Shape((*last, *first), comma=len(last))
    # Neither is known as a given name: what is no surname may be anything.
    if len(last) == 1 or all(is_surname(word) for word in last):
        return Shape((*last, *first), comma=len(last), weak=True)
    return None


def _has_place(piece: str) -> bool:
    return any(fold(word) in words("place") for word in piece.split()) or (
        phrase(piece) in words("place")
    )


def is_title(part: str) -> bool:
    return phrase(part.strip(AROUND)) in words("title document")


def _shape(part: str) -> Shape | None:
    tokens, titled = _without_title(part.strip(AROUND).split())
    tokens = tokens[: MAX_WORDS + 4]
    jobs = [at for at, token in enumerate(tokens) if _is_no_name(token.strip(AROUND))]
    if shape := _begin_of(tokens):
        return replace(shape, after_title=titled)
    # `Analista de Datos María Gil`
    shape = _begin_of(tokens[jobs[-1] + 1 :]) if jobs else None
    return (
        replace(shape, after_title=titled, cut=True, whole_line=False)
        if shape
        else None
    )


def _begin_of(tokens: list[str]) -> Shape | None:
    """The name with which the words begin, if they do."""
    tokens = _without_degrees(tokens)
    taken = []
    for token in tokens:
        token = token.strip(',;:“”"')
        if not WORD.match(token) or len(token) > MAX_LENGTH or _is_no_name(token):
            break
        taken.append(token)
    if len(taken) > MAX_WORDS:
        return None
    cut = len(taken) < len(tokens)
    while cut and taken and (taken[-1].islower() or fold(taken[-1]) in OF):
        taken.pop()
    if not taken or (taken[-1].islower() and not all(map(str.islower, taken))):
        return None
    if len(taken) < 2 or not _is_name(taken):
        return None
    return Shape(tuple(taken), cut, whole_line=not cut)


def _plain_words(piece: str) -> list[str] | None:
    tokens, _ = _without_title(piece.split())
    tokens = _without_degrees(tokens)
    fit = tokens and all(WORD.match(one) and not _is_no_name(one) for one in tokens)
    return tokens if fit and not all(map(str.islower, tokens)) else None


def plain_words(text: str) -> list[str]:
    """The words of a line that is nothing but one or some words of a name."""
    return _plain_words(text.strip(AROUND)) or []


def _is_no_name(token: str) -> bool:
    folded = fold(token)
    return folded in words("not a name") or bool(GERMAN_JOB.search(folded))


def _is_name(tokens: list[str]) -> bool:
    """Capitals at the begin of all but particles, or small letters throughout."""
    if all(map(str.islower, tokens)):
        return True
    inner = (
        all(
            one[:1].isupper() or (fold(one) in words("particle") and one.islower())
            for one in tokens
        )
        and not tokens[0][:1].islower()
    )
    if len(tokens) > 2 and fold(tokens[0]) in words("particle"):
        return False
    return inner and sum(len(one.strip(".")) > 1 for one in tokens) >= 2


def _without_title(tokens: list[str]) -> tuple[list[str], bool]:
    """Without the title of the document before or behind."""
    titled = False
    for size in (3, 2, 1):
        if " ".join(map(fold, tokens[:size])) in words("title document"):
            tokens, titled = tokens[size:], True
            break
        behind = " ".join(map(fold, tokens[-size:]))
        if len(tokens) > size and behind in words("title document"):
            tokens, titled = tokens[:-size], True
            break
    while titled and tokens and (fold(tokens[0]) in OF or not fold(tokens[0])):
        tokens = tokens[1:]
    return tokens, titled


def _without_degrees(tokens: list[str]) -> list[str]:
    degrees = words("title academic")
    while tokens and (
        fold(tokens[0]) in words("title in front")
        or (tokens[0].endswith((".", ".-")) and fold(tokens[0]) in degrees)
        or fold(tokens[0]).startswith("dipl")
    ):
        tokens = tokens[1:]
    while (
        len(tokens) > 2
        and fold(tokens[-1]) in degrees
        and (
            "." in tokens[-1]
            or tokens[-1][1:].lower() != tokens[-1][1:]
            or tokens[-1] == "Jr"
        )
    ):
        tokens = tokens[:-1]
    return tokens
