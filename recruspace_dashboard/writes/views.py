from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recruspace_dashboard.pages.http import above_page
from recruspace_dashboard.writes.drafts import keep_draft


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page, or for htmx the line above the page that is there, for a form whose
    token is not the browser's: nothing was done."""
    htmx = getattr(request, "htmx", False)
    page = "includes/_fault_out_of_date.html" if htmx else "403_csrf.html"
    response = render(request, page, {"kept": keep_draft(request)}, status=403)
    return above_page(response) if htmx else response
