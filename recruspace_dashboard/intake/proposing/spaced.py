"""`A Y Ş E   Y I L M A Z`: letters set apart, closed again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .folding import fold
from .lists import is_given, is_surname
from .reading import Reading

LEAST, MOST = 5, 40
MOST_OF_WORD, MOST_WORDS = 18, 5
BETWEEN_WORDS = re.compile(" {2,}|\t")
PARTS = re.compile("[^a-z]+")


@dataclass(frozen=True)
class Closed:
    text: str
    doubtful: bool = False


def closed(text: str, hints: Sequence[str], reading: Reading) -> Closed:
    tokens = text.split()
    letters = [
        one for one in tokens if len(one) == 1 and (one.isalpha() or one in "-'\u2019.")
    ]
    if not LEAST <= len(letters) <= MOST or len(letters) < len(tokens) * 0.8:
        return Closed(text)
    words = [
        part.replace(" ", "") for part in BETWEEN_WORDS.split(text) if part.strip()
    ]
    if len(words) > 1:
        return Closed(" ".join(words))
    whole = "".join(tokens)
    told = {part for hint in hints for part in PARTS.split(hint.lower())}
    cut = _cut(whole, {part for part in told if len(part) > 1})
    if cut is None:
        return Closed(text)
    # A part of an address may be two words.
    known = is_given(cut[0]) and all(map(is_surname, cut[1:]))
    sure = known and all(fold(word) in told for word in cut)
    return Closed(" ".join(cut), doubtful=not sure)


def _cut(whole: str, told: set[str]) -> list[str] | None:
    """The words of a name whose borders are lost: what hints and lists know counts."""
    best: list[tuple[float, list[str]] | None] = [(0.0, [])]
    for end in range(1, len(whole) + 1):
        ways = [
            (before[0] + _worth(whole[start:end], told, first=start == 0), start)
            for start in range(max(0, end - MOST_OF_WORD), end - 1)
            if (before := best[start]) is not None and len(before[1]) < MOST_WORDS
        ]
        worth, start = max(ways, default=(0.0, -1))
        before = best[start] if start >= 0 else None
        best.append((worth, [*before[1], whole[start:end]]) if before else None)
    found = best[-1]
    return found[1] if found and len(found[1]) > 1 and found[0] > 0 else None


def _worth(word: str, told: set[str], *, first: bool) -> float:
    """Of long known words more, of unknown ones less."""
    if fold(word) in told:
        return len(word) * 3.0
    if is_given(word):
        return len(word) * 2.0 if first else (len(word) - 2) * 1.2
    if is_surname(word) and not first:
        return (len(word) - 2) * 1.8
    return -4.0 - (6.0 if first else 0.0)
