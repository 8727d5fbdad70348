"""A candidate's CV in the page itself: its pages as SVG, or its text as HTML."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.candidates.cv_pages import read_pages
from recruspace_dashboard.documents.kept import Outline
from recruspace_dashboard.documents.showing import ShownCv, show_page, show_pages
from recruspace_dashboard.pages.request import HttpRequest


@require_safe
@recruspace_required
def cv_pages(request: HttpRequest, candidate_id: int) -> HttpResponse:
    context: dict[str, Any] = {"candidate_id": candidate_id}
    cv = _shown(candidate_id)
    return show_pages(request, cv, _reader(request, cv, context), context)


@require_safe
@recruspace_required
def cv_page(request: HttpRequest, candidate_id: int, number: int) -> HttpResponse:
    context: dict[str, Any] = {"candidate_id": candidate_id}
    cv = _shown(candidate_id)
    read = _reader(request, cv, context, number)
    return show_page(request, cv, number, read, context)


def _reader(
    request: HttpRequest, cv: ShownCv, context: dict[str, Any], number: int = 1
) -> Callable[[], tuple[ShownCv, Outline, str]]:
    """Reads one page, and adds the candidate to the context."""

    def read() -> tuple[ShownCv, Outline, str]:
        id = context["candidate_id"]
        candidate, outline, page = read_pages(request, id, number)
        context["candidate"] = candidate
        return cv.named(candidate.name), outline, page

    return read


def _shown(candidate_id: int) -> ShownCv:
    return ShownCv(
        f"cv-{candidate_id}",
        reverse("candidates:cv", args=[candidate_id]),
        reverse("candidates:cv_pages", args=[candidate_id]),
        "candidates/candidate_cv.html",
    )
