"""Looks in Recruspace for writes of batches whose outcome is unknown."""

from datetime import timedelta

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.sealing.fingerprints import fingerprint
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import (
    NotFound,
    RateLimited,
    RecruspaceError,
)
from recruspace_dashboard.writes import following
from recruspace_dashboard.writes.actions import ACTIONS, action_of
from recruspace_dashboard.writes.forms import CreatedRecord
from recruspace_dashboard.writes.models import Write
from recruspace_dashboard.writes.models.batch import this_api

State = Write.State

# When it is looked for the last time: whatever was on its way has arrived.
LAST = timedelta(minutes=2)
# After a look that failed.
RETRY = timedelta(minutes=1)
LOOKABLE = [name for name, action in ACTIONS.items() if action.can_look]


def look() -> bool:
    """Looks for one write, if one is due; returns whether it did."""
    due = _due().order_by("look_at").select_related("owner", "batch")
    write = due.first()
    if write is None or not _take(write):
        return False
    try:
        key = ApiKey.objects.get(user=write.owner).reveal()
        found = _find(write, client_for(key, Purpose.BACKGROUND))
    except RateLimited as error:
        _same(write).update(look_at=Now() + timedelta(seconds=error.retry_after))
    except (ApiKey.DoesNotExist, UnsealError, RecruspaceError):
        # It is looked for again later.
        pass
    else:
        sent_with = write.batch.key if write.batch else ""
        _note(write, found, sees_all=fingerprint(key) == sent_with)
    return True


def look_again(writes: QuerySet[Write]) -> int:
    """A user wants to know now."""
    return writes.filter(state=State.UNKNOWN, action__in=LOOKABLE).update(look_at=Now())


def _due() -> QuerySet[Write]:
    return Write.objects.filter(
        state=State.UNKNOWN,
        api=this_api(),
        batch__isnull=False,
        owner__is_active=True,
        action__in=LOOKABLE,
        look_at__lte=Now(),
    )


def _take(write: Write) -> int:
    """No other worker looks at the same time, and a failed look is not the last."""
    return _same(write).filter(look_at__lte=Now()).update(look_at=Now() + RETRY)


def _same(write: Write) -> QuerySet[Write]:
    """The row, unless it was sent again or settled since."""
    return Write.objects.filter(
        pk=write.pk, state=State.UNKNOWN, attempts=write.attempts
    )


def _find(write: Write, client: RecruspaceClient) -> CreatedRecord | None:
    try:
        return action_of(write).find(client, write.sent_at or write.created_at)
    except NotFound:
        return None


def _note(write: Write, found: CreatedRecord | None, *, sees_all: bool) -> None:
    same = _same(write)
    if found is not None:
        made = found.candidate if write.action == Write.Action.CANDIDATE else None
        done = {"state": State.DONE, "sealed_address": write.seal(found.address)}
        following.store(
            write,
            made.id if made else None,
            lambda: bool(same.update(look_at=None, **done)),
        )
    elif not sees_all:
        # The key was replaced: another company's may not see it.
        same.update(look_at=None)
    else:
        same.update(looked_at=Now(), look_at=None)
        # Not where this was the last time.
        same.filter(sent_at__gt=Now() - LAST).update(look_at=F("sent_at") + LAST)
