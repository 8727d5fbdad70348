"""The border between given names and surnames."""

from collections.abc import Sequence
from dataclasses import dataclass

from .agreement import NO_LETTERS, are_parted, fold_local
from .folding import fold
from .lists import is_given, is_surname, words

# Between two surnames.
LINKS = frozenset({"y", "e", "und", "i"})


@dataclass(frozen=True)
class Split:
    given: tuple[str, ...]
    last: tuple[str, ...]
    sure: bool


def split(
    names: Sequence[str], language: str, locals_: Sequence[str], comma: int = 0
) -> Split:
    """`locals_` are the local parts of addresses that may be the candidate's."""
    if comma:
        return _swapped(names, comma, sure=True)
    if by_capitals := _by_capitals(names):
        return by_capitals
    at, known = _particle(names)
    if at:
        return _at(names, at, sure=known)
    if len(names) == 2:
        return _of_two(names, locals_)
    if at := _by_locals(names, locals_):
        return _at(names, at, sure=True)
    match language:
        case "es":
            return _spanish(names)
        case "tr":
            return _turkish(names)
    return _others(names)


def _at(names: Sequence[str], at: int, *, sure: bool) -> Split:
    return Split(tuple(names[:at]), tuple(names[at:]), sure)


def _swapped(names: Sequence[str], at: int, *, sure: bool) -> Split:
    return Split(tuple(names[at:]), tuple(names[:at]), sure)


def _is_given(name: str) -> bool:
    return is_given(name) or len(name.strip(".")) == 1


def _only_given(name: str) -> bool:
    return _is_given(name) and not is_surname(name)


def _only_surname(name: str) -> bool:
    return is_surname(name) and not is_given(name)


def _by_capitals(names: Sequence[str]) -> Split | None:
    """`Ayşe Nur YILMAZ`, `YILMAZ Ayşe Nur`."""
    big = [name.isupper() and len(name.strip(".")) > 1 for name in names]
    if all(big) or not any(big):
        return None
    first, last = big.index(True), len(big) - 1 - big[::-1].index(True)
    if not all(big[first : last + 1]):
        return None
    if first > 0 and last == len(big) - 1:
        while first > 1 and names[first - 1].islower():
            first -= 1
        return _at(names, first, sure=first == 1 or is_given(names[0]))
    if first == 0 and is_given(names[last + 1]):
        return _swapped(names, last + 1, sure=not is_given(names[0]))
    return None


def _particle(names: Sequence[str]) -> tuple[int, bool]:
    """Where the surname begins with a particle such as `von`, and whether that is sure;
    0 if nowhere."""
    folded = [fold(name) for name in names]
    compound = _compound(folded)
    for at in range(1 + compound, len(names) - 1):
        name = names[at]
        saint = folded[at] == "st"
        if folded[at] in LINKS and not name.endswith("."):
            return max(1, at - 1), False
        if saint or (folded[at] in words("particle") and not name.endswith(".")):
            known = at == 1 or compound > 0 or all(map(_is_given, names[:at]))
            return at, known and not (name.istitle() and len(names) > 3)
    if compound:
        return 1 + compound, folded[compound] not in {"cruz", "reyes", "luz", "o"}
    return 0, False


def _compound(folded: Sequence[str]) -> int:
    """`María del Carmen` is one given name: how many words go on with it."""
    for size in (3, 2):
        after = " ".join(folded[1 : 1 + size])
        if folded[0] in {"maria", "ma"} and after in words("compound es"):
            return size if len(folded) > size + 1 else 0
    return 0


def _of_two(names: Sequence[str], locals_: Sequence[str]) -> Split:
    first, second = names
    told = are_parted([first], [second], locals_)
    told_swapped = are_parted([second], [first], locals_)
    if told and (_is_given(first) or not _is_given(second)):
        return _at(names, 1, sure=True)
    if _is_given(second) and not _is_given(first):
        swap = is_surname(first)
        return _swapped(names, 1, sure=False) if swap else _at(names, 1, sure=False)
    doubtful = told_swapped or (is_surname(first) and is_given(second))
    return _at(names, 1, sure=not doubtful)


def _by_locals(names: Sequence[str], locals_: Sequence[str]) -> int:
    """Where `aysenur.yilmaz` or `ayse.yilmazkaya` says that the border is."""
    found = set()
    for local in locals_:
        parts = [part for part in NO_LETTERS.split(fold_local(local)) if part]
        if len(parts) == 1:
            parts = [parts[0], parts[0][1:]]
        for at in range(1, len(names)):
            given, last = "".join(map(fold, names[:at])), "".join(map(fold, names[at:]))
            first = {fold(names[0]), fold(names[0])[:1], given}
            if at > 1 and given in parts and last in parts:
                found.add(at)
            if (
                len(names) - at > 1
                and last in parts[1:]
                and (parts[0] in first or parts[0][:1] == given[:1])
            ):
                found.add(at)
    return found.pop() if len(found) == 1 else 0


def _spanish(names: Sequence[str]) -> Split:
    if len(names) == 3:
        if _only_given(names[1]):
            return _at(names, 2, sure=_is_given(names[0]))
        return _at(names, 1, sure=_only_surname(names[1]) and _is_given(names[0]))
    if _only_surname(names[1]):
        return _at(names, 1, sure=False)
    at = len(names) - 2
    known = all(map(_only_given, names[:at])) and _only_surname(names[at])
    return _at(names, at, sure=known)


def _turkish(names: Sequence[str]) -> Split:
    second = names[1]
    if _only_surname(second):
        return _at(names, 1, sure=all(map(is_surname, names[1:])))
    if len(names) == 3:
        return _at(names, 2, sure=_only_given(second) and _is_given(names[0]))
    known = _only_given(second) and all(map(_only_surname, names[2:]))
    return _at(names, 2, sure=known and _is_given(names[0]))


def _others(names: Sequence[str]) -> Split:
    if _only_surname(names[1]) and is_surname(names[-1]):
        return _at(names, 1, sure=False)
    at = len(names) - 1
    known = _is_given(names[0]) and all(map(_only_given, names[1:at]))
    return _at(names, at, sure=known)
