"""Takes what is to be done for a selection, and leads to its dry run."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.outbox import targets
from recruspace_dashboard.outbox.forms import BatchForm
from recruspace_dashboard.outbox.selection import (
    Selection,
    TooMany,
    select,
    select_all,
)
from recruspace_dashboard.outbox.staging import stage
from recruspace_dashboard.outbox.targets import UnusableTarget
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.models import Write


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("candidates:find")
    form = BatchForm(request.POST)
    if form.is_valid():
        try:
            arguments, selection = _arguments(request, form), _select(request, form)
        except (TooMany, UnusableTarget) as error:
            form.add_error(None, str(error))
        else:
            batch = stage(
                request.user, form.cleaned_data["action"], arguments, selection
            )
            response = redirect(reverse("outbox:batch", args=[batch.pk]))
            # The browser asks for the dry run, and does not post again.
            response.status_code = 303
            return response
    return render(request, "outbox/new.html", {"form": form}, status=422)


def _arguments(request: HttpRequest, form: BatchForm) -> dict[str, Any]:
    """What is sent for all. Raises `UnusableTarget`, `RecruspaceError`."""
    data, client = form.cleaned_data, request.recruspace
    match data["action"]:
        case Write.Action.TAG:
            return {"title": data["title"]}
        case Write.Action.NOTE:
            return {"text": data["text"]}
        case Write.Action.POOL:
            pool_id = data["talent_pool_id"]
            name = targets.pool_name(client, pool_id)
            return {"talent_pool_id": pool_id, "target": name}
        case _:
            job = data["job_post"]
            return {"job_post": job, "target": targets.job_title(client, job)}


def _select(request: HttpRequest, form: BatchForm) -> Selection:
    """Raises `TooMany`, `RecruspaceError`."""
    if form.cleaned_data["all"]:
        return select_all(request, form.cleaned_data["q"], form.pool_id)
    return select(request, form.selected)
