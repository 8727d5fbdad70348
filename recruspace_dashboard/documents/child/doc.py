"""The text of a DOC of Word 97 and later: the pieces of its main text, in order.

[MS-DOC], 2.4.1: the table of pieces says where each part of the text stands.
"""

import re
import struct
from collections.abc import Iterator
from io import BytesIO

import olefile

from recruspace_dashboard.documents.child.faults import (
    DAMAGED,
    ENCRYPTED,
    Unreadable,
)
from recruspace_dashboard.documents.child.frames import say

MAGIC = 0xA5EC
IS_ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
# Word 97; files of older versions have no such table.
FIRST_VERSION = 0x00C1
IN_CP1252 = 0x40000000
# A field is its instruction, what it shows, and their ends; only the second is text.
INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*\x14?")
AS_SPACES = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x07": "\t", "\x1e": "-", "\xa0": " "}
)
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f]")


def draw(content: bytes) -> None:
    text(content)


def text(content: bytes) -> None:
    if not olefile.isOleFile(content):
        raise Unreadable(DAMAGED)
    file = olefile.OleFileIO(BytesIO(content))
    if file.exists("EncryptedPackage"):
        raise Unreadable(ENCRYPTED)
    document = file.openstream("WordDocument").read()
    magic, version = struct.unpack_from("<HH", document)
    (flags,) = struct.unpack_from("<H", document, 0x0A)
    if flags & IS_ENCRYPTED:
        raise Unreadable(ENCRYPTED)
    if magic != MAGIC or version < FIRST_VERSION:
        raise Unreadable(DAMAGED)
    table = file.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
    (length,) = struct.unpack_from("<i", document, 0x4C)
    whole = "".join(_pieces(document, table))
    if not 0 <= length <= len(whole):
        raise Unreadable(DAMAGED)
    whole = whole[:length]
    while (shorter := INSTRUCTION.sub("", whole)) != whole:
        whole = shorter
    say(text=UNSEEN.sub("", whole.translate(AS_SPACES)))


def _pieces(document: bytes, table: bytes) -> Iterator[str]:
    start, size = struct.unpack_from("<II", document, 0x1A2)
    clx = table[start : start + size]
    at = 0
    # Changes of format stand before the table.
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise Unreadable(DAMAGED)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    pieces = clx[at + 5 : at + 5 + size]
    amount = (len(pieces) - 4) // 12
    ends = struct.unpack_from(f"<{amount + 1}I", pieces)
    for index in range(amount):
        characters = ends[index + 1] - ends[index]
        place = 4 * (amount + 1) + 8 * index + 2
        (where,) = struct.unpack_from("<I", pieces, place)
        if where & IN_CP1252:
            begin = (where & ~IN_CP1252) // 2
            piece = document[begin : begin + characters]
            yield piece.decode("cp1252", "replace")
        else:
            piece = document[where : where + 2 * characters]
            yield piece.decode("utf-16-le", "replace")
