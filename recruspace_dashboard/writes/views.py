"""Two views that may interrupt typing: both store a draft."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST

from recruspace_dashboard.pages.htmx import is_htmx, show_above_page
from recruspace_dashboard.pages.next_page import safe_next_page
from recruspace_dashboard.pages.preferences import set_preferences
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.drafts import store_draft


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Sets the language or theme of this browser, and redirects back."""
    if path := request.POST.get("draft_path"):
        store_draft(request, path)
    response = HttpResponseRedirect(safe_next_page(request) or resolve_url("home"))
    set_preferences(response, request.POST.dict())
    return response


def csrf_failure(request: DjangoRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose CSRF token is not valid; nothing was sent."""
    htmx = is_htmx(request)
    page = "includes/_fault_out_of_date.html" if htmx else "403_csrf.html"
    response = render(request, page, {"draft_stored": store_draft(request)}, status=403)
    return show_above_page(response) if htmx else response
