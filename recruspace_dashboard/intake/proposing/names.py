"""The candidate's name: all that may be it, rated by what agrees."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from . import spaced
from .agreement import Agrees, with_file_name, with_local_part
from .casing import cased, restored
from .emails import Address, is_placed
from .folding import capital, fold, phrase
from .labels import labelled
from .lists import is_given, is_surname, look_like_names, words
from .reading import Line, Reading, Section
from .shapes import Shape, plain_words, shapes_of
from .splitting import split

# A heading stands within the first lines; alone it counts within fewer.
HEAD_LINES, ALONE_LINES, MAX_DEEP = 14, 5, 600
FILE_PARTS = re.compile(r"[^\W\d_]+")
FILE_NOISE = frozenset(
    "cv resume resumee lebenslauf ozgecmis curriculum vitae curriculumvitae hoja de vida "
    "hojadevida bewerbung application applicant aday candidate profil profile perfil "
    "europass final finale neu new yeni nuevo last latest guncel updated update aktuell "
    "actualizado en eng english englisch ingilizce tr turkce turkish deu ger deutsch "
    "german esp es spanish espanol copy kopie kopya copia version vers pdf doc docx scan "
    "scanned document dokument belge my mein meine mi benim of von und ve the for fur "
    "january february march april may june july september october november december "
    "januar februar marz juni juli oktober dezember ocak subat mart nisan mayis haziran "
    "temmuz eylul ekim kasim aralik enero febrero marzo mayo junio julio unterlagen "
    "bewerbungsunterlagen kurz lang short long full download datei file page seite "
    "linkedin kariyer kariyernet xing stepstone indeed infojobs yenibiris".split()
)


@dataclass
class Named:
    """A name that may be the candidate's."""

    given: tuple[str, ...]
    last: tuple[str, ...]
    line: Line | None = None
    label: bool = False
    head: bool = False
    after_title: bool = False
    whole_line: bool = True
    place: bool = False
    company: bool = False
    # Its case, its border or its reading may be otherwise.
    doubtful: bool = False
    guessed: bool = False
    agrees: Agrees = Agrees.NOT
    file: Agrees = Agrees.NOT
    repeated: bool = False
    known: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.known = bool(self.given) and is_given(self.given[0])

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(sorted(map(fold, (*self.given, *self.last))))

    @property
    def rating(self) -> float:
        by_local = {Agrees.WHOLLY: 50, Agrees.MOSTLY: 35, Agrees.PARTLY: 12}
        rating = 60.0 * self.label + by_local.get(self.agrees, 0)
        rating += 50 * (self.file is Agrees.WHOLLY) + 8 * (self.file is Agrees.PARTLY)
        rating += 30 * self.head + 15 * self.after_title + 10 * self.repeated
        rating += 18 * self.known + 5 * is_surname(self.last[-1])
        rating += 6 * self.whole_line - 30 * self.company - 20 * self.place
        rating -= 4 * self.doubtful + 12 * self.guessed
        return rating - (min(self.line.at, 40) if self.line else 10)

    @property
    def supported(self) -> bool:
        deep = not (self.head or self.label or self.repeated)
        least = Agrees.WHOLLY if deep else Agrees.MOSTLY
        by_file = self.file is Agrees.WHOLLY and not deep
        return self.agrees >= least or by_file


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
    ]
    if not every:
        return None, False
    best = max(every, key=lambda named: named.rating)
    if best.rating < 15 and not best.label:
        return None, False
    return best, _is_sure(best, every, reading, own)


def _support(
    named: Named, reading: Reading, own: Sequence[Address], parts: Sequence[str]
) -> None:
    levels = [
        with_local_part(one.local, named.given, named.last)
        for one in own
        if is_placed(one, reading) or named.head
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
    if best.supported:
        return True
    if best.company or best.agrees is Agrees.OTHER:
        return False
    strong = [one for one in rivals if one.known and one.head]
    if best.label:
        return not strong
    alone = best.head and best.known and not best.place and best.whole_line
    early = best.line is not None and best.line.at < ALONE_LINES
    near = [
        one
        for one in rivals
        if one.head and not one.place and one.line and one.line.at < ALONE_LINES + 2
    ]
    return alone and early and not strong and not near


def _all(
    reading: Reading, own: Sequence[Address], parts: Sequence[str]
) -> Iterator[Named]:
    locals_ = [one.local for one in own]
    hints = [*locals_, ".".join(parts)] if len(parts) > 1 else locals_
    if found := labelled(reading):
        if found.whole:
            names, sure = cased(found.whole, reading)
            border = split(names, reading.language, locals_)
            yield Named(
                border.given,
                border.last,
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
        if not head and not _is_hinted(line.text, folded_hints):
            continue
        text = spaced.closed(line.text, hints, reading)
        for shape in shapes_of(text.text):
            yield _named(shape, line, reading, locals_, head, repeated, text.doubtful)
        if head:
            yield from _on_two_lines(line, reading, locals_)


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
    raw = split(shape.words, reading.language, locals_, shape.comma)
    border = split(names, reading.language, locals_, shape.comma)
    at = names.index(border.given[0]) if border.given else 0
    if raw.sure and not border.sure:
        case = dict(zip(shape.words, names, strict=True))
        given = tuple(case[word] for word in raw.given)
        last = tuple(case[word] for word in raw.last)
    else:
        given, last = border.given, border.last
    whole = phrase(" ".join(names))
    place = shape.place or (at == 0 and fold(last[-1]) in words("place"))
    return Named(
        given,
        last,
        line,
        head=head,
        after_title=shape.after_title,
        whole_line=shape.whole_line,
        place=place,
        company=any(one in whole for one in look_like_names()),
        doubtful=doubtful or not sure or not (raw.sure or border.sure),
        repeated=repeated,
    )


def _on_two_lines(
    line: Line, reading: Reading, locals_: Sequence[str]
) -> Iterator[Named]:
    """`Ayşe Nur` in one line, `Yılmaz` in the next."""
    if line.at + 1 >= len(reading.lines):
        return
    below = reading.lines[line.at + 1]
    first, second = plain_words(line.text), plain_words(below.text)
    if below.heads or not (0 < len(first) < 3 and 0 < len(second) < 3):
        return
    if not all(map(is_given, first)) and len(first) + len(second) > 2:
        return
    if not all(one[:1].isupper() for one in (*first, *second)):
        return
    given, sure = cased(first, reading)
    last, sure_too = cased(second, reading)
    yield Named(
        tuple(given),
        tuple(last),
        line,
        head=True,
        whole_line=False,
        doubtful=not (sure and sure_too and is_given(first[0])),
    )


def file_parts(file_name: str) -> list[str]:
    """The folded words of a file's name that may be a name."""
    stem = file_name[-200:].rpartition(".")[0] or file_name[-200:]
    stem = re.sub("([a-zıçğöşü])([A-ZİÇĞÖŞÜ])", r"\1 \2", stem)
    folded = [fold(part) for part in FILE_PARTS.findall(stem)[:20]]
    return [part for part in folded if part and part not in FILE_NOISE]


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
