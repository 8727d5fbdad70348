"""What DOCX and XLSX are: XML parts in a ZIP. Checked before a library opens it."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from recruspace_dashboard.documents.child.faults import (
    DAMAGED,
    ENCRYPTED,
    TOO_LARGE,
    Unreadable,
)

MAX_PARTS = 2000
MAX_XML = 24 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
# Office writes none; they can grow a small file into a huge one.
DEFINES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def check(content: bytes) -> ZipFile:
    """Its parts, none of them too large. Raises `Unreadable`."""
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
    return archive
