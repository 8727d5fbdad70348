"""The words of a PDF's page, and where each of them stands."""

import ctypes
import re

import pypdfium2_raw as pdfium

from recruspace_dashboard.documents.child.pdf_place import Box, Place

MAX_CHARACTERS = 20_000
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
# PDFium joins words that a hyphen parts at the end of a line, whether it belongs to
# them or not.
JOINED, SOFT_HYPHEN = "\ufffe", "\u00ad"


def page_text(page: ctypes.c_void_p) -> str:
    text = pdfium.FPDFText_LoadPage(page)
    amount = min(pdfium.FPDFText_CountChars(text), MAX_CHARACTERS) if text else 0
    units = (ctypes.c_ushort * (amount + 1))()
    pdfium.FPDFText_GetText(text, 0, amount, units)
    whole = bytes(units).decode("utf-16-le", "replace").partition("\0")[0]
    whole = whole.replace("\r\n", "\n").replace(JOINED, SOFT_HYPHEN)
    return UNSEEN.sub("", whole)


def words_of(page: ctypes.c_void_p, place: Place) -> list[tuple[str, *Box]]:
    """Each word with its left, top, width and height."""
    text = pdfium.FPDFText_LoadPage(page)
    amount = min(pdfium.FPDFText_CountChars(text), MAX_CHARACTERS) if text else 0
    words: list[tuple[str, *Box]] = []
    word, around = "", (0.0, 0.0, 0.0, 0.0)
    rect = pdfium.FS_RECTF()
    for index in range(amount):
        character = _character(text, index)
        if not character.strip():
            word = _end(words, word, place, around)
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        box = rect.left, rect.bottom, rect.right, rect.top
        if word and not _goes_on(around, box):
            word = _end(words, word, place, around)
        around = _both(around, box) if word else box
        word += character
    _end(words, word, place, around)
    return words


def _end(words: list[tuple[str, *Box]], word: str, place: Place, around: Box) -> str:
    if word:
        words.append((word, *place.box(*around)))
    return ""


def _character(text: ctypes.c_void_p, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(text, index)
    valid = 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
    return chr(code) if valid and code <= 0x10FFFF else ""


def _goes_on(around: Box, box: Box) -> bool:
    """Whether a character is near those before it."""
    size = max(around[3] - around[1], around[2] - around[0], 1)
    return not (
        box[0] > around[2] + size
        or box[2] < around[0] - size
        or box[1] > around[3] + size / 2
        or box[3] < around[1] - size / 2
    )


def _both(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
