"""Files that come one by one, as a script sends them; and further ones."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.files.many import files_of, many_files
from recruspace_dashboard.intake import rows
from recruspace_dashboard.intake.answers import answer, refusal
from recruspace_dashboard.intake.models import Intake
from recruspace_dashboard.intake.rows import Elsewhere
from recruspace_dashboard.intake.views.finding import (
    find,
    find_file,
    manifest,
    posted_files,
    take_all,
)
from recruspace_dashboard.pages.request import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
@many_files
@recruspace_required
def files(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Says which files have arrived; with POST, takes further ones."""
    intake = find(request, intake_id)
    if request.method != "POST":
        return answer(intake, intake.files.order_by("number"))
    try:
        listed, posted = manifest(request), posted_files(request)
        if listed is None and not posted:
            raise ValidationError(_("Choose files."))
    except ValidationError as error:
        return refusal(error.messages)
    if listed is None:
        take_all(request, intake, posted)
        address = reverse("intake:detail", args=[intake.pk])
        return HttpResponseRedirect(address, status=303)
    try:
        return answer(intake, rows.expect(intake, listed), 201)
    except Intake.DoesNotExist:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@many_files
@recruspace_required
def file(request: HttpRequest, intake_id: int, number: int) -> HttpResponse:
    """Takes the file of a number in. What has come is not taken again."""
    intake = find(request, intake_id)
    row = find_file(intake, number)
    if request.method != "POST":
        return redirect("intake:detail", intake_id)
    posted = files_of(request, "file")
    if len(posted) != 1:
        return refusal([_("No file has arrived.")])
    try:
        arrived = rows.arrive(intake, row, request.user, posted[0])
    except Elsewhere:
        return refusal([_("This file is being taken in already.")], 409)
    except Intake.DoesNotExist:
        raise Http404 from None
    if not arrived:
        return answer(intake, [find_file(intake, number)], already=True)
    return answer(intake, arrived, 201, already=False)
