"""A file of Recruspace as it is handed to the browser."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from recruspace_dashboard.files.kinds import DOCUMENTS, PDF, PICTURES, kind_by_start
from recruspace_dashboard.files.names import clean_stem, with_ending

# Endings of other kinds that open nothing harmful.
HARMLESS = {".odt", ".rtf", ".txt"}


@dataclass(frozen=True)
class Document:
    """The type and name of a file; only a PDF is shown in the page."""

    content_type: str
    name: str

    @property
    def is_pdf(self) -> bool:
        return self.content_type == PDF.content_type


def read_document(head: bytes, name: str) -> Document:
    """The type that the first KiB of a file tells, and a name that fits it."""
    path = PurePosixPath(clean_stem(name) or "cv")
    ending = path.suffix.lower()
    kind = kind_by_start(head, ending, DOCUMENTS)
    if kind is None:
        ending = ending if ending in HARMLESS else ".bin"
        return Document(
            "application/octet-stream", with_ending(path.stem, ending, "cv")
        )
    return Document(kind.content_type, with_ending(path.stem, kind.endings[0], "cv"))


def photo_type(head: bytes) -> str | None:
    """The content type of a picture that is shown; None for any other file."""
    kind = kind_by_start(head, "", PICTURES)
    return kind.content_type if kind else None
