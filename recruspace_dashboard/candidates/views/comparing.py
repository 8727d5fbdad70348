"""Candidates side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.candidates.comparing import (
    FEWEST,
    MOST,
    asked_ids,
    facts_of,
    read_compared,
)
from recruspace_dashboard.pages.request import HttpRequest


@require_safe
@recruspace_required
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four candidates; of more, it offers to compare the first."""
    ids = asked_ids(request.GET.getlist("ids"))
    if not FEWEST <= len(ids) <= MOST:
        context = {"number": len(ids), "first": ids[:MOST], "most": MOST}
        return render(request, "candidates/compare_none.html", context)
    compared = read_compared(request, ids)
    context = {"compared": compared, "facts": facts_of(compared)}
    return render(request, "candidates/compare.html", context)
