"""The writes that follow one that was made. They are stored together with its outcome,
by whoever stores that: so none is there twice, and none is lost."""

import json
from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models.functions import Now

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.actions import Action, action_of
from recruspace_dashboard.writes.models import Batch, Write

State = Write.State
# A write of these is not sent any more.
SENT_OR_NOT_TO_BE = {State.DONE.value, State.CANCELLED.value}


def store(write: Write, candidate_id: int | None, note: Callable[[], bool]) -> None:
    """Stores that a write was made, with what follows it, and removes the file that was
    sent. `note` stores the outcome, and says whether it did; `candidate_id` is that of
    a new candidate."""
    following = action_of(write).then(candidate_id) if candidate_id else []
    with transaction.atomic():
        # First the batch, as in `queue.py`.
        rows = Batch.objects.select_for_update().filter(pk=write.batch_id or 0)
        batch = rows.first() if following else None
        if note() and candidate_id:
            same = Write.objects.filter(pk=write.pk, candidate_id=None)
            same.update(candidate_id=candidate_id)
            if batch and write.owner_id and not batch.is_cancelled:
                _add(batch, write, following)
    # Only now: as long as nobody knows of the outcome, it may have to be sent again.
    _remove_file(write)


def _add(batch: Batch, first: Write, following: Sequence[Action]) -> None:
    name = str(first.arguments.get("name", ""))
    state = _state(batch, first)
    for action in following:
        row = Write(
            owner_id=first.owner_id,
            sealed_for=first.sealed_for,
            batch=batch,
            action=action.name,
            api=first.api,
            candidate_id=action.candidate_id,
            **state,
        )
        row.sealed_arguments = row.seal(json.dumps({"name": name} | action.arguments))
        row.save(force_insert=True)
    if batch.state == Batch.State.ENDED:
        batches.run_again(batch)


def _state(batch: Batch, first: Write) -> dict[str, object]:
    """After a restore, what was made since the backup may have been followed, too."""
    if first.sent_at and batch.pause != Batch.Pause.RESTORED:
        return {"state": State.WAITING}
    return {"state": State.UNKNOWN, "ended_at": Now(), "look_at": Now()}


def _remove_file(write: Write) -> None:
    if not write.file_id:
        return
    states = set(
        Write.objects.filter(file=write.file_id).values_list("state", flat=True)
    )
    if State.DONE in states <= SENT_OR_NOT_TO_BE:
        waiting.delete(WaitingFile.objects.filter(pk=write.file_id))
