"""`A Y Ş E   Y I L M A Z`: letters set apart, closed again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .folding import fold
from .lists import is_given, is_surname
from .reading import Reading

LEAST, MOST = 5, 40
BETWEEN_WORDS = re.compile(" {2,}|\t")
PARTS = re.compile("[^a-z]+")


@dataclass(frozen=True)
class Closed:
    text: str
    doubtful: bool = False


def closed(text: str, hints: Sequence[str], reading: Reading) -> Closed:
    tokens = text.split()
    letters = [
        one for one in tokens if len(one) == 1 and (one.isalpha() or one in "-'’.")
    ]
    if not LEAST <= len(letters) <= MOST or len(letters) < len(tokens) * 0.8:
        return Closed(text)
    words = [
        part.replace(" ", "") for part in BETWEEN_WORDS.split(text) if part.strip()
    ]
    if len(words) > 1:
        return Closed(" ".join(words))
    whole = "".join(tokens)
    if border := _by_hints(whole, hints):
        return Closed(_cut(whole, border))
    if border := _by_lists(whole):
        return Closed(_cut(whole, border), doubtful=True)
    return Closed(text)


def _cut(whole: str, at: int) -> str:
    return f"{whole[:at]} {whole[at:]}"


def _by_hints(whole: str, hints: Sequence[str]) -> int:
    for hint in hints:
        parts = [part for part in PARTS.split(hint.lower()) if len(part) > 1]
        for at in range(2, len(whole) - 1):
            if fold(whole[:at]) in parts and fold(whole[at:]) in parts:
                return at
    return 0


def _by_lists(whole: str) -> int:
    borders = [at for at in range(2, len(whole) - 1) if is_given(whole[:at])]
    known = [at for at in borders if is_surname(whole[at:])]
    return (known or borders or [0])[-1]
