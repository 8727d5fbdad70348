from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.home.reading import read_overview
from recruspace_dashboard.pages.request import HttpRequest


@require_safe
@recruspace_required
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "overview": read_overview(request.recruspace),
        "gate": request.recruspace.gate,
    }
    return render(request, "home/home.html", context)
