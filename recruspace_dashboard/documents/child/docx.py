"""A DOCX as HTML, by mammoth; whoever shows it cleans it."""

import re
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import mammoth
from mammoth.docx import xmlparser

from recruspace_dashboard.documents.child.faults import (
    DAMAGED,
    ENCRYPTED,
    TOO_LARGE,
    Unreadable,
)
from recruspace_dashboard.documents.child.frames import say

MAX_PARTS = 2000
MAX_XML = 24 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
# Word writes none; they can grow a small file into a huge one.
DEFINES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)

# The parser is loaded with its first use, which is too late in the lock.
xmlparser.parse_xml(StringIO("<a/>"))


def draw(content: bytes) -> None:
    _check(content)
    result = mammoth.convert_to_html(BytesIO(content), convert_image=_no_image)
    say(html=result.value)


def text(content: bytes) -> None:
    _check(content)
    say(text=mammoth.extract_raw_text(BytesIO(content)).value)


def _no_image(_image: Any) -> list[Any]:
    return []


def _check(content: bytes) -> None:
    if content.count(b"PK\x01\x02") > MAX_PARTS:
        raise Unreadable(TOO_LARGE)
    try:
        archive = ZipFile(BytesIO(content))
    except BadZipFile:
        raise Unreadable(DAMAGED) from None
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(ENCRYPTED)
    xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    if (
        sum(part.file_size for part in parts) > MAX_UNPACKED
        or sum(part.file_size for part in xml) > MAX_XML
    ):
        raise Unreadable(TOO_LARGE)
    for part in xml:
        plain = archive.read(part).replace(b"\0", b"")
        if DEFINES.search(plain):
            raise Unreadable(DAMAGED)
