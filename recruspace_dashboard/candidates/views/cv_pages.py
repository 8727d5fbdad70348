"""A candidate's CV in the page itself: its pages as SVG, or its text as HTML."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import retarget

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.candidates.cv_pages import read_pages
from recruspace_dashboard.documents.kept import Outline
from recruspace_dashboard.documents.process import Busy
from recruspace_dashboard.documents.render import Fault
from recruspace_dashboard.pages import faults
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.services.http.downloads import FileTooLarge

PAGES, SHEET = "candidates/_cv_pages.html", "candidates/_cv_sheet.html"
# A page opened by itself shows its picture and follows its links; nothing else.
PAGE_POLICY = "default-src 'none'; img-src data:; frame-ancestors 'none'"


@require_safe
@recruspace_required
def cv_pages(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """All pages: the first one drawn, the others drawn once they come into view."""
    context: dict[str, Any] = {"candidate_id": candidate_id}
    try:
        candidate, outline, page = read_pages(request, candidate_id)
    except (RecruspaceError, Busy) as error:
        return _failed(request, PAGES, context, error)
    context |= {
        "candidate": candidate,
        "outline": outline,
        "reason": _reason(outline.fault),
        "html": SafeString(outline.html),
        "sheets": [
            _sheet(outline, number, page if number == 1 else None)
            for number in range(1, outline.shown + 1)
        ],
    }
    return _answer(request, PAGES, context)


@require_safe
@recruspace_required
def cv_page(request: HttpRequest, candidate_id: int, number: int) -> HttpResponse:
    """One page: for htmx in its sheet, else as an SVG of its own."""
    context: dict[str, Any] = {"candidate_id": candidate_id}
    try:
        candidate, outline, page = read_pages(request, candidate_id, number)
    except (RecruspaceError, Busy) as error:
        sheet = {"number": number}
        return _failed(request, SHEET, context | {"sheet": sheet}, error)
    if not 1 <= number <= outline.shown:
        raise Http404("no such page")
    if page and not request.htmx:
        headers = {"Content-Security-Policy": PAGE_POLICY}
        response = HttpResponse(page, content_type="image/svg+xml", headers=headers)
        patch_vary_headers(response, ["HX-Request"])
        return response
    sheet = _sheet(outline, number, page)
    context |= {"candidate": candidate, "outline": outline, "sheet": sheet}
    return _answer(request, SHEET, context | {"sheets": [sheet]})


def _answer(
    request: HttpRequest, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    template = fragment if is_fragment else "candidates/candidate_cv.html"
    context = context | {"is_fragment": is_fragment}
    response = render(request, template, context, status=status)
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


def _sheet(outline: Outline, number: int, svg: str | None) -> dict[str, Any]:
    """A page to show; one whose `svg` is None is drawn later."""
    width, height = outline.size_of(number)
    return {
        "number": number,
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
