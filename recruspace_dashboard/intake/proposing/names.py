"""The candidate's name: all that may be it, rated by what agrees."""

import re
from collections.abc import Iterator, Sequence

from . import spaced
from .agreement import Agrees, are_parted, with_file_name, with_local_part
from .casing import cased, restored
from .emails import Address, is_placed
from .file_names import file_parts
from .folding import capital, fold, phrase
from .labels import kind_of, labelled
from .lists import is_given, is_surname, look_like_names, words
from .named import Named
from .reading import Line, Reading, Section
from .shapes import Shape, is_title, plain_words, shapes_of
from .splitting import split

# A heading stands within the first lines; alone it counts within fewer.
HEAD_LINES, ALONE_LINES, MAX_DEEP = 14, 5, 600


def choose(
    reading: Reading, addresses: Sequence[Address], file_name: str
) -> tuple[Named | None, bool]:
    """The likeliest name, and whether it is sure."""
    own = [one for one in addresses if one.of_candidates][:20]
    parts = file_parts(file_name)
    every = [*_all(reading, own, parts)]
    for named in every:
        _support(named, reading, own, parts)
    every = [
        named
        for named in every
        if named.head
        or named.label
        or named.repeated
        or named.guessed
        or named.agrees >= Agrees.MOSTLY
        or named.file is Agrees.WHOLLY
        or named.deep_heading
    ]
    if not every:
        return None, False
    best = max(every, key=lambda named: named.rating)
    if (
        best.rating < (0 if best.deep_heading or best.guessed else 15)
        and not best.label
    ):
        return None, False
    return best, _is_sure(best, every, reading, own)


def lines_of(named: Named | None, reading: Reading) -> list[Line]:
    """Where the name stands: what stands beside it is the candidate's."""
    if named is None:
        return []
    key = set(named.key)
    return [
        line
        for line in reading.lines
        if line.section is not Section.REFERENCES
        and key <= set(map(fold, line.text.split()[:20]))
    ][:10]


def _support(
    named: Named, reading: Reading, own: Sequence[Address], parts: Sequence[str]
) -> None:
    levels = [
        with_local_part(one.local, named.given, named.last)
        for one in own
        if is_placed(one, reading)
        or (named.head and one.alone and one.line.section is not Section.WORK)
    ]
    named.agrees = max(levels, default=Agrees.NOT)
    if Agrees.OTHER in levels and named.agrees is Agrees.NOT:
        named.agrees = Agrees.OTHER
    named.file = with_file_name(parts, named.given, named.last)
    if named.guessed:
        # It was made of one of them, which proves nothing.
        named.file = Agrees.NOT
        named.agrees = min(named.agrees, Agrees.PARTLY)


def _is_sure(
    best: Named, every: Sequence[Named], reading: Reading, own: Sequence[Address]
) -> bool:
    if best.doubtful or best.guessed:
        return False
    rivals = [
        one
        for one in every
        if one.key != best.key and not set(one.key) & set(best.key) and not one.guessed
    ]
    if any(one.supported or one.label for one in rivals):
        return False
    strong = [one for one in rivals if one.known and one.head]
    if best.supported:
        if best.agrees >= Agrees.MOSTLY:
            return True
        # Files are also named by those who send them on.
        clear = best.whole_line or best.agrees is Agrees.PARTLY
        return clear and not strong and all(one.agrees <= best.agrees for one in rivals)
    if best.company or best.agrees is Agrees.OTHER:
        return False
    if best.label:
        return not strong
    alone = best.head and best.known and not best.place and best.whole_line
    early = best.line is not None and best.line.at < ALONE_LINES
    near = [
        one
        for one in rivals
        if one.head
        and one.line
        and one.line.at < ALONE_LINES + 2
        and not all(map(_is_place, (*one.given, *one.last)))
    ]
    return alone and early and not strong and not near


def _is_place(word: str) -> bool:
    return fold(word) in words("place")


def _all(
    reading: Reading, own: Sequence[Address], parts: Sequence[str]
) -> Iterator[Named]:
    locals_ = [one.local for one in own]
    hints = [*locals_, ".".join(parts)] if len(parts) > 1 else locals_
    if found := labelled(reading):
        if found.whole:
            names, sure = cased(found.whole, reading)
            border = split(found.whole, reading.language, locals_)
            case = dict(zip(found.whole, names, strict=True))
            yield Named(
                tuple(case[word] for word in border.given),
                tuple(case[word] for word in border.last),
                found.line,
                label=True,
                doubtful=not (sure and border.sure) or found.odd,
            )
        else:
            given, sure = cased(found.given, reading)
            last, sure_too = cased(found.last, reading)
            yield Named(
                tuple(given),
                tuple(last),
                found.line,
                label=True,
                doubtful=not (sure and sure_too) or found.odd,
            )
    yield from _on_lines(reading, locals_, hints)
    yield from _guessed(reading, own, parts)


