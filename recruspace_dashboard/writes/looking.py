"""Looks in Recruspace for writes of batches whose outcome is unknown."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound, RecruspaceError
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
    write = _due().order_by("look_at").select_related("owner").first()
    if write is None or not _take(write):
        return False
    try:
        key = ApiKey.objects.get(user=write.owner).reveal()
        found = _find(write, client_for(key, Purpose.BACKGROUND))
    except (ApiKey.DoesNotExist, UnsealError, RecruspaceError):
        # It is looked for again later.
        return True
    _note(write, found)
    return True


def look_again(writes: QuerySet[Write]) -> int:
    """A user wants to know now."""
    return writes.filter(state=State.UNKNOWN, action__in=LOOKABLE).update(look_at=Now())


def _due() -> QuerySet[Write]:
    unknown = Write.objects.filter(state=State.UNKNOWN, api=this_api())
    return unknown.filter(
        batch__isnull=False,
        owner__is_active=True,
        action__in=LOOKABLE,
        look_at__lte=Now(),
    )


def _take(write: Write) -> int:
    """No other worker looks at the same time, and a failed look is not the last."""
    same = Write.objects.filter(pk=write.pk, look_at=write.look_at)
    return same.update(look_at=Now() + RETRY)


def _find(write: Write, client: RecruspaceClient) -> CreatedRecord | None:
    try:
        return action_of(write).find(client, write.sent_at or write.created_at)
    except NotFound:
        return None


def _note(write: Write, found: CreatedRecord | None) -> None:
    same = Write.objects.filter(pk=write.pk, state=State.UNKNOWN, sent_at=write.sent_at)
    if found is not None:
        same.update(state=State.DONE, sealed_address=write.seal(found.address))
        return
    last = (write.sent_at or write.created_at) + LAST
    more = last if last > timezone.now() else None
    same.update(looked_at=timezone.now(), look_at=more)
