"""One worker's part of the outbox: it sends the writes of batches one by one, and looks
for those whose outcome is unknown. Any number of workers do so side by side."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import chain

from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse

from recruspace_dashboard.library import listing
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
    ValidationFailed,
)
from recruspace_dashboard.writes import batches, following, looking, queue
from recruspace_dashboard.writes.actions import Refused, Sent, action_of
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.queue import Claimed

logger = logging.getLogger(__name__)

State = Write.State
ADDING = (Write.Action.POOL, Write.Action.JOB, Write.Action.CANDIDATE)

# After a fault of the API, doubled with each in a row.
FIRST_REST, LONGEST_REST = 0.5, 60.0
MOST_DOUBLINGS = 7
# How often it looks for writes of workers that died, and of users who are gone, and for
# an outcome that is unknown while there is something to send.
LOOK_SECONDS = 2.0


class OutboxWorker:
    """`is_sending` is whether an outcome would be unknown if it was broken off."""

    def __init__(self) -> None:
        self.is_sending = False
        self._look_at = 0.0
        # Stores an outcome. It stays here while the database fails.
        self._note: Callable[[], object] | None = None

    def step(self) -> bool:
        """Makes one call, if one is due; returns whether there was anything to do."""
        self._note_outcome()
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + LOOK_SECONDS
            queue.note_lost()
            queue.cancel_ownerless()
            if looking.look():
                return True
        return self._send_next() or looking.look()

    def _send_next(self) -> bool:
        for batch, client in queue.ready():
            if batch.faults and not _answers(batch, client):
                return True
            if self._send_one(batch, client):
                return True
        return False

    def _send_one(self, batch: Batch, client: RecruspaceClient) -> bool:
        self.is_sending = True
        try:
            claimed = queue.claim(batch, client)
            if claimed is None:
                return False
            self._note = _send(claimed)
            self._note_outcome()
            return True
        finally:
            self.is_sending = False

    def _note_outcome(self) -> None:
        if self._note is not None:
            self._note()
            self._note = None


def _send(claimed: Claimed) -> Callable[[], object]:
    """Makes the call. Returns what is to be done with its outcome."""
    write = claimed.write
    try:
        sent = action_of(write).send(claimed.client)
    except RecruspaceError as error:
        return partial(_failed, claimed, error)
    except Refused as error:
        return partial(write.end, State.REFUSED, problem=error.problem)
    except UnsealError:
        return partial(write.end, State.REFUSED, problem=Write.Problem.SEALED)
    except Exception:
        # A bug. It may have been sent; and others' writes are not to wait for its end.
        logger.exception("A write could not be sent")
        return partial(write.end, State.UNKNOWN)
    except BaseException:
        # Asked to end.
        write.end(State.UNKNOWN)
        raise
    return partial(_made, claimed, sent)


def _made(claimed: Claimed, sent: Sent) -> None:
    write, batch = claimed.write, claimed.batch
    added = getattr(sent.result, "id", None)
    if write.action != Write.Action.CANDIDATE:
        write.end(State.DONE, already=sent.already)
    elif added or not write.follows:
        following.store(write, added, partial(write.end, State.DONE))
    else:
        # The answer does not say who it is: a look finds it, and then the rest follows.
        write.end(State.UNKNOWN)
    if batch.faults:
        queue.sharing(batch).update(faults=0)
    if added and write.action in ADDING:
        write.record_next_page(reverse("candidates:detail", args=[added]))


def _failed(claimed: Claimed, error: RecruspaceError) -> None:
    write, batch = claimed.write, claimed.batch
    if error.outcome_unknown:
        write.end(State.UNKNOWN)
        _rest(batch)
    elif isinstance(error, RateLimited):
        queue.give_back(write)
        _wait(batch, error.retry_after)
    elif isinstance(error, AuthenticationFailed):
        if error.status == 403:
            write.end(State.REFUSED, problem=Write.Problem.FORBIDDEN)
        else:
            queue.give_back(write)
        _refuse_key(batch, error)
    elif isinstance(error, ApiConnectionError | ServerError):
        queue.give_back(write)
        _rest(batch)
    elif isinstance(error, NotFound):
        new = write.action == Write.Action.CANDIDATE
        problem = Write.Problem.NO_TARGET if new else Write.Problem.NOT_FOUND
        write.end(State.REFUSED, problem=problem)
    else:
        write.end(State.REFUSED, reason=_words_of(error))


def _words_of(error: RecruspaceError) -> str:
    """What the API says is wrong."""
    if not isinstance(error, ValidationFailed):
        return ""
    said = [*error.messages, *chain.from_iterable(error.fields.values())]
    return " ".join(said)


def _answers(batch: Batch, client: RecruspaceClient) -> bool:
    """Whether the API answers again. Asked with a read, as no write is to be lost in
    finding it out."""
    write = batch.writes.filter(state=State.WAITING).order_by("pk").first()
    if write is None:
        return True
    try:
        if write.candidate_id:
            client.candidates.get(candidate_id=write.candidate_id)
        else:
            client.talent_pools.list(page_size=1)
    except RateLimited as error:
        _wait(batch, error.retry_after)
    except AuthenticationFailed as error:
        _refuse_key(batch, error)
    except NotFound:
        return True
    except RecruspaceError:
        _rest(batch)
    else:
        return True
    return False


def _wait(batch: Batch, seconds: float) -> None:
    """All calls of the key have to wait."""
    until = Now() + timedelta(seconds=seconds)
    queue.sharing(batch).update(not_before=until, waits_for="limit")


def _rest(batch: Batch) -> None:
    rest = min(LONGEST_REST, FIRST_REST * 2 ** min(batch.faults, MOST_DOUBLINGS))
    until = Now() + timedelta(seconds=rest)
    shared = queue.sharing(batch)
    shared.update(not_before=until, waits_for="api", faults=F("faults") + 1)


def _refuse_key(batch: Batch, error: AuthenticationFailed) -> None:
    logger.warning("An API key was refused: %s", error)
    own = Batch.objects.filter(owner=batch.owner_id, key=batch.key)
    if error.status == 401:
        listing.refuse(batch.key)
    elif error.status == 403:
        # The key may be good for another kind of write.
        own = own.filter(pk=batch.pk)
    batches.pause(own, Batch.Pause.REFUSED_KEY)
