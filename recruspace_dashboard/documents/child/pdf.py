"""Pages of a PDF, drawn by PDFium: pictures, and where words and links are."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2_raw as pdfium

from recruspace_dashboard.documents.child import pdf_links, png
from recruspace_dashboard.documents.child.faults import (
    DAMAGED,
    ENCRYPTED,
    Unreadable,
)
from recruspace_dashboard.documents.child.frames import PICTURE, say, send
from recruspace_dashboard.documents.child.pdf_place import Place
from recruspace_dashboard.documents.child.pdf_text import page_text, words_of

# Pixels across a page: more than a phone and most desks show.
WIDTH = 1240
MAX_PIXELS = WIDTH * 3600
MAX_COLOUR = 180_000
MAX_PAGES_OF_TEXT = 100


def draw(content: bytes, first: int, last: int) -> None:
    """Says how many pages there are, and shows those from `first` until `last`."""
    with _opened(content) as document:
        amount = pdfium.FPDF_GetPageCount(document)
        if amount < 1:
            raise Unreadable(DAMAGED)
        say(pages=amount)
        with _filled_in(document) as form:
            for number in range(first, min(last, amount)):
                _draw_page(document, form, number)


def text(content: bytes) -> None:
    """Says the words of each page."""
    with _opened(content) as document:
        amount = pdfium.FPDF_GetPageCount(document)
        if amount < 1:
            raise Unreadable(DAMAGED)
        for number in range(min(amount, MAX_PAGES_OF_TEXT)):
            page = pdfium.FPDF_LoadPage(document, number)
            say(text=page_text(page) if page else "")


@contextmanager
def _opened(content: bytes) -> Iterator[ctypes.c_void_p]:
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in {
            pdfium.FPDF_ERR_PASSWORD,
            pdfium.FPDF_ERR_SECURITY,
        }
        raise Unreadable(ENCRYPTED if locked else DAMAGED)
    yield document


@contextmanager
def _filled_in(document: ctypes.c_void_p) -> Iterator[ctypes.c_void_p | None]:
    """What is written into the fields of a form; no script of it runs."""
    if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_NONE:
        yield None
        return
    yield pdfium.FPDFDOC_InitFormFillEnvironment(
        document, pdfium.FPDF_FORMFILLINFO(version=2)
    )


def _draw_page(
    document: ctypes.c_void_p, form: ctypes.c_void_p | None, number: int
) -> None:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return say(page=number, fault=DAMAGED)
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (width > 0 and height > 0):
        return say(page=number, fault=DAMAGED)
    picture = _picture(page, form, width, height)
    place = Place(page, width, height)
    words = words_of(page, place)
    links = pdf_links.links_of(document, page, place)
    say(page=number, width=width, height=height, words=words, links=links)
    send(PICTURE, picture)
    return None


def _picture(
    page: ctypes.c_void_p, form: ctypes.c_void_p | None, width: float, height: float
) -> bytes:
    scale = min(WIDTH / width, (MAX_PIXELS / width / height) ** 0.5)
    # The bytes of a line then need no filling.
    across = max(4, round(width * scale) // 4 * 4)
    down = max(1, min(round(height * scale), MAX_PIXELS // across))
    pixels = _draw(page, form, across, down, pdfium.FPDFBitmap_BGR)
    red, green, blue = pixels[0::3], pixels[1::3], pixels[2::3]
    if red == green == blue:
        return png.grey(red, across, down)
    drawn = png.colour(pixels, across, down)
    if len(drawn) <= MAX_COLOUR:
        return drawn
    plane = _draw(page, form, across, down, pdfium.FPDFBitmap_Gray)
    return png.grey(plane, across, down)


def _draw(
    page: ctypes.c_void_p,
    form: ctypes.c_void_p | None,
    across: int,
    down: int,
    kind: int,
) -> bytes:
    """The pixels of a page, one or three bytes each."""
    grey = kind == pdfium.FPDFBitmap_Gray
    row = across if grey else 3 * across
    buffer = ctypes.create_string_buffer(row * down)
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, kind, buffer, row)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    flags |= pdfium.FPDF_GRAYSCALE if grey else 0
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
    if form:
        pdfium.FPDF_FFLDraw(form, bitmap, page, 0, 0, across, down, 0, flags)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return buffer.raw
