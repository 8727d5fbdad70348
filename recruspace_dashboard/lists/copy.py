"""What a user may see of the copy: the pools that their own key lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.library.visible import visible_pools
from recruspace_dashboard.pages.request import HttpRequest


@dataclass(frozen=True)
class Copy:
    """The visible pools, by id. `stale` is the time since which the API could not be
    asked which they are, or None."""

    pools: Mapping[int, CopiedPool]
    stale: datetime | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Copy":
        """What the user of this request may see. Raises `RecruspaceError` if nobody can
        say, and sees nothing while there is no copy."""
        if not settings.LIBRARY:
            return cls({})
        visible = visible_pools(request.user, request.recruspace)
        rows = CopiedPool.objects.filter(id__in=visible.ids).defer("seen")
        return cls(
            {row.id: row for row in rows}, visible.asked_at if visible.stale else None
        )

    @staticmethod
    def is_made() -> bool:
        """Whether anything is copied at all, whoever may see it."""
        begun = Q(as_of__isnull=False) | Q(page__gt=0)
        return settings.LIBRARY and CopiedPool.objects.filter(begun).exists()

    def search(self, within: int | None = None) -> Search:
        names = {pool_id: row.name for pool_id, row in self.pools.items()}
        return Search(names, within)

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
