"""How far the copy is, for who looks at it."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from pyroaring import BitMap

from recruspace_dashboard.connection.client import RESERVE
from recruspace_dashboard.connection.gate.rules import WINDOW_SECONDS
from recruspace_dashboard.library.filing import value_key
from recruspace_dashboard.library.indexing import bitmaps
from recruspace_dashboard.library.keys import stored_keys
from recruspace_dashboard.library.models import CopiedPool, CvText, KeyPools
from recruspace_dashboard.library.sync.lease import wanted
from recruspace_dashboard.library.visible import pool_ids
from recruspace_dashboard.services.pagination import LARGEST_PAGE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = CvText.State


@dataclass(frozen=True)
class CvState:
    """Of so many CVs, how many are `read`, and why others have no text: each reason
    with their number."""

    number: int
    read: int
    without: list[tuple["StrOrPromise", int]]

    @property
    def left(self) -> int:
        return self.number - self.read - sum(number for _, number in self.without)


@dataclass(frozen=True)
class SyncState:
    """What is known of the copy of some pools.

    `done` of them are copied and not due again; the others take about `minutes`. All
    that is copied was complete at `as_of`; None while a pool was not copied yet.
    """

    pools: int
    done: int
    candidates: int
    calls: int
    minutes: int
    as_of: datetime | None
    troubled: list[CopiedPool]
    cvs: "CvState | None" = None

    @property
    def under_way(self) -> bool:
        return self.done + len(self.troubled) < self.pools


def state_of(ids: frozenset[int]) -> SyncState:
    rows = CopiedPool.objects.filter(id__in=ids).defer("seen", "payload")
    pools = list(rows.order_by("name", "id"))
    waiting = CopiedPool.objects.filter(wanted(timezone.now()), id__in=ids)
    open_ids = set(waiting.values_list("id", flat=True))
    troubled = [pool for pool in pools if pool.problem]
    complete = [pool.as_of for pool in pools if pool.as_of]
    return SyncState(
        pools=len(ids),
        done=len([one for one in pools if one.id not in open_ids and not one.problem]),
        candidates=len(_members(ids)),
        calls=sum(pool.calls for pool in pools),
        minutes=_minutes([one for one in pools if one.id in open_ids]),
        as_of=min(complete) if ids and len(complete) == len(ids) else None,
        troubled=troubled,
        cvs=_cvs(ids) if settings.CV_TEXT else None,
    )


def _cvs(ids: frozenset[int]) -> CvState:
    visible = _members(ids)
    keys = {state: value_key("cvtext", state) for state in State}
    has_cv = value_key("has", "cv")
    known = bitmaps([has_cv, *keys.values()])

    def count(key: str) -> int:
        return known.get(key, BitMap()).intersection_cardinality(visible)

    without = [
        (state.label, count(key))
        for state, key in keys.items()
        if state not in {State.READ, State.LATER}
    ]
    return CvState(
        count(has_cv),
        count(keys[State.READ]),
        [one for one in without if one[1]],
    )


def _members(ids: frozenset[int]) -> BitMap:
    found = bitmaps([value_key("pool", one) for one in ids])
    return BitMap().union(*found.values())


def _minutes(pools: list[CopiedPool]) -> int:
    """How long the calls left take, at the limit of the keys that list them."""
    pages = 0
    for pool in pools:
        whole = max(1, math.ceil((pool.count or 0) / LARGEST_PAGE))
        pages += max(0, whole - max(0, pool.page - 1))
    wanted_ids = {pool.id for pool in pools}
    rows = KeyPools.objects.filter(pk__in=stored_keys())
    keys = sum(1 for row in rows if wanted_ids & pool_ids(row)) or 1
    limit: int = settings.RECRUSPACE_CALLS_PER_MINUTE
    each = max(1, limit - min(RESERVE, limit // 2)) * keys
    return math.ceil(max(0, pages - each) * WINDOW_SECONDS / 60 / each)
