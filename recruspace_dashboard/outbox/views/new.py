"""Takes what is to be done for a selection, and leads to its dry run."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.outbox import targets
from recruspace_dashboard.outbox.forms import BatchForm
from recruspace_dashboard.outbox.selection import (
    NotSelectable,
    Selection,
    select,
    select_all,
)
from recruspace_dashboard.outbox.staging import stage
from recruspace_dashboard.outbox.targets import UnusableTarget
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.writes.drafts import delete_draft
from recruspace_dashboard.writes.models import Batch, Draft, Write


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _restored(request)
    form, status = BatchForm(request.POST), 422
    if form.is_valid():
        try:
            batch = _staged(request, form)
        except (NotSelectable, UnusableTarget) as error:
            form.add_error(None, str(error))
        except RecruspaceError as error:
            status = _add_fault(form, error)
        else:
            delete_draft(request)
            dry_run = reverse("outbox:batch", args=[batch.pk])
            # The browser asks for it, and does not post again.
            return HttpResponseRedirect(dry_run, status=303)
    return _page(request, form, status)


def _restored(request: HttpRequest) -> HttpResponse:
    """What was typed before a session ended or a key was refused."""
    typed = Draft.load(request.user, request.path)
    if typed is None:
        return redirect("candidates:find")
    form = BatchForm(typed)
    form.restored = True
    messages.info(request, _("What you typed before has been restored."))
    return _page(request, form, 200)


def _page(request: HttpRequest, form: BatchForm, status: int) -> HttpResponse:
    if form.chosen in ("talent_pool_id", "job_post"):
        try:
            form.offer(targets.choices(request.recruspace, form.chosen))
        except RecruspaceError as error:
            status = _add_fault(form, error)
    return render(request, "outbox/new.html", {"form": form}, status=status)


def _add_fault(form: BatchForm, error: RecruspaceError) -> int:
    """Says in the form what is wrong with the API; a refused key leads to its page."""
    if isinstance(error, AuthenticationFailed) and error.status == 401:
        raise error
    fault = explain(error)
    if fault.text not in form.non_field_errors():
        form.add_error(None, fault.text)
    return fault.status


def _staged(request: HttpRequest, form: BatchForm) -> Batch:
    """Raises `NotSelectable`, `UnusableTarget`, `RecruspaceError`."""
    data = form.cleaned_data
    arguments = _arguments(request, data)
    if data["all"]:
        selection: Selection = select_all(request, data["q"], form.pool_id)
    else:
        selection = select(request, form.selected)
    return stage(request.user, data["action"], arguments, selection)


def _arguments(request: HttpRequest, data: dict[str, Any]) -> dict[str, Any]:
    """What is sent for all. Raises `UnusableTarget`, `RecruspaceError`."""
    client = request.recruspace
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
