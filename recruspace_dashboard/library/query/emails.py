"""Pasted lists of e-mail addresses, also with names: `Ayşe <ayse@example.com>`."""

import re

from recruspace_dashboard.library.folding import fold
from recruspace_dashboard.library.query.marks import DASHES, QUOTES

# PostgreSQL cannot look for a NUL.
_PART = rf"[^\s,;:<>()@{QUOTES}\0]+"
_ADDRESS = rf"(?![{DASHES}]){_PART}@{_PART}"
_QUOTED_NAME = rf"[{QUOTES}][^{QUOTES}<>@()]*[{QUOTES}]\s*"
_NAME = rf"[^{QUOTES}<>@;:()\n]*"
ONE = re.compile(
    rf"(?:{_QUOTED_NAME}|{_NAME})<(?:mailto:)?(?P<named>{_ADDRESS})>"
    rf"|(?:mailto:)?(?P<alone>{_ADDRESS})"
)
GAP = re.compile(r"[\s,;]*")
LETTER = re.compile(r"[^\W_]")


def read(
    text: str, start: int, in_brackets: bool = False
) -> tuple[tuple[str, ...], int] | None:
    """The addresses from `start` to the end of the text, or of the brackets, and where
    that is; None if there is anything else."""
    addresses: dict[str, None] = {}
    place = _skip(text, start)
    while found := ONE.match(text, place):
        address = fold(found["named"] or found["alone"]).strip(".")
        if not all(map(LETTER.search, address.split("@"))):
            return None
        addresses[address] = None
        place = _skip(text, found.end())
    is_whole = place == len(text) or (in_brackets and text[place] == ")")
    return (tuple(addresses), place) if addresses and is_whole else None


def _skip(text: str, place: int) -> int:
    found = GAP.match(text, place)
    return found.end() if found else place
