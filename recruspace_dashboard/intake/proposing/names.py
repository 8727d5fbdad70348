"""The candidate's name: all that may be it, rated by what agrees."""

from collections.abc import Sequence

from .agreement import Agrees, with_file_name, with_local_part
from .emails import Address, is_placed
from .file_names import file_parts
from .finding import found_names
from .folding import fold
from .lists import words
from .named import Named
from .reading import Line, Reading, Section

# Where a heading counts without any other support.
ALONE_LINES = 5


def choose(
    reading: Reading, addresses: Sequence[Address], file_name: str
) -> tuple[Named | None, bool]:
    """The likeliest name, and whether it is sure."""
    own = [one for one in addresses if one.of_candidates][:20]
    parts = file_parts(file_name)
    every = [*found_names(reading, own, parts)]
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
    return best, _is_sure(best, every)


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


def _is_sure(best: Named, every: Sequence[Named]) -> bool:
    if best.doubtful or best.guessed:
        return False
    rivals = [one for one in every if not one.guessed and not _is_part(one, best)]
    if any(one.supported or one.label for one in rivals):
        return False
    strong = [one for one in rivals if one.known and one.head]
    better = any(one.agrees > best.agrees for one in rivals)
    if best.supported:
        if best.agrees >= Agrees.MOSTLY:
            return True
        # Files are also named by those who send them on.
        clear = best.whole_line or best.agrees is Agrees.PARTLY
        return clear and not strong and not better
    if best.company or best.agrees is Agrees.OTHER or better:
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


def _is_part(one: Named, other: Named) -> bool:
    """Whether they are the same name, or one of them is only more of it."""
    words_of_one, words_of_other = set(one.key), set(other.key)
    return words_of_one <= words_of_other or words_of_other <= words_of_one


def _is_place(word: str) -> bool:
    return fold(word) in words("place")
