"""The type and name under which a file from Recruspace is sent to the browser."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.http import content_disposition_header

from recruspace_dashboard.files.kinds import DOCUMENTS, PDF, PICTURES, kind_by_start
from recruspace_dashboard.files.names import clean_name, with_extension

# No page may frame a file. In a sandbox Safari shows nothing of a PDF. Every other file
# has one: no scripts, no forms, its own origin.
PDF_POLICY = "frame-ancestors 'none'"
POLICY = f"sandbox; {PDF_POLICY}"

# Extensions of other kinds that are safe to open.
HARMLESS_EXTENSIONS = {".odt", ".rtf", ".txt"}


@dataclass(frozen=True)
class Document:
    """The type and name of a file; only PDFs are shown inside the page."""

    content_type: str
    name: str

    @property
    def is_pdf(self) -> bool:
        return self.content_type == PDF.content_type


def identify_document(head: bytes, name: str) -> Document:
    """The type of a file, by its first KiB, and a name that fits it."""
    path = PurePosixPath(clean_name(name) or "cv")
    extension = path.suffix.lower()
    kind = kind_by_start(head, extension, DOCUMENTS)
    if kind is None:
        extension = extension if extension in HARMLESS_EXTENSIONS else ".bin"
        return Document(
            "application/octet-stream", with_extension(path.stem, extension, "cv")
        )
    return Document(
        kind.content_type, with_extension(path.stem, kind.extensions[0], "cv")
    )


def headers_of(document: Document) -> dict[str, str]:
    """The headers with which a document is sent."""
    disposition = content_disposition_header(not document.is_pdf, document.name)
    return {
        "Content-Disposition": disposition or "attachment",
        "Content-Security-Policy": PDF_POLICY if document.is_pdf else POLICY,
    }


def photo_type(head: bytes) -> str | None:
    """The content type of a picture that may be shown; None for any other file."""
    kind = kind_by_start(head, "", PICTURES)
    return kind.content_type if kind else None
