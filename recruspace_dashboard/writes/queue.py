"""Which write a worker sends next. Rows are claimed by changing their state: whoever
changes it has the write, and nobody else sends it.

The row of the batch is locked before its writes change, here as in `batches.py`: so
both cannot see what the other is about to change.
"""

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
from recruspace_dashboard.writes.models.write import MAX_CALL_TIME

State = Write.State
RUNNING = Batch.State.RUNNING

# A worker's call has ended after this time, even if the worker died; one that sends a
# file only after `MAX_CALL_TIME`.
LEASE = timedelta(seconds=30)
SENDING_FILES = [Write.Action.CANDIDATE]
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
    served = running.values_list("owner").annotate(Max("served_at"))
    turns = {owner: at or LONG_AGO for owner, at in served}
    waiting = list(_may_go(running).select_related("owner"))
    waiting.sort(key=lambda one: (turns.get(one.owner_id, LONG_AGO), one.pk))
    for batch in waiting:
        client = _client_of(batch)
        if client is not None:
            yield batch, client


@transaction.atomic
def claim(batch: Batch, client: RecruspaceClient) -> Claimed | None:
    """The next write of a batch; None if there is none. A batch without any ends.

    It may have been taken back, paused or told to wait since it was read.
    """
    still = _may_go(Batch.objects.filter(pk=batch.pk, state=RUNNING, key=batch.key))
    if not still.update(served_at=Now(), waits_for=""):
        return None
    row = batch.writes.filter(state=State.WAITING).order_by("pk").first()
    if row is None:
        _end(batch)
        return None
    same = Write.objects.filter(pk=row.pk)
    same.update(state=State.SENDING, sent_at=Now(), attempts=F("attempts") + 1)
    row.refresh_from_db()
    return Claimed(row, batch, client)


@transaction.atomic
def give_back(write: Write) -> None:
    """It was not sent after all. It waits again, unless the batch was cancelled."""
    batch = Batch.objects.select_for_update().filter(pk=write.batch_id or 0).first()
    same = Write.objects.filter(
        pk=write.pk, state=State.SENDING, attempts=write.attempts
    )
    unsent = {"sent_at": None, "attempts": F("attempts") - 1}
    if batch and batch.state == Batch.State.ENDED:
        same.update(state=State.CANCELLED, ended_at=Now(), **unsent)
    else:
        same.update(state=State.WAITING, **unsent)


def sharing(batch: Batch) -> QuerySet[Batch]:
    """The batches under way with the same API key."""
    return Batch.objects.filter(state=RUNNING, key=batch.key, api=batch.api)


def note_lost() -> None:
    """What a process that died was sending may have been sent, or not."""
    lost = Write.objects.filter(state=State.SENDING)
    unknown = {"state": State.UNKNOWN, "ended_at": Now()}
    long_lost = lost.filter(sent_at__lt=Now() - MAX_CALL_TIME)
    of_batches = lost.filter(batch__isnull=False, sent_at__lt=Now() - LEASE)
    of_batches.exclude(action__in=SENDING_FILES).update(look_at=Now(), **unknown)
    long_lost.filter(batch__isnull=False).update(look_at=Now(), **unknown)
    long_lost.filter(batch=None).update(**unknown)


def cancel_ownerless() -> None:
    """Nobody goes on with what a user left who is gone."""
    for batch in Batch.objects.filter(
        Q(owner=None) | Q(owner__is_active=False), state__in=batches.OPEN
    ):
        batches.cancel(batch)


def _may_go(running: QuerySet[Batch]) -> QuerySet[Batch]:
    return running.filter(Q(not_before=None) | Q(not_before__lte=Now()))


def _end(batch: Batch) -> None:
    """Ends a batch that has nothing left to send, unless something is being sent."""
    if not batch.writes.filter(state=State.SENDING).exists():
        Batch.objects.filter(pk=batch.pk).update(
            state=Batch.State.ENDED, ended_at=Now(), **batches.NOT_WAITING
        )


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
