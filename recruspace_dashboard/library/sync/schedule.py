"""What is due, and how it is made due."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from recruspace_dashboard.library.keys import stored_keys
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.library.visible import pool_ids


def claim_listing(fingerprint: str, now: datetime, patience: timedelta) -> bool:
    """Whether the caller is the one to ask what the key lists. Others do not for a
    while."""
    until = {"list_at": now + patience}
    _, made = KeyPools.objects.get_or_create(pk=fingerprint, defaults=until)
    due = KeyPools.objects.filter(Q(list_at=None) | Q(list_at__lte=now), pk=fingerprint)
    return made or due.update(**until) == 1


def listed_pools() -> set[int]:
    """The pools that stored keys list."""
    rows = KeyPools.objects.filter(pk__in=stored_keys())
    return set().union(*map(pool_ids, rows))


def make_due(pools: Collection[int]) -> None:
    """All of these pools are walked as soon as possible, from their beginning."""
    CopiedPool.objects.filter(id__in=pools).update(due=True, next_try=None, failures=0)


def make_keys_due(fingerprints: Collection[str]) -> None:
    KeyPools.objects.filter(pk__in=fingerprints).update(list_at=None)
