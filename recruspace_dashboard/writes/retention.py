"""Deletes rows that nothing ends: what was never sent, and what nobody heard of."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.writes.following import SENT_OR_NOT_TO_BE
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.models.batch import history

# A dry run that nobody has sent.
DRAFT_TIME = timedelta(days=7)
# A file of which nothing is to be sent any more. Others stay for their own retention.
FILE_TIME = timedelta(days=1)


def purge(*, everything: bool) -> Iterator[tuple[str, int]]:
    """With `everything`, they have been deleted with all others."""
    if everything:
        return
    now = timezone.now()
    drafts = Batch.objects.filter(state=Batch.State.DRAFT)
    old = drafts.filter(created_at__lt=now - DRAFT_TIME)
    yield "dry runs of batches", old.delete()[1].get(Batch._meta.label, 0)
    # A process may have died where no worker runs that would note it.
    forms = Write.objects.filter(state=Write.State.SENDING, batch=None)
    yield "lost forms", forms.filter(created_at__lt=now - history()).delete()[0]
    writes = Write.objects.filter(file=OuterRef("pk"))
    unwanted = WaitingFile.objects.exclude(
        Exists(writes.exclude(state__in=SENT_OR_NOT_TO_BE))
    )
    # A worker that died may have left one that was sent.
    sent = Exists(writes.filter(state=Write.State.DONE))
    files = unwanted.filter(Q(created_at__lt=now - FILE_TIME) | sent)
    yield "files that nobody sends", waiting.delete(files)
