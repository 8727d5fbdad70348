"""The pages of a file in a page of ours: as SVG, or its text as HTML."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render as render_template
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_htmx.http import retarget

from recruspace_dashboard.documents.kept import KeptDrawing, Outline
from recruspace_dashboard.documents.process import Busy
from recruspace_dashboard.documents.render import MAX_PAGES, Fault, render
from recruspace_dashboard.pages import faults
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.services.http.downloads import FileTooLarge

PAGES, SHEET = "documents/_cv_pages.html", "documents/_cv_sheet.html"
# A page opened by itself shows its picture and follows its links; nothing else.
PAGE_POLICY = "default-src 'none'; img-src data:; frame-ancestors 'none'"
# Pages drawn at once, as most CVs have no more: starting to draw takes the longest.
TOGETHER = 4


@dataclass(frozen=True)
class ShownCv:
    """A CV on a page: the id of its element, its addresses, and whose it is.

    `whole` is the template of a page that shows nothing else.
    """

    element: str
    file: str
    pages: str
    whole: str
    name: str = ""

    def named(self, name: str) -> "ShownCv":
        return replace(self, name=name)

    def page(self, number: int) -> str:
        return f"{self.pages}{number}/"


def find_kept(kept: KeptDrawing, number: int) -> tuple[Outline, str] | None:
    """What is kept of a file and of one of its pages; None if it has to be drawn."""
    outline = kept.outline()
    page = kept.page(number) if outline else None
    if outline and (page is not None or not 1 <= number <= outline.shown):
        return outline, page or ""
    return None


def draw(kept: KeptDrawing, content: bytes, number: int) -> tuple[Outline, str]:
    """Draws one page with those beside it, and keeps them. Raises `Busy`."""
    last = (number - 1) // TOGETHER * TOGETHER + TOGETHER
    return kept.put(render(content, number, min(last, MAX_PAGES)), number)


def show_pages(
    request: HttpRequest,
    cv: ShownCv,
    read: Callable[[], tuple[ShownCv, Outline, str]],
    context: dict[str, Any],
) -> HttpResponse:
    """All pages: the first one drawn, the others drawn once they come into view."""
    try:
        cv, outline, page = read()
    except (RecruspaceError, Busy) as error:
        return _failed(request, PAGES, context | {"cv": cv}, error)
    context |= {
        "cv": cv,
        "outline": outline,
        "reason": _reason(outline.fault),
        "html": SafeString(outline.html),
        "sheets": [
            _sheet(cv, outline, number, page if number == 1 else None)
            for number in range(1, outline.shown + 1)
        ],
    }
    return _answer(request, PAGES, context)


def show_page(
    request: HttpRequest,
    cv: ShownCv,
    number: int,
    read: Callable[[], tuple[ShownCv, Outline, str]],
    context: dict[str, Any],
) -> HttpResponse:
    """One page: for htmx in its sheet, else as an SVG of its own."""
    try:
        cv, outline, page = read()
    except (RecruspaceError, Busy) as error:
        sheet = {"number": number, "address": cv.page(number)}
        return _failed(request, SHEET, context | {"cv": cv, "sheet": sheet}, error)
    if not 1 <= number <= outline.shown:
        raise Http404("no such page")
    if page and not request.htmx:
        headers = {"Content-Security-Policy": PAGE_POLICY}
        response = HttpResponse(page, content_type="image/svg+xml", headers=headers)
        patch_vary_headers(response, ["HX-Request"])
        return response
    sheet = _sheet(cv, outline, number, page)
    context |= {"cv": cv, "outline": outline, "sheet": sheet, "sheets": [sheet]}
    return _answer(request, SHEET, context)


def _answer(
    request: HttpRequest, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    template = fragment if is_fragment else context["cv"].whole
    context = context | {"is_fragment": is_fragment}
    response = render_template(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _failed(
    request: HttpRequest,
    fragment: str,
    context: dict[str, Any],
    error: RecruspaceError | Busy,
) -> HttpResponse:
    """What went wrong, where the page would be."""
    fault = _explain(error)
    response = _answer(request, fragment, context | {"fault": fault}, fault.status)
    # htmx swaps an error only if the response names its target.
    return retarget(response, f"#{request.htmx.target or 'fault'}")


def _sheet(
    cv: ShownCv, outline: Outline, number: int, svg: str | None
) -> dict[str, Any]:
    """A page to show; one whose `svg` is None is drawn later."""
    width, height = outline.size_of(number)
    return {
        "number": number,
        "address": cv.page(number),
        "width": round(width),
        "height": round(height),
        "svg": SafeString(svg or ""),
        "later": svg is None,
    }


def _explain(error: RecruspaceError | Busy) -> faults.Fault:
    if isinstance(error, Busy):
        text = _("Too many CVs are being opened. Try again in a moment.")
        return faults.Fault(503, _("The CV cannot be shown now"), text)
    if isinstance(error, FileTooLarge):
        text = _(
            "The file is larger than 20 MB, which is too large for the dashboard. "
            "Open it in Recruspace."
        )
        return faults.Fault(502, _("The CV cannot be shown"), text)
    if isinstance(error, AuthenticationFailed) and error.status == 401:
        raise error
    return faults.explain(error)


def _reason(fault: Fault | None) -> str:
    match fault:
        case Fault.ENCRYPTED:
            return _("This file is protected with a password.")
        case Fault.TOO_LARGE:
            return _("This file is too large to be shown here.")
        case Fault.TOO_LONG:
            return _("This file takes too long to be read.")
        case Fault.UNKNOWN:
            return _("This is not a PDF, DOCX or DOC file.")
        case Fault.DAMAGED:
            return _("This file is damaged.")
    return ""
