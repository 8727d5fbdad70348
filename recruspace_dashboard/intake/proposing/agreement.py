"""Whether a name agrees with the local part of an e-mail address or a file's name."""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import islice, pairwise, product

from .folding import fold, foldings
from .lists import is_given, words

NO_LETTERS = re.compile("[^a-z]+")
# Of spellings of one name; more only cost time.
MAX_SPELLINGS = 8
SHORT = 3


class Agrees(IntEnum):
    OTHER = -1
    NOT = 0
    # One of its words, as nicknames have it.
    PARTLY = 1
    # An initial and the other name.
    MOSTLY = 2
    WHOLLY = 3


def with_local_part(local: str, given: Sequence[str], last: Sequence[str]) -> Agrees:
    parts = [part for part in NO_LETTERS.split(fold_local(local)) if part]
    joined = "".join(parts)
    if not joined or not given or not last:
        return Agrees.NOT
    best = Agrees.NOT
    for firsts, lasts in _spellings(given, last):
        best = max(best, _agrees(joined, parts, firsts, lasts))
    if best is Agrees.NOT and _is_of_another(parts):
        return Agrees.OTHER
    return best


def are_parted(
    given: Sequence[str], last: Sequence[str], locals_: Sequence[str]
) -> bool:
    """Whether an address has both names with a mark between, as in `anna.bauer`."""
    every = [NO_LETTERS.split(fold_local(local).strip()) for local in locals_]
    return any(
        len(parts) > 1
        and parts[0] in foldings(given[0])
        and parts[-1] in _any([last[-1], "".join(last)])
        for parts in every
    )


def fold_local(local: str) -> str:
    """Its letters folded; what parts them stays."""
    return "".join(fold(one) or " " for one in local[:64].lower())


def with_file_name(
    parts: Sequence[str], given: Sequence[str], last: Sequence[str]
) -> Agrees:
    """The parts of a file's name are folded words."""
    if not given or not last:
        return Agrees.NOT
    parts = [part for part in parts if part not in words("not a name")]
    whole = set(parts) | {"".join(pair) for pair in pairwise(parts)}
    firsts, lasts = _any(given), _any(last)
    joined = {
        "".join(order)
        for one, other in _spellings(given, last)
        for order in ([*one, *other], [*other, *one])
    }
    found = bool(firsts & whole), bool(lasts & whole)
    if joined & whole or all(found):
        left = _left_over(parts, firsts | lasts | joined)
        return Agrees.PARTLY if left else Agrees.WHOLLY
    return Agrees.PARTLY if any(found) else Agrees.NOT


def _left_over(parts: Sequence[str], names: set[str]) -> bool:
    """Whether there are words that are none of the name, such as another name."""
    whole = " ".join(names)
    return any(len(part) >= SHORT and part not in whole for part in parts)


def _any(names: Iterable[str]) -> set[str]:
    return {
        one
        for name in names
        for part in (name, *name.split("-"))
        for one in foldings(part)
    }


def _spellings(
    given: Sequence[str], last: Sequence[str]
) -> Iterable[tuple[list[str], list[str]]]:
    options = [sorted(foldings(word)) for word in (*given, *last)]
    for option in islice(product(*options), MAX_SPELLINGS):
        yield list(option[: len(given)]), list(option[len(given) :])


def _agrees(
    joined: str, parts: list[str], firsts: list[str], lasts: list[str]
) -> Agrees:
    whole_firsts = {"".join(firsts), firsts[0], firsts[-1]}
    whole_lasts = {"".join(lasts), lasts[0], lasts[-1]}
    no_particle = [one for one in lasts if one not in words("particle")]
    whole_lasts |= {"".join(no_particle), *no_particle}
    initials = {firsts[0][:1], "".join(one[:1] for one in firsts)}
    pairs = {(a, b) for a in whole_firsts for b in whole_lasts if len(b) > 1}
    if any(joined in {a + b, b + a} for a, b in pairs):
        return Agrees.WHOLLY
    both = any(a in parts and b in parts for a, b in pairs if len(a) > 1)
    if both and not _left_over(parts, {*firsts, *lasts, "".join(firsts)}):
        return Agrees.WHOLLY
    for one in whole_lasts:
        if len(one) >= SHORT and any(joined in {i + one, one + i} for i in initials):
            return Agrees.MOSTLY
    for one in whole_firsts:
        letters = {last[:1] for last in whole_lasts} - {""}
        if len(one) >= SHORT and any(joined in {one + i, i + one} for i in letters):
            return Agrees.MOSTLY
    names = [one for one in {*whole_firsts, *whole_lasts} if len(one) >= SHORT]
    if any(one in parts or (len(one) > SHORT and one in joined) for one in names):
        return Agrees.PARTLY
    return Agrees.NOT


def _is_of_another(parts: Sequence[str]) -> bool:
    """Whether it is written as first and last names are, or begins with a given one."""
    long = [part for part in parts if len(part) >= SHORT]
    return len(long) > 1 or any(map(is_given, long))
