"""Whether two phone numbers are one, however they were typed."""

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

# What is shorter says too little, where it does not name its country.
SHORTEST = 7
# `phonenumbers` reads no longer ones.
LONGEST = 250


@dataclass(frozen=True)
class _Digits:
    """`international` is E.164, or empty where the number does not name its country.
    `forms` are the digits that it is known by: with its country and without, or as
    they are without the 0 before them."""

    international: str
    forms: frozenset[str]


def parsed(number: str) -> PhoneNumber | None:
    """The number, if it names its country: by + or 00."""
    text = number[:LONGEST].strip()
    if text.startswith("00"):
        text = f"+{text.removeprefix('00')}"
    try:
        return phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return None


def words_to_find(number: str) -> tuple[str, ...]:
    """Words of the index, one of which every record of this number has."""
    return tuple(sorted(_digits_of(number).forms))


def same_phone(one: str, other: str) -> bool:
    """Where both name their country they must agree on it."""
    first, second = _digits_of(one), _digits_of(other)
    if first.international and second.international:
        return first.international == second.international
    return bool(first.forms & second.forms)


@lru_cache(maxsize=2_000)
def _digits_of(number: str) -> _Digits:
    found = parsed(number)
    if found is None:
        digits = "".join(one for one in number if one.isdecimal())
        return _Digits("", _long_enough(digits.removeprefix("0")))
    national = phonenumbers.national_significant_number(found)
    international = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    forms = _long_enough(international.removeprefix("+"), national)
    return _Digits(international, forms)


def _long_enough(*forms: str) -> frozenset[str]:
    return frozenset(one for one in forms if len(one) >= SHORTEST)
