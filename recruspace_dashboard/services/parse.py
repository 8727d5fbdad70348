"""Values from payloads: each function returns its type, or None or empty.

Any field can be missing, null or of another type, so a record is always built, from
whatever makes sense.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

Payload = Mapping[str, Any]

# No real id, count or size has more, and calculating with smaller ones is safe.
MOST_DIGITS = 18
# For the lists in a record, such as tags: a page could not show more.
MOST_ITEMS = 200
_WHOLE = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}")

# Nearly every link, recognised ten times as fast as by `urlsplit`.
_USUAL_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#]|\Z)")

# A lone surrogate cannot be sent to a browser, a NUL cannot be stored.
_UNSENDABLE = re.compile("[\ud800-\udfff\x00]")


def text(value: object) -> str:
    """A string or number as text, stripped; anything else is empty."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        value = str(value)
    if value.isascii() and "\0" not in value:
        # Most are so, and a page has a thousand.
        return value.strip()
    return _UNSENDABLE.sub("\N{REPLACEMENT CHARACTER}", value).strip()


def integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        # `strip` and `int` do not agree on what a space is.
        whole = _WHOLE.fullmatch(value.strip())
        return int(whole[0]) if whole else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and abs(value) < 10**MOST_DIGITS:
        return value
    return None


def identity(value: object) -> int | None:
    """An id: a whole number that is not negative, as it becomes part of a URL."""
    found = integer(value)
    return None if found is None or found < 0 else found


def number(value: object) -> float | int | None:
    """A finite number; an int if it is whole."""
    whole = integer(value)
    if whole is not None:
        return whole
    if isinstance(value, bool) or not isinstance(value, str | float):
        return None
    try:
        decimal = float(value)
    except ValueError:
        return None
    return decimal if math.isfinite(decimal) else None


def flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    known = {"true": True, "1": True, "false": False, "0": False}
    return known.get(str(value).strip().lower())


def moment(value: object) -> datetime | None:
    """An ISO 8601 date and time, in UTC unless it names another zone."""
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value.strip())
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # In the first and last year, converting to another zone could fail.
    return when if 1 < when.year < 9999 else None


def mapping(value: object) -> Payload:
    # JSON gives a dict, which is recognised faster than what else may be one.
    return value if isinstance(value, dict | Mapping) else {}


def mappings(value: object) -> tuple[Payload, ...]:
    """The objects of a list, at most `MOST_ITEMS`; other items are left out."""
    if not isinstance(value, list | tuple):
        return ()
    return tuple(item for item in value[:MOST_ITEMS] if isinstance(item, Mapping))


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, at most `MOST_ITEMS`, or a single text instead of a list."""
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(found for found in map(text, values[:MOST_ITEMS]) if found)


def link(value: object) -> str:
    """An http or https address; anything else, such as `javascript:`, is empty."""
    address = text(value)
    if not address or _USUAL_LINK.match(address):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname else ""
