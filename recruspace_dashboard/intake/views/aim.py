"""Where the files of an intake are added, with which tags and note: for all of them, or
for one alone."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.intake.aims import TargetForm, offer_targets
from recruspace_dashboard.intake.forms import ForAllForm
from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.intake.views.finding import find
from recruspace_dashboard.outbox.targets import UnusableTarget
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.htmx import redirect_to
from recruspace_dashboard.pages.request import HttpRequest, posted
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.writes.drafts import delete_draft, restore_draft
from recruspace_dashboard.writes.models import Write

TARGET = ("talent_pool_id", "job_post", "target")


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def aim(request: HttpRequest, intake_id: int) -> HttpResponse:
    """For all files for which nothing else is said."""
    intake = find(request, intake_id)
    form = ForAllForm(posted(request), initial=_initial(intake.for_all))

    def keep(told: dict[str, Any]) -> None:
        intake.sealed_for_all = intake.seal(told)
        intake.save(update_fields=["sealed_for_all"])

    back = reverse("intake:detail", args=[intake_id])
    return _answer(request, form, keep, {"back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def aim_one(request: HttpRequest, intake_id: int, number: int) -> HttpResponse:
    """For one file alone."""
    intake = find(request, intake_id)
    file = _changeable(intake, number)
    form = TargetForm(posted(request), initial={**intake.for_all, **file.own})

    def keep(told: dict[str, Any]) -> None:
        own = {name: value for name, value in file.own.items() if name not in TARGET}
        if any(told.get(name) != intake.for_all.get(name) for name in TARGET):
            own |= told
        file.sealed_own = file.seal(own)
        file.save(update_fields=["sealed_own"])

    back = f"{reverse('intake:detail', args=[intake_id])}?at={number}"
    return _answer(request, form, keep, {"back": back, "file": file})


def _changeable(intake: Intake, number: int) -> IntakeFile:
    here = intake.files.filter(number=number, state=IntakeFile.State.READ)
    file = here.select_related("write").first()
    # What was staged and cancelled may be changed.
    if file is None or (file.write and file.write.state != Write.State.CANCELLED):
        raise Http404("nothing to change")
    return file


def _initial(for_all: dict[str, Any]) -> dict[str, Any]:
    return {**for_all, "tags": ", ".join(for_all.get("tags") or ())}


def _answer(
    request: HttpRequest,
    form: ForAllForm,
    keep: Callable[[dict[str, Any]], None],
    context: dict[str, Any],
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            keep(form.for_all(request.recruspace))
        except UnusableTarget as error:
            form.add_error(None, str(error))
        except RecruspaceError as error:
            if isinstance(error, AuthenticationFailed) and error.status == 401:
                raise
            form.add_error(None, explain(error).text)
        else:
            delete_draft(request)
            return redirect_to(request, context["back"])
    restore_draft(request, form)
    offer_targets(request.recruspace, form)
    context |= {"form": form, "errors_id": "aim-form-errors"}
    status = 422 if form.errors else 200
    return render(request, "intake/aim.html", context, status=status)
