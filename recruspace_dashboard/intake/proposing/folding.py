"""Words without marks and case, to compare them; and their case, also in Turkish."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o"}
    | {"đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ð": "d"}
    | {"þ": "th", "Þ": "th", "ə": "e", "Ə": "e"}
)
UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"}
)
LOWER = str.maketrans("Iİ", "ıi")
UPPER = str.maketrans("ıi", "Iİ")
NO_LETTER = re.compile("[^a-z0-9]")
SPACES = re.compile(r"\s+")
# Letters that no other of the four languages has.
ONLY_TURKISH = re.compile("[ıİşŞğĞ]")


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """`Işıl` is `isil`, `O'Brien` is `obrien`."""
    plain = unicodedata.normalize("NFKD", word.translate(LETTERS)).lower()
    return NO_LETTER.sub("", plain)


@lru_cache(maxsize=4096)
def foldings(word: str) -> frozenset[str]:
    """`Müller` is written `muller` and `mueller` in e-mail addresses."""
    return frozenset({fold(word), fold(word.translate(UMLAUTS))})


@lru_cache(maxsize=4096)
def phrase(text: str) -> str:
    """A phrase to look up: its marks off, one space between its words."""
    return " ".join(filter(None, map(fold, SPACES.split(text))))


def lower(word: str, *, turkish: bool) -> str:
    return (word.translate(LOWER) if turkish else word.replace("İ", "i")).lower()


def capital(word: str, *, turkish: bool) -> str:
    first = word[:1].translate(UPPER) if turkish else word[:1]
    return first.upper() + lower(word[1:], turkish=turkish)
