"""Small PNGs of drawn pages, by the standard library alone.

Steps for a million pixels at once take milliseconds, a loop over them a second.
"""

import struct
import zlib
from collections.abc import Iterable

# The upper half of a byte, which becomes the left one or the right one of two.
RIGHT = bytes(value >> 4 for value in range(256))
UPPER = bytes(value & 0xF0 for value in range(256))
# 16 steps of a colour, so that white and black stay what they are.
STEPS = bytes((value >> 4) * 17 for value in range(256))
# The weights are 17 together, so that no sum is more than a byte.
WEIGHED = [
    bytes((value >> 4) * weight for value in range(256)) for weight in (1, 3, 13)
]


def grey(plane: bytes, width: int, height: int) -> bytes:
    """A PNG in 16 greys; `width` is even."""
    halves = _both(plane[0::2], plane[1::2])
    return _png(_rows(halves, width // 2), (width, height, 4, 0))


def colour(pixels: bytes, width: int, height: int) -> bytes:
    """A PNG in 16 steps of red, green and blue, which come in this order."""
    found = _indexed([pixels[part::3].translate(UPPER) for part in range(3)])
    if found is None:
        rows = _rows(pixels.translate(STEPS), 3 * width)
        return _png(rows, (width, height, 8, 2))
    indices, palette = found
    return _png(_rows(indices, width), (width, height, 8, 3), _chunk(b"PLTE", palette))


def _indexed(planes: list[bytes]) -> tuple[bytes, bytes] | None:
    """Each pixel as the number of its colour, and all colours; None if there are too
    many.

    The number is a sum of the parts, each with its weight. Text in some colours has few
    colours in all, whose sums differ; that they do is checked.
    """
    total = sum(
        int.from_bytes(plane.translate(weighed))
        for plane, weighed in zip(planes, WEIGHED, strict=True)
    )
    numbers = total.to_bytes(len(planes[0]))
    colours = [bytearray(256) for _ in planes]
    for number in set(numbers):
        at = numbers.find(number)
        for part, plane in zip(colours, planes, strict=True):
            part[number] = plane[at]
    for part, plane in zip(colours, planes, strict=True):
        if numbers.translate(part) != plane:
            return None
    palette = (step >> 4 for one in zip(*colours, strict=True) for step in one)
    return numbers, bytes(17 * step for step in palette)


def _both(left: bytes, right: bytes) -> bytes:
    """The upper halves of the bytes of two planes, as one plane."""
    whole = int.from_bytes(left.translate(UPPER))
    whole |= int.from_bytes(right.translate(RIGHT))
    return whole.to_bytes(len(left))


def _rows(data: bytes, row: int) -> Iterable[bytes]:
    return (data[start : start + row] for start in range(0, len(data), row))


def _png(
    rows: Iterable[bytes], head: tuple[int, int, int, int], palette: bytes = b""
) -> bytes:
    lines = b"".join(b"\0" + row for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", *head, 0, 0, 0)),
            palette,
            _chunk(b"IDAT", zlib.compress(lines, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)
