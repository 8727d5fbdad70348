"""What an intake keeps of its files: those that never came, or waited too long, are
told so; what is removed by hand goes at once."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.writes.models import Write

State = IntakeFile.State

# Who closes the page in the middle may go on so long.
ARRIVES_WITHIN = timedelta(days=1)
NEVER_SENT = (Write.State.CANCELLED, Write.State.REFUSED)


def purge() -> Iterator[tuple[str, int]]:
    before = timezone.now() - ARRIVES_WITHIN
    late = Q(state=State.EXPECTED, created_at__lt=before)
    here = [State.ARRIVED, State.READ]
    removed = Q(state__in=here, file=None, write=None)
    gone = IntakeFile.objects.filter(late | removed)
    number = gone.update(state=State.FAILED, problem=IntakeFile.Problem.GONE)
    yield "files that are not here any more", number


def delete(intake: Intake) -> None:
    """Deletes it, with its files that are not to be sent any more."""
    rows = intake.files.exclude(file=None)
    unsent = rows.filter(Q(write=None) | Q(write__state__in=NEVER_SENT))
    # First the rows: what arrives meanwhile finds no intake, and is removed. Another
    # tab may put them into the outbox just now: that waits, or is waited for.
    with transaction.atomic():
        Intake.objects.select_for_update().filter(pk=intake.pk).first()
        ids = list(unsent.values_list("file_id", flat=True))
        intake.delete()
    waiting.delete(WaitingFile.objects.filter(pk__in=ids))
