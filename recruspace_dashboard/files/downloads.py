"""What a file is, by what is in it: its name and the type it came with may not fit."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from recruspace_dashboard.files.uploads import DOC, DOCX, JPEG, LONGEST_NAME, PDF, PNG

# As readers of PDFs allow it.
PDF_STARTS_WITHIN = 1024
# Endings that open nothing which could do harm.
HARMLESS = {".odt", ".rtf", ".txt"}


@dataclass(frozen=True)
class Document:
    """A file as it is handed to the browser; only a PDF is shown there."""

    content_type: str
    name: str

    @property
    def is_pdf(self) -> bool:
        return self.content_type == PDF.content_type


def read_document(head: bytes, name: str) -> Document:
    """The type that the start of a file tells, and a name that fits it."""
    path = PurePosixPath(_plain(name) or "cv")
    ending = path.suffix.lower()
    if b"%PDF-" in head[:PDF_STARTS_WITHIN]:
        return Document(PDF.content_type, f"{path.stem}.pdf")
    if head.startswith(b"\xd0\xcf\x11\xe0") and ending == ".doc":
        return Document(DOC.content_type, f"{path.stem}.doc")
    if head.startswith(b"PK\x03\x04") and ending == ".docx":
        return Document(DOCX.content_type, f"{path.stem}.docx")
    ending = ending if ending in HARMLESS else ".bin"
    return Document("application/octet-stream", f"{path.stem}{ending}")


def photo_type(head: bytes) -> str | None:
    """The type of a picture, or None for what is none. SVG, as it may hold scripts,
    is none."""
    for kind in (JPEG, PNG):
        if kind.matches(head):
            return kind.content_type
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def _plain(name: str) -> str:
    """The last part of a path, without what a file system or a reader trips over:
    control characters, those that turn the direction of writing, and dots in front."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(letter if letter.isprintable() else "_" for letter in last)
    shown = re.sub(r'[<>:"|?*]', "_", shown).strip(" .")
    if len(shown) <= LONGEST_NAME:
        return shown
    path = PurePosixPath(shown)
    return path.stem[: LONGEST_NAME - 5] + path.suffix[:5]
