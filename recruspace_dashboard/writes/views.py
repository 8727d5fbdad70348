"""Two pages that may interrupt typing: both store a draft."""

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
    """Sets language or theme for this browser, and leads back to the same page."""
    if path := request.POST.get("draft_path"):
        store_draft(request, path)
    response = HttpResponseRedirect(safe_next_page(request) or resolve_url("home"))
    set_preferences(response, request.POST.dict())
    return response


def csrf_failure(request: DjangoRequest, reason: str = "") -> HttpResponse:
    """The page for a form with another browser's token: nothing was done."""
    htmx = is_htmx(request)
    page = "includes/_fault_out_of_date.html" if htmx else "403_csrf.html"
    response = render(request, page, {"kept": store_draft(request)}, status=403)
    return show_above_page(response) if htmx else response
