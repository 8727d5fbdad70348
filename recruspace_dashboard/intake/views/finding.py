"""The intakes of a user, and what was posted to them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from recruspace_dashboard.files.many import PostedFile, files_of
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES
from recruspace_dashboard.intake import rows
from recruspace_dashboard.intake.archives import is_junk
from recruspace_dashboard.intake.arrival import shown_name
from recruspace_dashboard.intake.forms import announced
from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.intake.rows import Announced, Elsewhere
from recruspace_dashboard.intake.sheets import keeping
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.models.batch import this_api


def intakes_of(request: HttpRequest) -> QuerySet[Intake]:
    return Intake.objects.filter(owner=request.user, api=this_api())


def find(request: HttpRequest, intake_id: int) -> Intake:
    """Another's intake is not there."""
    return get_object_or_404(intakes_of(request), pk=intake_id)


def find_file(intake: Intake, number: int) -> IntakeFile:
    return get_object_or_404(intake.files.all(), number=number)


def posted_files(request: HttpRequest) -> Sequence[PostedFile]:
    """Without what programs leave in folders."""
    return [one for one in files_of(request, "files") if not is_junk(one.name)]


def manifest(request: HttpRequest) -> Sequence[Announced] | None:
    """The files that the browser is about to send; None where it sends them itself.

    Raises `ValidationError`.
    """
    if "manifest" not in request.POST:
        return None
    listed = announced(request.POST["manifest"])
    if not listed:
        raise ValidationError(_("Choose files."))
    return listed


def take_sheet(intake: Intake, posted: PostedFile) -> None:
    """Keeps a table of candidates with the intake."""
    with posted.open() as stream:
        content = stream.read(MAX_UPLOAD_BYTES + 1)
    try:
        keeping.put(intake, shown_name(posted.name), content)
    except Intake.DoesNotExist:
        raise Http404 from None


def take_all(request: HttpRequest, intake: Intake, files: Sequence[PostedFile]) -> None:
    """Each has a row at once: where something ends this, none is lost in silence."""
    listed = [Announced(one.name, one.size) for one in files]
    try:
        expected = rows.expect(intake, listed, are_here=True)
        for row, posted in zip(expected, files, strict=True):
            try:
                rows.arrive(intake, row, request.user, posted)
            except Elsewhere:
                continue
    except Intake.DoesNotExist:
        raise Http404 from None
