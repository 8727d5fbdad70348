"""Which write a worker sends next. Rows are claimed by changing their state: whoever
changes it has the write, and nobody else sends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Now

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.sealing.fingerprints import fingerprint
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.models.batch import this_api

State = Write.State
RUNNING = Batch.State.RUNNING

# A worker's call has ended after this time, even if the worker died.
LEASE = timedelta(seconds=30)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Claimed:
    """A write that this worker alone is to send, and the client to do it with."""

    write: Write
    batch: Batch
    client: RecruspaceClient


def ready() -> Iterator[tuple[Batch, RecruspaceClient]]:
    """The batches that may be sent now, first that of the owner who has waited longest.

    One whose owner or key is gone is cancelled or paused.
    """
    running = Batch.objects.filter(state=RUNNING, api=this_api())
    may_go = Q(not_before=None) | Q(not_before__lte=Now())
    waiting = list(running.filter(may_go).select_related("owner"))
    served = running.values_list("owner").annotate(Max("served_at"))
    turns = {owner: at or LONG_AGO for owner, at in served}
    waiting.sort(key=lambda one: (turns.get(one.owner_id, LONG_AGO), one.pk))
    for batch in waiting:
        client = _client_of(batch)
        if client is not None:
            yield batch, client


def claim(batch: Batch, client: RecruspaceClient) -> Claimed | None:
    """The next write of a batch; None if there is none, or if another was faster."""
    row = batch.writes.filter(state=State.WAITING).order_by("pk").first()
    if row is None:
        _end(batch)
        return None
    with transaction.atomic():
        # The batch first: it may be taken back or paused at this moment.
        still = Batch.objects.filter(pk=batch.pk, state=RUNNING)
        taken = still.update(served_at=Now(), waits_for="") and _take(row)
    if not taken:
        return None
    row.refresh_from_db()
    return Claimed(row, batch, client)


def give_back(write: Write) -> None:
    """It was not sent after all."""
    same = Write.objects.filter(pk=write.pk, state=State.SENDING, sent_at=write.sent_at)
    same.update(state=State.WAITING, sent_at=None, attempts=F("attempts") - 1)


def sharing(batch: Batch) -> QuerySet[Batch]:
    """The batches under way with the same API key."""
    return Batch.objects.filter(state=RUNNING, key=batch.key, api=batch.api)


def note_lost() -> int:
    """What a worker that died was sending may have been sent, or not."""
    lost = Write.objects.filter(
        state=State.SENDING, batch__isnull=False, sent_at__lt=Now() - LEASE
    )
    return lost.update(state=State.UNKNOWN, ended_at=Now(), look_at=Now())


def _take(row: Write) -> int:
    waiting = Write.objects.filter(pk=row.pk, state=State.WAITING)
    return waiting.update(
        state=State.SENDING, sent_at=Now(), attempts=F("attempts") + 1
    )


def _end(batch: Batch) -> None:
    """Ends a batch that has nothing left to send, or being sent."""
    left = batch.writes.filter(state__in=[State.WAITING, State.SENDING])
    if not left.exists():
        running = Batch.objects.filter(pk=batch.pk, state=RUNNING)
        running.update(state=Batch.State.ENDED, ended_at=Now(), **batches.NOT_WAITING)


def _client_of(batch: Batch) -> RecruspaceClient | None:
    owner = batch.owner
    if owner is None or not owner.is_active:
        batches.cancel(batch)
        return None
    own = Batch.objects.filter(owner=owner, key=batch.key)
    try:
        key = ApiKey.objects.get(user=owner).reveal()
    except (ApiKey.DoesNotExist, UnsealError):
        batches.pause(own, Batch.Pause.NO_KEY)
        return None
    if fingerprint(key) != batch.key:
        batches.pause(own, Batch.Pause.OTHER_KEY)
        return None
    return client_for(key, Purpose.BACKGROUND)
