"""Leases of pools, by the clock of the database: no two workers walk one pool.

A worker that was killed loses its leases when their time is up, and another goes on.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.library.router import ALIAS

LEASE = timedelta(seconds=30)
FREE = Q(lease_until=None) | Q(lease_until__lt=Now())


class LeaseLost(Exception):
    """Another worker has the pool now, or it was deleted."""


def claim(owner: str, pool_ids: Collection[int]) -> CopiedPool | None:
    """A pool that is due and that nobody walks, now leased by `owner`."""
    due = due_pools(pool_ids).filter(FREE)
    # First without a lock, as mostly there is none.
    if not due.exists():
        return None
    with transaction.atomic(using=ALIAS):
        free = due.select_for_update(skip_locked=True)
        pool = free.order_by("-page", F("count").asc(nulls_last=True), "id").first()
        if pool is None:
            return None
        mine = {"lease_owner": owner, "lease_until": Now() + LEASE}
        begin: dict[str, Any] = {} if pool.page else fresh_walk(attempt=1)
        CopiedPool.objects.filter(pk=pool.pk).update(due=False, **mine, **begin)
        pool.refresh_from_db()
    return pool


def due_pools(pool_ids: Collection[int]) -> QuerySet[CopiedPool]:
    """Those of the pools that are to be walked now, or are walked already."""
    now = timezone.now()
    return CopiedPool.objects.filter(
        wanted(now), Q(next_try=None) | Q(next_try__lte=now), id__in=pool_ids
    )


def wanted(now: datetime) -> Q:
    """What a walk is missing for, whether it may begin already or not."""
    old = now - timedelta(hours=settings.LIBRARY_HOURS)
    unfinished = Q(due=True) | Q(page__gt=0) | ~Q(problem="")
    return unfinished | Q(walked_at=None) | Q(walked_at__lt=old)


def fresh_walk(*, attempt: int) -> dict[str, Any]:
    """The fields of a pool at the start of a walk."""
    start = {"page": 1, "counted": None, "odd": "", "seen": b""}
    return {**start, "attempt": attempt} | ({"calls": 0} if attempt == 1 else {})


def save(pool_id: int, owner: str, **fields: Any) -> None:
    """Stores how far a walk is, and renews the lease. Raises `LeaseLost`."""
    fields = {"lease_until": Now() + LEASE} | fields
    # If it has run out and nobody took it, it is still ours.
    if not CopiedPool.objects.filter(pk=pool_id, lease_owner=owner).update(**fields):
        raise LeaseLost


def release(owner: str) -> None:
    """Gives back all leases."""
    CopiedPool.objects.filter(lease_owner=owner).update(
        lease_owner="", lease_until=None
    )


RELEASED = {"lease_owner": "", "lease_until": None}
