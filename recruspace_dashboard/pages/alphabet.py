"""Names in the order of the alphabet of the person's language."""

import unicodedata

from django.utils.translation import get_language

# With q, w and x of foreign names where they are usually put.
TURKISH = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"


def alphabetical(text: str) -> list[int]:
    """A key to sort by: in Turkish ç after c and ı before i, in English as c and i."""
    if get_language() != "tr":
        return [ord(letter) for letter in in_addresses(text.casefold())]
    small = unicodedata.normalize("NFC", text).translate({ord("I"): "ı", ord("İ"): "i"})
    return [place for letter in small.casefold() for place in _turkish(letter)]


def _turkish(letter: str) -> list[int]:
    known = [letter] if letter in TURKISH else _plain(letter)
    return [
        ord("a") + TURKISH.index(one) if one in TURKISH else ord(one) for one in known
    ]


def in_addresses(name: str) -> str:
    """A name as it stands in an e-mail address: ş as s, ı and İ as i."""
    return _plain(name.replace("ı", "i"))


def _plain(text: str) -> str:
    """Without accents: each letter as the one it is made of."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one))
