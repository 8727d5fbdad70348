"""Sorts names by the alphabet of the active language."""

import unicodedata
from functools import lru_cache

from django.utils.translation import get_language

from recruspace_dashboard.services.records import TalentPool

# The Turkish alphabet, with q, w and x of foreign names in their usual place.
TURKISH = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"


def alphabetical_key(text: str, language: str | None = None) -> list[int]:
    """A sort key, in the active language if none is given. In Turkish, ç comes after c
    and ı before i; else they are equal."""
    if (language or get_language()) != "tr":
        return [ord(letter) for letter in email_spelling(text.casefold())]
    small = unicodedata.normalize("NFC", text).translate({ord("I"): "ı", ord("İ"): "i"})
    return [code for letter in small.casefold() for code in _turkish_order(letter)]


def pool_order(pool: TalentPool) -> list[int]:
    """The sort key of the one order in which pools stand everywhere: by name."""
    return alphabetical_key(pool.name)


@lru_cache(maxsize=1000)
def _turkish_order(letter: str) -> list[int]:
    letters = letter if letter in TURKISH else _strip_accents(letter)
    return [
        ord("a") + TURKISH.index(one) if one in TURKISH else ord(one) for one in letters
    ]


def email_spelling(name: str) -> str:
    """A name as it is usually spelled in an e-mail address: ş as s, ı and İ as i."""
    return _strip_accents(name.replace("ı", "i"))


def _strip_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(one for one in decomposed if not unicodedata.combining(one))
