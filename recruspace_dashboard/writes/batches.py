"""What a user does with a batch. Each change holds only if the batch is as expected: a
worker or another tab may have been faster."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sealing.fingerprints import fingerprint
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.models.batch import this_api

# How long a batch that was sent can be taken back.
UNDO = timedelta(seconds=10)

State = Write.State
OPEN = [Batch.State.RUNNING, Batch.State.PAUSED]
NOT_WAITING = {"not_before": None, "waits_for": "", "faults": 0}


def key_of(user: User | None) -> str | None:
    """The fingerprint of a user's stored API key; None if there is no usable one."""
    stored = ApiKey.objects.filter(user=user, user__is_active=True).first()
    if stored is None:
        return None
    try:
        return fingerprint(stored.reveal())
    except UnsealError:
        return None


@transaction.atomic
def start(batch: Batch) -> bool:
    """Sends a draft, after the time to undo. Returns whether it was one."""
    times = {"started_at": Now(), "not_before": Now() + UNDO, "waits_for": "undo"}
    running = _running(batch)
    if batch.key:
        # With another key since, a worker pauses it: it may be another company's.
        running["key"] = batch.key
    drafts = _here(batch).filter(state=Batch.State.DRAFT)
    if not drafts.update(**running | times):
        return False
    batch.writes.filter(state=State.STAGED).update(state=State.WAITING)
    return True


@transaction.atomic
def undo(batch: Batch) -> bool:
    """Makes it a draft again, if nothing of it was sent."""
    unsent = Batch.objects.filter(
        pk=batch.pk, state__in=OPEN, served_at=None, started_at__isnull=False
    )
    before = {**NOT_WAITING, "pause": "", "started_at": None}
    if not unsent.update(state=Batch.State.DRAFT, **before):
        return False
    batch.writes.filter(state=State.WAITING).update(state=State.STAGED)
    return True


def pause(batches: QuerySet[Batch], why: Batch.Pause = Batch.Pause.BY_USER) -> int:
    running = batches.filter(state=Batch.State.RUNNING)
    return running.update(state=Batch.State.PAUSED, pause=why, **NOT_WAITING)


def go_on(batch: Batch) -> bool:
    """Goes on with a batch that is paused, with the owner's key of today."""
    paused = _here(batch).filter(state=Batch.State.PAUSED)
    return bool(paused.update(**_running(batch)))


@transaction.atomic
def cancel(batch: Batch) -> int:
    """Ends it; what is being sent just now is not stopped. Returns how many writes are
    not sent any more."""
    Batch.objects.filter(pk=batch.pk).exclude(state=Batch.State.ENDED).update(
        state=Batch.State.ENDED,
        ended_at=Now(),
        pause="",
        is_cancelled=True,
        **NOT_WAITING,
    )
    unsent = batch.writes.filter(state__in=[State.STAGED, State.WAITING])
    return unsent.update(state=State.CANCELLED, ended_at=Now())


@transaction.atomic
def send_again(batch: Batch, writes: QuerySet[Write]) -> int:
    """Sends again what was refused, or what a user decided to send again; in a batch
    that is paused, once it goes on. Returns how many writes."""
    # First the batch, as the worker does: they would wait for each other.
    sent = _here(batch).exclude(state=Batch.State.DRAFT).select_for_update().first()
    if sent is None:
        return 0
    ended = writes.filter(batch=batch, state__in=[State.REFUSED, State.UNKNOWN])
    number = ended.update(
        state=State.WAITING,
        ended_at=None,
        looked_at=None,
        look_at=None,
        problem="",
        sealed_reason="",
    )
    if number and sent.state == Batch.State.ENDED:
        run_again(batch)
    return number


def run_again(batch: Batch) -> None:
    """One that has ended has something to send again. Its row is locked before."""
    _here(batch).update(ended_at=None, is_cancelled=False, **_running(batch))


def settle(writes: QuerySet[Write], state: Write.State) -> int:
    """Stores what a user knows of writes whose outcome is unknown."""
    unknown = writes.filter(state=State.UNKNOWN)
    return unknown.update(state=state, ended_at=Now(), look_at=None, sealed_reason="")


def _here(batch: Batch) -> QuerySet[Batch]:
    """The row of a batch, unless it is another API's: that has other candidates."""
    return Batch.objects.filter(pk=batch.pk, api=this_api())


def _running(batch: Batch) -> dict[str, object]:
    key = key_of(batch.owner) or ""
    return {"state": Batch.State.RUNNING, "pause": "", "key": key, **NOT_WAITING}
