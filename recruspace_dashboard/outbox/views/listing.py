"""The outbox, and the job posts that can be chosen for a batch."""

from functools import partial

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts.access import client_if_key, recruspace_required
from recruspace_dashboard.outbox.listing import batches_of, lines, listed, singles_of
from recruspace_dashboard.outbox.reading import single_lines
from recruspace_dashboard.outbox.targets import published
from recruspace_dashboard.pages.htmx import redirect_to, render_page, render_result
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Write

BATCHES, SINGLES = 25, 25
# What a user may say of a single write whose outcome is unknown.
DECISIONS = {"done": Write.State.DONE, "skip": Write.State.CANCELLED}


@require_safe
@client_if_key
def outbox(request: HttpRequest) -> HttpResponse:
    user = request.user
    team = user.is_superuser and request.GET.get("of") == "team"
    mine = Paginator(listed(batches_of(user, whole_team=team)), BATCHES)
    singles = Paginator(singles_of(user, whole_team=team), SINGLES)
    page = mine.get_page(request.GET.get("page"))
    sent = singles.get_page(request.GET.get("sent"))
    on_page = lines(list(page), user)
    context = {
        "team": team,
        "page": page,
        "batches": on_page,
        "sent": sent,
        "days": int(settings.HISTORY_DAYS),
        "under_way": any(one.batch.state == "running" for one in on_page),
        "singles": single_lines(request, list(sent)),
    }
    return render_page(
        request,
        page="outbox/outbox.html",
        fragment="outbox/_outbox.html",
        context=context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, write_id: int) -> HttpResponse:
    """The user says what became of a form whose outcome is unknown."""
    write = get_object_or_404(singles_of(request.user, whole_team=False), pk=write_id)
    if request.method == "POST":
        state = DECISIONS.get(request.POST.get("decision", ""))
        if state is None:
            raise Http404
        batches.settle(Write.objects.filter(pk=write.pk), state)
    return redirect_to(request, reverse("outbox:list"))


@require_safe
@recruspace_required
def jobs(request: HttpRequest) -> HttpResponse:
    """The job posts to choose from, for the panel of a list."""
    read = try_read(partial(published, request.recruspace))
    return render_result(request, "outbox/_jobs.html", read, "#selection-jobs")
