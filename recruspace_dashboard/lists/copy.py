"""What a user may see of the copy: the pools that their own key lists."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q

from recruspace_dashboard.library import schema
from recruspace_dashboard.library.models import CopiedPool, CopyState
from recruspace_dashboard.library.quick import rows_of
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.library.visible import visible_pools
from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.pages.request import HttpRequest

T = TypeVar("T")

logger = logging.getLogger(__name__)

# What lists show of a pool.
SHOWN = ("name", "payload", "count", "as_of", "page")
BEGUN = Q(as_of__isnull=False) | Q(page__gt=0)


@dataclass(frozen=True)
class Copy:
    """The visible pools, by id. `stale` is the time since which the API could not be
    asked which they are, or None; `state` is the copy's, if it was read just now;
    `user` is the id of who may see them."""

    pools: Mapping[int, CopiedPool]
    stale: datetime | None = None
    state: CopyState | None = None
    user: int | None = None

    @classmethod
    def of(cls, request: HttpRequest, *, ask: bool = True) -> "Copy":
        """What the user of this request may see; nothing while there is no copy. Raises
        `RecruspaceError` if nobody can say, unless the API is not to be asked."""
        if not settings.LIBRARY:
            return cls({})
        visible = visible_pools(request.user, request.recruspace, ask=ask)
        rows = rows_of(CopiedPool, visible.ids, only=SHOWN)
        stale = visible.asked_at if visible.stale else None
        pools = {row.id: row for row in rows}
        return cls(pools, stale, visible.state, request.user.pk)

    @staticmethod
    def is_made() -> bool:
        """Whether anything is copied at all, whoever may see it."""
        if not settings.LIBRARY or schema.read() is None:
            return False
        return CopiedPool.objects.filter(BEGUN).exists()

    def search(self, within: int | None = None) -> Search:
        names = {pool_id: row.name for pool_id, row in self.pools.items()}
        return Search(names, within, self.state, self.user)

    def begun(self, within: int | None = None) -> bool:
        """Whether there is anything to search."""
        return any(row.as_of or row.page for row in self._searched(within))

    def number(self, within: int | None = None) -> int:
        return len(self._searched(within))

    def done(self, within: int | None = None) -> int:
        """How many pools were copied to their end."""
        return sum(row.as_of is not None for row in self._searched(within))

    def as_of(self, within: int | None = None) -> datetime | None:
        """Since when a pool may have changed without being copied: the oldest time."""
        return min(
            (row.as_of for row in self._searched(within) if row.as_of), default=None
        )

    def _searched(self, within: int | None) -> list[CopiedPool]:
        if within is None:
            return list(self.pools.values())
        return [self.pools[within]] if within in self.pools else []


# The pools of which this process has seen that they are copied. What the copy can do is
# offered also for one that is not any more: where it leads says why that fails.
seen_copied: set[int] = set()


def is_copied(pool_id: int) -> bool:
    """Whether anything of a pool is copied, for what only the copy can do."""
    if not settings.LIBRARY:
        return False
    if pool_id not in seen_copied and if_readable(lambda: _is_begun(pool_id)):
        seen_copied.add(pool_id)
    return pool_id in seen_copied


def _is_begun(pool_id: int) -> bool:
    if schema.read() is None:
        return False
    return CopiedPool.objects.filter(BEGUN, pk=pool_id).exists()


def if_readable(read: Callable[[], T]) -> T | None:
    """What is read of the copy; None if its database fails, for a page that can do
    without it."""
    try:
        return read()
    except DatabaseError as error:
        if not is_database_fault(error):
            raise
        logger.warning("The copy could not be read: %s", type(error).__name__)
        return None
