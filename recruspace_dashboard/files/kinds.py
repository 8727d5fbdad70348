"""The kinds of files the dashboard knows, each told by its content: the name and type
that a browser or a server gives are claims."""

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

# Of a DOCX, as its directory says: it is never unpacked.
MOST_MEMBERS = 1000
LARGEST_UNPACKED = 100 * 1024 * 1024
# Where a PDF may begin, as PDF readers allow it.
PDF_STARTS_WITHIN = 1024

PDF_START = b"%PDF-"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_START = b"PK\x03\x04"


class UnsafeFile(ValueError):
    """A file of a known kind that could do harm when it is opened."""


@dataclass(frozen=True)
class Kind:
    """A kind of file. The first of `endings` is given to a name that has none.

    `matches` looks at a whole file before it is sent to Recruspace, and may raise
    `UnsafeFile`. `begins` looks at the first KiB of a file that Recruspace has, and at
    the ending of its name.
    """

    endings: tuple[str, ...]
    content_type: str
    matches: Callable[[bytes], bool]
    begins: Callable[[bytes, str], bool]


def kind_of(content: bytes, kinds: Sequence[Kind]) -> Kind | None:
    """The kind of a whole file; None if it is none of `kinds`.

    Raises `UnsafeFile`.
    """
    return next((kind for kind in kinds if kind.matches(content)), None)


def kind_by_start(head: bytes, ending: str, kinds: Sequence[Kind]) -> Kind | None:
    """The kind of a file by its first KiB and its ending; None if it is none."""
    return next((kind for kind in kinds if kind.begins(head, ending)), None)


def _starts_with(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _picture(ending: str, content_type: str, *starts: bytes) -> Kind:
    matches = _starts_with(*starts)
    endings = (ending, ".jpeg") if ending == ".jpg" else (ending,)
    return Kind(endings, content_type, matches, lambda head, _ending: matches(head))


def _is_doc(content: bytes) -> bool:
    is_word = "WordDocument".encode("utf-16-le") in content
    return content.startswith(OLE_START) and is_word


def _is_docx(content: bytes) -> bool:
    """Whether it is a DOCX. Raises `UnsafeFile`."""
    if not content.startswith(ZIP_START):
        return False
    # Counted before the directory is read, which takes memory for each member.
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
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
    too_large = sum(member.file_size for member in members) > LARGEST_UNPACKED
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
    lambda head, _ending: PDF_START in head[:PDF_STARTS_WITHIN],
)
DOC = Kind(
    (".doc",),
    "application/msword",
    _is_doc,
    lambda head, ending: head.startswith(OLE_START[:4]) and ending == ".doc",
)
DOCX = Kind(
    (".docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    _is_docx,
    lambda head, ending: head.startswith(ZIP_START) and ending == ".docx",
)
JPEG = _picture(".jpg", "image/jpeg", b"\xff\xd8\xff")
PNG = _picture(".png", "image/png", b"\x89PNG\r\n\x1a\n")
GIF = _picture(".gif", "image/gif", b"GIF87a", b"GIF89a")


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


WEBP = Kind((".webp",), "image/webp", _is_webp, lambda head, _ending: _is_webp(head))

DOCUMENTS = (PDF, DOC, DOCX)
# What may be uploaded as a photo. SVG is none, as it may hold scripts.
PHOTOS = (JPEG, PNG)
# What is shown as a photo.
PICTURES = (*PHOTOS, GIF, WEBP)
