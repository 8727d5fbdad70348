"""The outbox: batches and single writes, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import connections, router
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from recruspace_dashboard.outbox.words import batch_title, owner_name
from recruspace_dashboard.writes.models import Batch, Write

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = Write.State
COUNTS = {name.value: Count("writes", filter=Q(writes__state=name)) for name in State}
# Each page asks it, and compiling it takes the ORM longer than all else in the page's
# frame: three milliseconds.
UNKNOWN = f"""
SELECT 1 FROM {Write._meta.db_table} w
WHERE w.owner_id = %(owner)s AND w.state = %(unknown)s"""  # noqa: S608
WAITING = f"""
SELECT
(SELECT COUNT(*) FROM {Batch._meta.db_table} b WHERE b.owner_id = %(owner)s
 AND EXISTS (SELECT 1 FROM {Write._meta.db_table} w WHERE w.batch_id = b.id)
 AND (b.state <> %(ended)s OR EXISTS ({UNKNOWN} AND w.batch_id = b.id))),
(SELECT COUNT(*) FROM ({UNKNOWN} AND w.batch_id IS NULL AND w.action <> '') singles)
"""  # noqa: S608


@dataclass(frozen=True)
class BatchLine:
    """A batch in the list of them."""

    batch: Batch
    owner: str
    what: "StrOrPromise"
    total: int
    done: int
    refused: int
    unknown: int
    cancelled: int


def batches_of(user: User, *, whole_team: bool) -> QuerySet[Batch]:
    """A user's own batches, or for a superuser those of the whole team."""
    rows = Batch.objects.select_related("owner").order_by("-pk")
    return rows if whole_team else rows.filter(owner=user)


def listed(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Those of which anything is, or was, to be sent."""
    return batches.filter(Exists(Write.objects.filter(batch=OuterRef("pk"))))


def lines(batches: Sequence[Batch], user: User) -> list[BatchLine]:
    counted = Batch.objects.filter(pk__in=[one.pk for one in batches])
    numbers = {
        row["pk"]: row for row in counted.annotate(**COUNTS).values("pk", *COUNTS)
    }
    return [_line(one, numbers.get(one.pk, {}), user) for one in batches]


def singles_of(user: User, *, whole_team: bool) -> QuerySet[Write]:
    """What was sent by forms; what is older than this version has no action."""
    rows = Write.objects.filter(batch=None).exclude(action="").select_related("owner")
    rows = rows.order_by("-pk")
    return rows if whole_team else rows.filter(owner=user)


def waiting_for(user: User) -> int:
    """What the navigation counts: batches that are not at their end, or that need a
    decision, and single writes whose outcome is unknown."""
    asked: dict[str, int | str] = {
        "owner": user.pk,
        "ended": Batch.State.ENDED.value,
        "unknown": State.UNKNOWN.value,
    }
    with connections[router.db_for_read(Batch)].cursor() as cursor:
        cursor.execute(WAITING, asked)
        return sum(cursor.fetchone())


@dataclass(frozen=True)
class Needs:
    """What a user has to look at in the outbox."""

    # Writes whose outcome is unknown, refused lately, and paused batches.
    unknown: int
    refused: int
    paused: int


def needs_of(user: User, since: datetime) -> Needs:
    own = Write.objects.filter(owner=user).exclude(action="")
    refused = own.filter(state=State.REFUSED, ended_at__gte=since)
    paused = Batch.objects.filter(owner=user, state=Batch.State.PAUSED)
    return Needs(
        own.filter(state=State.UNKNOWN).count(),
        # A refused form is still on its page.
        refused.filter(batch__isnull=False).count(),
        paused.count(),
    )


def outbox_waiting(request: HttpRequest) -> dict[str, Any]:
    """For the navigation of all pages; read only where it is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"outbox_waiting": cache(lambda: waiting_for(user))}


def _line(batch: Batch, numbers: dict[str, Any], user: User) -> BatchLine:
    own = batch.owner_id == user.pk
    return BatchLine(
        batch,
        owner_name(batch.owner),
        batch_title(batch, own=own),
        total=sum(numbers.get(name.value, 0) for name in State),
        done=numbers.get("done", 0),
        refused=numbers.get("refused", 0),
        unknown=numbers.get("unknown", 0),
        cancelled=numbers.get("cancelled", 0),
    )
