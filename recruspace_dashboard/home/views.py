from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.accounts.session_data import add_seen_pools
from recruspace_dashboard.home.reading import read_overview
from recruspace_dashboard.pages.request import HttpRequest


@require_safe
@recruspace_required
def home(request: HttpRequest) -> HttpResponse:
    overview = read_overview(request.recruspace)
    if overview.pools.data:
        # Candidates are opened from here as from their pool.
        add_seen_pools(request.session, overview.pools.data.pools)
    context = {
        "overview": overview,
        "gate": request.recruspace.gate,
    }
    return render(request, "home/home.html", context)
