"""The links of a PDF's page: those drawn as links, and addresses in its text."""

import ctypes
from collections.abc import Iterator

import pypdfium2_raw as pdfium

from recruspace_dashboard.documents.child.pdf_place import Box, Place

MAX_LINKS = 300
MAX_LENGTH = 2000


def links_of(
    document: ctypes.c_void_p, page: ctypes.c_void_p, place: Place
) -> list[tuple[str, *Box]]:
    """Each address with the left, top, width and height of where it stands."""
    found = list(_drawn(document, page))
    drawn = [box for _address, box in found]
    # Most addresses in the text are drawn as links as well.
    found += [one for one in _written(page) if not _is_on(one[1], drawn)]
    return [(address, *place.box(*box)) for address, box in found[:MAX_LINKS]]


def _is_on(box: Box, others: list[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(
        left <= x <= right and bottom <= y <= top for left, bottom, right, top in others
    )


def _drawn(
    document: ctypes.c_void_p, page: ctypes.c_void_p
) -> Iterator[tuple[str, Box]]:
    at, link, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(MAX_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, at, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        kind = pdfium.FPDFAction_GetType(action) if action else 0
        if kind != pdfium.PDFACTION_URI:
            continue
        if pdfium.FPDFLink_GetAnnotRect(link, rect):
            address = ctypes.create_string_buffer(MAX_LENGTH)
            pdfium.FPDFAction_GetURIPath(document, action, address, MAX_LENGTH)
            yield (
                address.value.decode("utf-8", "replace"),
                (rect.left, rect.bottom, rect.right, rect.top),
            )


def _written(page: ctypes.c_void_p) -> Iterator[tuple[str, Box]]:
    text = pdfium.FPDFText_LoadPage(page)
    links = pdfium.FPDFLink_LoadWebLinks(text) if text else None
    if not links:
        return
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for index in range(min(pdfium.FPDFLink_CountWebLinks(links), MAX_LINKS)):
        units = (ctypes.c_ushort * MAX_LENGTH)()
        pdfium.FPDFLink_GetURL(links, index, units, MAX_LENGTH)
        address = bytes(units).decode("utf-16-le", "replace").partition("\0")[0]
        for rect in range(min(pdfium.FPDFLink_CountRects(links, index), 10)):
            pdfium.FPDFLink_GetRect(links, index, rect, left, top, right, bottom)
            yield address, (left.value, bottom.value, right.value, top.value)
