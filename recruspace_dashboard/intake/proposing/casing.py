"""Names in capitals or small letters, written as names are."""

import re
from collections.abc import Sequence

from .folding import ONLY_TURKISH, capital, fold
from .lists import is_spelled, is_turkish, is_turkish_only, spelled, words
from .reading import Reading

PARTS = re.compile("([-'\u2019.])")
SCOTTISH = re.compile("MC[A-Z]{3}|MAC[A-Z]{3}")


def cased(names: Sequence[str], reading: Reading) -> tuple[list[str], bool]:
    """The words of a name in their case, and whether there is no other."""
    done: list[str] = []
    sure = True
    capitals = any(
        _in_capitals(name) and fold(name) not in words("particle")
        for name in names
        if len(name) > 2
    )
    for at, name in enumerate(names):
        small = fold(name) in words("particle") and (at > 0 or name.islower())
        big = capitals and name.isupper() and len(name) > 1
        if small and (name.islower() or big):
            done.append(name.lower())
            sure = sure and (
                name.islower() or fold(name) in words("particle in small letters")
            )
        elif _in_capitals(name) and len(name) > 1:
            word, certain = _word(name, names, reading)
            done.append(word)
            sure = sure and certain
        elif name.islower():
            done.append(_joined(name, turkish=_is_turkish(names, reading)))
            sure = False
        else:
            done.append(name)
    return done, sure


def restored(word: str, reading: Reading, *, given: bool) -> str:
    """A name with the marks that an address or a file's name lacks."""
    return (
        _in_text(word, reading)
        or spelled(word, given=given)
        or capital(word, turkish=False)
    )


def _in_capitals(name: str) -> bool:
    return name.isupper()


def _word(name: str, names: Sequence[str], reading: Reading) -> tuple[str, bool]:
    if name.isalpha() and (written := _in_text(name, reading)):
        return written, True
    plain, dotless = _joined(name, turkish=False), _joined(name, turkish=True)
    if "SS" in name and reading.language in {"de", ""}:
        listed = spelled(name, given=False)
        return (listed if "ß" in listed else plain), is_spelled(
            plain
        ) and "ß" not in listed
    if name.isascii() and _has_marks(name):
        # Capitals are often written without their marks.
        known = is_spelled(dotless) or is_spelled(plain)
        return (dotless if is_spelled(dotless) else plain), known
    if SCOTTISH.match(name):
        return (
            (f"Mc{_joined(name[2:], turkish=False)}", False)
            if name[1] == "C"
            else (plain, False)
        )
    if plain == dotless:
        return plain, True
    if "İ" in name:
        return dotless, True
    if is_spelled(dotless) != is_spelled(plain):
        return (dotless if is_spelled(dotless) else plain), True
    return _by_language(plain, dotless, names, reading)


def _by_language(
    plain: str, turkish: str, names: Sequence[str], reading: Reading
) -> tuple[str, bool]:
    """An I without its dot: is it ı or i?"""
    if any(map(_lacks_dots, names)):
        return plain, False
    dotted = any("İ" in name for name in names)
    if dotted or (reading.language == "tr" and _has_dotted(reading)):
        return turkish, True
    if _is_turkish(names, reading):
        return turkish, False
    return plain, not any(is_turkish_only(name) for name in names)


def _lacks_dots(name: str) -> bool:
    """`DENIZ` was not written on a Turkish keyboard."""
    plain, dotless = _joined(name, turkish=False), _joined(name, turkish=True)
    known = is_spelled(plain) and not is_spelled(dotless)
    return plain != dotless and known and is_turkish(name)


def _has_dotted(reading: Reading) -> bool:
    return any("İ" in line.text and line.text.isupper() for line in reading.lines)


def _is_turkish(names: Sequence[str], reading: Reading) -> bool:
    return reading.language == "tr" or any(map(ONLY_TURKISH.search, names))


def _joined(name: str, *, turkish: bool) -> str:
    return "".join(capital(part, turkish=turkish) for part in PARTS.split(name))


def _has_marks(name: str) -> bool:
    """Whether the list has this name only with marks."""
    known = [spelled(name, given=given) for given in (True, False)]
    return any(known) and all(one == "" or not one.isascii() for one in known)


def _in_text(word: str, reading: Reading) -> str:
    """The only way in which the text writes this word as a name."""
    found = reading.by_fold.get(fold(word), frozenset())
    return next(iter(found)) if len(found) == 1 else ""
