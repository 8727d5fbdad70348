"""A waiting file: as it came, and its pages drawn."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.documents.kept import KeptDrawing, Outline
from recruspace_dashboard.documents.showing import (
    ShownCv,
    draw,
    find_kept,
    show_page,
    show_pages,
)
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.downloads import headers_of, identify_document
from recruspace_dashboard.intake.models import IntakeFile
from recruspace_dashboard.intake.views.finding import find, find_file
from recruspace_dashboard.pages.request import HttpRequest

# What tells the kind of a file.
HEAD = 1024


@require_GET
@recruspace_required
def cv(request: HttpRequest, intake_id: int, number: int) -> HttpResponse:
    file = _find(request, intake_id, number)
    content = _content(file)
    document = identify_document(content[:HEAD], file.name)
    return HttpResponse(
        content, content_type=document.content_type, headers=headers_of(document)
    )


@require_safe
@recruspace_required
def cv_pages(request: HttpRequest, intake_id: int, number: int) -> HttpResponse:
    file = _find(request, intake_id, number)
    shown = shown_cv(intake_id, number).named(file.name)
    context = {"intake_address": _back(intake_id, number)}
    return show_pages(request, shown, _reader(request, shown, file, 1), context)


@require_safe
@recruspace_required
def cv_page(
    request: HttpRequest, intake_id: int, number: int, page: int
) -> HttpResponse:
    file = _find(request, intake_id, number)
    shown = shown_cv(intake_id, number).named(file.name)
    context = {"intake_address": _back(intake_id, number)}
    read = _reader(request, shown, file, page)
    return show_page(request, shown, page, read, context)


def _find(request: HttpRequest, intake_id: int, number: int) -> IntakeFile:
    """A file that is here. Raises `Http404`."""
    file = find_file(find(request, intake_id), number)
    if file.file is None:
        raise Http404("no file")
    return file


def shown_cv(intake_id: int, number: int) -> ShownCv:
    return ShownCv(
        f"cv-{intake_id}-{number}",
        reverse("intake:cv", args=[intake_id, number]),
        reverse("intake:cv_pages", args=[intake_id, number]),
        "intake/cv.html",
    )


def _back(intake_id: int, number: int) -> str:
    return f"{reverse('intake:detail', args=[intake_id])}?at={number}"


def _reader(
    request: HttpRequest, shown: ShownCv, file: IntakeFile, number: int
) -> Callable[[], tuple[ShownCv, Outline, str]]:
    """Reads one page: what is kept of it, else drawn."""
    waits = file.file
    name = f"waiting {waits.pk} {waits.digest}" if waits else ""
    kept = KeptDrawing(request.user.api_key.reveal(), name)

    def read() -> tuple[ShownCv, Outline, str]:
        known = find_kept(kept, number)
        return shown, *(known or draw(kept, _content(file), number))

    return read


def _content(file: IntakeFile) -> bytes:
    """Raises `Http404`."""
    try:
        if file.file:
            return waiting.read(file.file)
    except waiting.Gone:
        pass
    raise Http404(_("The file waited too long, and was removed."))
