"""A CV as a DOC of Word 97: text in one piece, in the container of its time.

[MS-DOC] 2.4.1 and [MS-CFB] 2.1 say what stands where.
"""

from __future__ import annotations

import struct

CONTENT_TYPE = "application/msword"
SECTOR = 512
# Smaller streams would stand elsewhere.
LEAST = 4096
FREE, END, OF_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT_AT = 2048


def doc(text: str) -> bytes:
    """Lines end with `\\r`, as Word ends paragraphs."""
    pieces = struct.pack("<BI", 2, 16) + struct.pack("<II", 0, len(text))
    pieces += struct.pack("<HIH", 0, TEXT_AT, 0)
    words = text.encode("utf-16-le")
    head = bytearray(TEXT_AT)
    # Its mark, the version, the language; then: which table, and text of two bytes.
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, 0xC1, 0, 0x409, 0, 0x1200)
    struct.pack_into("<H", head, 0x0C, 0xBF)
    struct.pack_into("<II", head, 0x18, TEXT_AT, TEXT_AT + len(words))
    struct.pack_into("<H", head, 0x20, 14)
    struct.pack_into("<H", head, 0x3E, 22)
    struct.pack_into("<I", head, 0x40, TEXT_AT + len(words))
    struct.pack_into("<i", head, 0x4C, len(text))
    struct.pack_into("<H", head, 0x98, 0x5D)
    struct.pack_into("<II", head, 0x1A2, 0, len(pieces))
    return _container({"1Table": pieces, "WordDocument": bytes(head) + words})


def _container(streams: dict[str, bytes]) -> bytes:
    """Names in order of their length, as the directory is a tree."""
    # First the table of sectors, then the directory.
    table, body = [OF_FAT, END], b""
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(LEAST, b"\0")
        content += bytes(-len(content) % SECTOR)
        start, amount = len(table), len(content) // SECTOR
        table += [*range(start + 1, start + amount), END]
        body += content
        right = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, start, len(content), right=right))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    if len(table) > SECTOR // 4:
        raise ValueError("longer than one sector can tell")
    table += [FREE] * (SECTOR // 4 - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, LEAST, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + struct.pack(f"<{SECTOR // 4}I", *table) + directory + body


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE
) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(wide), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
