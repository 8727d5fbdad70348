from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.accounts.session_data import add_seen_pools
from recruspace_dashboard.home.inbox import read_inbox
from recruspace_dashboard.home.reading import read_overview
from recruspace_dashboard.lists.copied_listing import notice
from recruspace_dashboard.lists.copy import Copy, if_readable
from recruspace_dashboard.pages.request import HttpRequest


@require_safe
@recruspace_required
def home(request: HttpRequest) -> HttpResponse:
    """The inbox, from the copy; while there is none, an overview from the API."""
    context = if_readable(lambda: _inbox(request))
    if context is None:
        return _live(request)
    return render(request, "home/home.html", context)


def _inbox(request: HttpRequest) -> dict[str, Any] | None:
    copy = Copy.of(request) if Copy.is_made() else None
    if copy is None or not copy.begun():
        return None
    return {
        "inbox": read_inbox(copy, request.user),
        "notice": notice(copy),
        "as_of": copy.as_of(),
        "gate": request.recruspace.gate,
    }


def _live(request: HttpRequest) -> HttpResponse:
    overview = read_overview(request.recruspace)
    if overview.pools.data:
        # Candidates are opened from here as from their pool.
        add_seen_pools(request.session, overview.pools.data.pools)
    context = {
        "overview": overview,
        "gate": request.recruspace.gate,
        "library": settings.LIBRARY,
    }
    return render(request, "home/live.html", context)
