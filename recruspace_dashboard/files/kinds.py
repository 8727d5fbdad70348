"""The kinds of files the dashboard knows, each recognised by its content: the name and
the type that a browser or a server gives cannot be trusted."""

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

# Limits for a DOCX, according to its directory: it is never unpacked.
MAX_MEMBERS = 1000
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
# The PDF header may come this late: PDF readers allow it too.
PDF_HEADER_WITHIN = 1024

PDF_START = b"%PDF-"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_START = b"PK\x03\x04"


class UnsafeFile(ValueError):
    """A file of a known kind that could do harm when opened."""


@dataclass(frozen=True)
class Kind:
    """A kind of file. The first of `extensions` is given to a name without one.

    `matches` checks a whole file before it is sent to Recruspace, and may raise
    `UnsafeFile`. `matches_start` checks the first KiB and the extension of a file that
    comes from Recruspace.
    """

    extensions: tuple[str, ...]
    content_type: str
    matches: Callable[[bytes], bool]
    matches_start: Callable[[bytes, str], bool]


def kind_of(content: bytes, kinds: Sequence[Kind]) -> Kind | None:
    """The kind of a whole file; None if it is none of `kinds`.

    Raises `UnsafeFile`.
    """
    return next((kind for kind in kinds if kind.matches(content)), None)


def kind_by_start(head: bytes, extension: str, kinds: Sequence[Kind]) -> Kind | None:
    """The kind of a file, by its first KiB and its extension; None if unknown."""
    return next((kind for kind in kinds if kind.matches_start(head, extension)), None)


def _starts_with(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _picture(extensions: tuple[str, ...], content_type: str, *starts: bytes) -> Kind:
    matches = _starts_with(*starts)
    return Kind(
        extensions, content_type, matches, lambda head, _extension: matches(head)
    )


def _is_doc(content: bytes) -> bool:
    is_word = "WordDocument".encode("utf-16-le") in content
    return content.startswith(OLE_START) and is_word


def _is_docx(content: bytes) -> bool:
    """Whether it is a DOCX. Raises `UnsafeFile`."""
    if not content.startswith(ZIP_START):
        return False
    # Counted before the directory is read, which takes memory for each member.
    if content.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise UnsafeFile("too many members")
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return False
    names = [member.filename for member in members]
    if "[Content_Types].xml" not in names:
        return False
    # Word on the web numbers its documents: word/document2.xml.
    if not any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return False
    too_large = sum(member.file_size for member in members) > MAX_UNPACKED_BYTES
    if too_large or any(map(_is_unsafe, members)):
        raise UnsafeFile("macros, a password or too many parts")
    return True


def _is_unsafe(member: ZipInfo) -> bool:
    path = member.filename.replace("\\", "/").lower()
    encrypted = member.flag_bits & 1
    return bool(encrypted) or ".." in path.split("/") or path.endswith("vbaproject.bin")


PDF = Kind(
    (".pdf",),
    "application/pdf",
    _starts_with(PDF_START),
    lambda head, _extension: PDF_START in head[:PDF_HEADER_WITHIN],
)
DOC = Kind(
    (".doc",),
    "application/msword",
    _is_doc,
    lambda head, extension: head.startswith(OLE_START[:4]) and extension == ".doc",
)
DOCX = Kind(
    (".docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    _is_docx,
    lambda head, extension: head.startswith(ZIP_START) and extension == ".docx",
)
JPEG = _picture((".jpg", ".jpeg"), "image/jpeg", b"\xff\xd8\xff")
PNG = _picture((".png",), "image/png", b"\x89PNG\r\n\x1a\n")
GIF = _picture((".gif",), "image/gif", b"GIF87a", b"GIF89a")


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


WEBP = Kind((".webp",), "image/webp", _is_webp, lambda head, _extension: _is_webp(head))

DOCUMENTS = (PDF, DOC, DOCX)
# Photos that may be uploaded. Not SVG, which can contain scripts.
PHOTOS = (JPEG, PNG)
# Photos that may be shown.
PICTURES = (*PHOTOS, GIF, WEBP)
