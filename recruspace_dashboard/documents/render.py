"""What other rooms ask of a file: its pages to look at, or its text.

Both start a locked child of their own, so a file costs at most its own answer.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from recruspace_dashboard.documents import html, process
from recruspace_dashboard.documents.answers import Page, page_of, text_of
from recruspace_dashboard.files.kinds import (
    OLE_START,
    PDF_HEADER_WITHIN,
    PDF_START,
    ZIP_START,
)

# Between the pages of a text; no page has one in it.
NEXT_PAGE = "\f"
# Of one file, however many pages it has.
MAX_PAGES = 50
MAX_TEXT = 1_000_000


class Kind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"


class Fault(StrEnum):
    """Why a file, or a page of it, cannot be shown."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too large"
    UNKNOWN = "unknown"
    TOO_LONG = "too long"


@dataclass(frozen=True)
class Drawing:
    """A file to look at: drawn pages by their number from 1, or cleaned HTML.

    `pages` is how many the file has. A page that was asked for and is not in `drawn`
    cannot be drawn.
    """

    fault: Fault | None = None
    pages: int = 0
    drawn: dict[int, Page] = field(default_factory=dict)
    html: str = ""


def kind_of(content: bytes) -> Kind | None:
    """The kind by the content alone: names and types lie."""
    if PDF_START in content[:PDF_HEADER_WITHIN]:
        return Kind.PDF
    if content.startswith(ZIP_START):
        return Kind.DOCX
    # A DOCX with a password is in the container of a DOC.
    return Kind.DOC if content.startswith(OLE_START) else None


def render(content: bytes, first: int = 1, last: int = 1) -> Drawing:
    """The pages from `first` to `last`, or a whole DOCX or DOC. Raises `Busy`."""
    match kind_of(content):
        case None:
            return Drawing(Fault.UNKNOWN)
        case Kind.PDF:
            return _pages(content, first, min(last, MAX_PAGES))
        case kind:
            said = process.ask(kind, "draw", content=content)
            return _written(said[0][0] if said else {})


def text(content: bytes) -> str | Fault:
    """All its words, such as for a search, with `NEXT_PAGE` between pages; or why there
    are none. Raises `Busy`."""
    kind = kind_of(content)
    if kind is None:
        return Fault.UNKNOWN
    said = [words for words, _picture in process.ask(kind, "text", content=content)]
    parts = [text_of(words["text"], MAX_TEXT) for words in said if "text" in words]
    if not parts:
        return _fault(said[0] if said else {})
    return NEXT_PAGE.join(parts)[:MAX_TEXT]


def _pages(content: bytes, first: int, last: int) -> Drawing:
    words = ("draw", str(first - 1), str(last))
    said = process.ask(Kind.PDF, *words, content=content)
    pages = said[0][0].get("pages") if said else None
    if not isinstance(pages, int) or pages < 1:
        return Drawing(_fault(said[0][0] if said else {}))
    drawn = {}
    for words_of_page, picture in said[1:]:
        number = words_of_page.get("page")
        if isinstance(number, int) and first <= number + 1 <= last:
            page = page_of(words_of_page, picture)
            if page:
                drawn[number + 1] = page
    return Drawing(pages=pages, drawn=drawn)


def _written(said: dict[str, Any]) -> Drawing:
    if isinstance(said.get("html"), str):
        if len(said["html"]) > html.MAX_HTML:
            return Drawing(Fault.TOO_LARGE)
        try:
            return Drawing(html=html.clean_html(said["html"]))
        except html.NotClean:
            return Drawing(Fault.DAMAGED)
    if isinstance(said.get("text"), str):
        return Drawing(html=html.html_of_text(text_of(said["text"], html.MAX_TEXT)))
    return Drawing(_fault(said))


def _fault(said: dict[str, Any]) -> Fault:
    try:
        return Fault(said.get("fault", Fault.DAMAGED))
    except ValueError:
        return Fault.DAMAGED