def _on_lines(
    reading: Reading, locals_: Sequence[str], hints: Sequence[str]
) -> Iterator[Named]:
    folded_hints = {fold(hint) for hint in hints}
    for line in reading.lines[:MAX_DEEP]:
        if line.section is Section.REFERENCES or line.heads:
            continue
        head = line.at < HEAD_LINES and line.section in {Section.TOP, Section.CONTACT}
        repeated = line.text in reading.repeated and line.section is not Section.WORK
        if _is_of_label(line, reading):
            continue
        likely = line.page == 0 and line.section is not Section.WORK
        if not (head or likely or _is_hinted(line.text, folded_hints)):
            continue
        text = spaced.closed(line.text, hints, reading)
        for shape in shapes_of(text.text):
            yield _named(shape, line, reading, locals_, head, repeated, text.doubtful)
        if head:
            yield from _on_two_lines(line, reading, locals_)


def _is_of_label(line: Line, reading: Reading) -> bool:
    """Whether it is only the first or the last name, as its label says."""
    before, colon, _ = line.text.partition(":")
    label = before if colon else reading.above(line)
    return kind_of(label.strip(" :")) in {"first", "last", "last first"}


def _is_hinted(text: str, hints: set[str]) -> bool:
    """Whether a word of the line is in an address or the file's name."""
    tokens = [fold(token) for token in text.split()[:12]]
    return any(len(one) > 2 and one in hint for one in tokens for hint in hints)


def _named(
    shape: Shape,
    line: Line,
    reading: Reading,
    locals_: Sequence[str],
    head: bool,
    repeated: bool,
    doubtful: bool,
) -> Named:
    names, sure = cased(shape.words, reading)
    # Capitals say where the border is, until they are gone.
    border = split(shape.words, reading.language, locals_, shape.comma)
    case = dict(zip(shape.words, names, strict=True))
    given = tuple(case[word] for word in border.given)
    last = tuple(case[word] for word in border.last)
    whole = phrase(" ".join(names))
    below = reading.below(line)
    place = shape.place or fold(last[-1]) in words("place")
    return Named(
        given,
        last,
        line,
        head=head,
        after_title=shape.after_title or is_title(reading.above(line)),
        whole_line=shape.whole_line,
        place=place,
        company=any(one in whole for one in look_like_names()),
        later=shape.later,
        doubtful=doubtful
        or shape.weak
        or not (sure and border.sure)
        or _goes_on_below(given, last, below, locals_)
        or _begins_above(given, reading.above(line)),
        repeated=repeated,
        above_a_job=line.page == 0 and _is_job(below),
    )


def _is_job(below: Line | None) -> bool:
    if below is None or below.heads:
        return False
    return any(fold(word) in _no_names() for word in below.text.split()[:6])


def _goes_on_below(
    given: Sequence[str], last: Sequence[str], below: Line | None, hints: Sequence[str]
) -> bool:
    """Whether the surname may stand in the next line, below two given names."""
    if below is None or below.heads or is_surname(last[-1]):
        return False
    return _is_of_a_name(below.text, most=5) and not are_parted(given, last, hints)


def _begins_above(given: Sequence[str], above: str) -> bool:
    """Whether the line above may be the given names, and this one two surnames."""
    if not _is_of_a_name(above, most=2):
        return False
    return not is_given(given[0]) or is_given(plain_words(above)[0])


def _is_of_a_name(text: str, most: int) -> bool:
    return 0 < len(plain_words(text)) <= most and phrase(text) not in words("place")


def _on_two_lines(
    line: Line, reading: Reading, locals_: Sequence[str]
) -> Iterator[Named]:
    """`Ayşe Nur` in one line, `Yılmaz` in the next."""
    below = reading.below(line)
    if below is None:
        return
    first, second = plain_words(line.text), plain_words(below.text)
    if below.heads or not (0 < len(first) < 3 and 0 < len(second) < 5):
        return
    if not all(map(is_given, first)) and len(first) > 1:
        return
    if phrase(below.text) in words("place"):
        return
    if len(second) > 2 and fold(second[0]) not in words("particle"):
        return
    if not all(one[:1].isupper() for one in (*first, second[-1])):
        return
    names, sure = cased([*first, *second], reading)
    yield Named(
        tuple(names[: len(first)]),
        tuple(names[len(first) :]),
        line,
        head=True,
        whole_line=False,
        doubtful=not sure
        or any(map(is_surname, first))
        or not (is_given(first[0]) or len(second) == 1),
        two_lines=len(first) > 1 and not is_surname(first[-1]),
    )


def _guessed(
    reading: Reading, own: Sequence[Address], parts: Sequence[str]
) -> Iterator[Named]:
    """Names of which only an address or the file's name tells."""
    told = [list(parts)] if 1 < len(parts) < 5 and not set(parts) & _no_names() else []
    for address in own[:3]:
        pieces = [fold(one) for one in re.split("[._-]|[0-9]+", address.local)]
        pieces = [piece for piece in pieces if len(piece) > 1]
        if 1 < len(pieces) < 4 and is_given(pieces[0]):
            told.append(pieces)
    for pieces in told:
        border = split(pieces, reading.language, [])
        given = tuple(_written(one, reading, given=True) for one in border.given)
        last = tuple(_written(one, reading, given=False) for one in border.last)
        yield Named(given, last, guessed=True)


def _written(word: str, reading: Reading, *, given: bool) -> str:
    if word in words("particle"):
        return word
    return restored(word, reading, given=given) or capital(word, turkish=False)


def _no_names() -> frozenset[str]:
    return words("not a name")
