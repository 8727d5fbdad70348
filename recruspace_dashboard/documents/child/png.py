"""Small PNGs of drawn pages, by the standard library alone."""

import struct
import zlib

# The four upper bits of a byte: as the left pixel of two, and as the right one.
LEFT = bytes(value & 0xF0 for value in range(256))
RIGHT = bytes(value >> 4 for value in range(256))
# 16 steps of a colour, so that white and black stay what they are.
STEPS = bytes((value >> 4) * 17 for value in range(256))


def grey(plane: bytes, width: int, height: int) -> bytes:
    """A PNG in 16 greys; `width` is even."""
    left, right = plane[0::2].translate(LEFT), plane[1::2].translate(RIGHT)
    # Two numbers of a million digits are or-ed faster than a million pairs.
    both = int.from_bytes(left) | int.from_bytes(right)
    return _png(both.to_bytes(len(left)), width, height, 4, 0, width // 2)


def colour(pixels: bytes, width: int, height: int) -> bytes:
    """A PNG in 16 steps of red, green and blue, which come in this order."""
    return _png(pixels.translate(STEPS), width, height, 8, 2, width * 3)


def _png(
    data: bytes, width: int, height: int, bits: int, colours: int, row: int
) -> bytes:
    lines = b"".join(
        b"\0" + data[start : start + row] for start in range(0, len(data), row)
    )
    head = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(lines, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)
