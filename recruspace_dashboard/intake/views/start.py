"""The page where files are brought in, and how an intake begins."""

from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.kinds import DOCUMENTS
from recruspace_dashboard.files.many import files_of, many_files
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES
from recruspace_dashboard.intake import rows
from recruspace_dashboard.intake.aims import offer_targets
from recruspace_dashboard.intake.answers import answer, refusal
from recruspace_dashboard.intake.forms import ForAllForm
from recruspace_dashboard.intake.listing import listed
from recruspace_dashboard.intake.models import Intake
from recruspace_dashboard.intake.rows import MOST_FILES
from recruspace_dashboard.intake.sheets.reading import parted
from recruspace_dashboard.intake.views.finding import (
    intakes_of,
    manifest,
    posted_files,
    take_all,
    take_sheet,
)
from recruspace_dashboard.operations.server.bodies import MAX_INTAKE_BYTES
from recruspace_dashboard.outbox.targets import UnusableTarget
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.writes.drafts import delete_draft, restore_draft

ACCEPTED = ",".join(
    (
        *(end for kind in DOCUMENTS for end in kind.extensions),
        *(".zip", ".eml", ".csv", ".xlsx"),
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
@many_files
@recruspace_required
def start(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        chosen = {
            "talent_pool_id": request.GET.get("pool", ""),
            "job_post": request.GET.get("job", ""),
        }
        return _page(request, ForAllForm(initial=chosen), 200)
    form = ForAllForm(request.POST)
    try:
        begun = _begun(request, form)
    except ValidationError as error:
        form.add_error(None, error)
    except UnusableTarget as error:
        form.add_error(None, str(error))
    else:
        if begun is not None:
            delete_draft(request)
            return begun
    if "manifest" in request.POST:
        return refusal(chain.from_iterable(form.errors.values()))
    return _page(request, form, 422)


def _begun(request: HttpRequest, form: ForAllForm) -> HttpResponse | None:
    """None for a form that is not valid. Raises `ValidationError`, `UnusableTarget`."""
    announced, files = manifest(request), posted_files(request)
    sheet, files = parted(files_of(request, "sheet"), files)
    if announced is None and not files and not sheet:
        raise ValidationError(_("Choose files."))
    if not form.is_valid():
        return None
    intake = Intake(owner=request.user)
    intake.sealed_for_all = intake.seal(_for_all(request, form))
    intake.save()
    if announced is None:
        take_all(request, intake, files)
    if sheet:
        take_sheet(intake, sheet)
    if announced is not None:
        return answer(intake, rows.expect(intake, announced), 201)
    # The browser asks for it, and does not post again.
    address = reverse("intake:detail", args=[intake.pk])
    return HttpResponseRedirect(address, status=303)


def _for_all(request: HttpRequest, form: ForAllForm) -> dict[str, Any]:
    """While the API fails, the files come in without a target. Raises
    `UnusableTarget`."""
    try:
        return form.for_all(request.recruspace)
    except AuthenticationFailed as error:
        if error.status == 401:
            raise
        fault = explain(error)
    except RecruspaceError as error:
        fault = explain(error)
    words = _("Choose the talent pool or job post again.")
    messages.warning(request, f"{fault.text} {words}")
    return form.without_target


def _page(request: HttpRequest, form: ForAllForm, status: int) -> HttpResponse:
    restore_draft(request, form, request.path)
    offer_targets(request.recruspace, form)
    context = {
        "form": form,
        "errors_id": "intake-form-errors",
        "intakes": listed(intakes_of(request)),
        "room": waiting.room_left(),
        "most": MOST_FILES,
        "largest": MAX_UPLOAD_BYTES,
        "largest_archive": MAX_INTAKE_BYTES,
        "accept": ACCEPTED,
    }
    return render(request, "intake/start.html", context, status=status)
