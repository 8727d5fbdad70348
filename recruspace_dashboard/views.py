"""Pages that belong to no room."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard.http import above_page
from recruspace_dashboard.submissions.drafts import keep_draft


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers `ok` where the process and its database work; asks no API."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page, or for htmx the line above the page that is there, for a form whose
    token is not the browser's: nothing was done."""
    htmx = getattr(request, "htmx", False)
    page = "includes/_fault_out_of_date.html" if htmx else "403_csrf.html"
    response = render(request, page, {"kept": keep_draft(request)}, status=403)
    return above_page(response) if htmx else response
