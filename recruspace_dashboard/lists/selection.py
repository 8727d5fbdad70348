"""The pools that what is selected in a list can be added to."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.pages.alphabet import pool_order
from recruspace_dashboard.pages.htmx import render_result
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.services.records import TalentPool

# What a list's form says of whom it means.
MEANT = ("selected", "all", "q", "pool")


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def pool_choice(request: HttpRequest) -> HttpResponse:
    """The pools, for the panel of a list. Without JavaScript a page that gets who is
    selected, and sends it on with the pool."""

    def read() -> list[TalentPool]:
        return sorted(request.recruspace.talent_pools.all(), key=pool_order)

    template, target = "lists/_selection_pools.html", "#selection-pools"
    if request.htmx:
        return render_result(request, template, try_read(read), target)
    if request.method != "POST":
        return redirect("pools:list")
    meant = [
        (name, value) for name in MEANT for value in request.POST.getlist(name) if value
    ]
    context = {"pools": read(), "meant": meant}
    return render(request, "lists/pool_choice.html", context)
