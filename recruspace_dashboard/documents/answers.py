"""What the child says of a page, checked: numbers in their range, text as text."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_WORDS = 8000
MAX_LINKS = 300
MAX_WORD = 500
MAX_ADDRESS = 2000
MAX_POINTS = 100_000.0
MAX_SIDE = 8000
PNG = b"\x89PNG\r\n\x1a\n"
# The parts of a PNG that the child writes.
PARTS = [[b"IHDR", b"IDAT", b"IEND"], [b"IHDR", b"PLTE", b"IDAT", b"IEND"]]
ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>\"\x00-\x20]+", re.IGNORECASE)
UNSEEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Placed:
    """A word, or the address of a link, and where it stands on its page."""

    text: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Page:
    """A drawn page, `width` and `height` in points. `picture` is a PNG."""

    width: float
    height: float
    words: tuple[Placed, ...]
    links: tuple[Placed, ...]
    picture: bytes

    @property
    def pixels(self) -> tuple[int, int]:
        return _sides(self.picture)


def page_of(said: dict[str, Any], picture: bytes) -> Page | None:
    """The page; None if any of it cannot be."""
    width, height = said.get("width"), said.get("height")
    if not (_is_size(width) and _is_size(height) and _is_png(picture)):
        return None
    return Page(
        float(width),  # type: ignore[arg-type]
        float(height),  # type: ignore[arg-type]
        tuple(_placed(said.get("words"), MAX_WORDS, MAX_WORD)),
        tuple(
            link
            for link in _placed(said.get("links"), MAX_LINKS, MAX_ADDRESS)
            if ADDRESS.fullmatch(link.text)
        ),
        picture,
    )


def text_of(value: object, most: int) -> str:
    """A text without what XML and HTML cannot hold."""
    return UNSEEN.sub("", value[:most]) if isinstance(value, str) else ""


def _placed(value: object, most: int, longest: int) -> Iterator[Placed]:
    for one in value[:most] if isinstance(value, list) else ():
        if not (isinstance(one, list) and len(one) == 5):
            continue
        text, *numbers = one
        cleaned = text_of(text, longest).strip()
        if cleaned and all(map(_is_number, numbers)) and min(numbers[2:]) > 0:
            yield Placed(cleaned, *map(float, numbers))


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        # False for what is no number at all, too.
        and -MAX_POINTS <= value <= MAX_POINTS
    )


def _is_size(value: object) -> bool:
    return _is_number(value) and value > 0  # type: ignore[operator]


def _is_png(picture: bytes) -> bool:
    """Whether it has the parts of a small picture, and nothing else."""
    at, parts = len(PNG), []
    if not picture.startswith(PNG):
        return False
    while at + 12 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        parts.append(picture[at + 4 : at + 8])
        at += 12 + length
    if at != len(picture) or parts not in PARTS:
        return False
    return all(0 < side <= MAX_SIDE for side in _sides(picture))


def _sides(picture: bytes) -> tuple[int, int]:
    across, down = struct.unpack_from(">II", picture, 16)
    return across, down
