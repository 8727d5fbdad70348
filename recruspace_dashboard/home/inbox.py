"""The start page as an inbox: what is new and what needs attention, from the copy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from pyroaring import BitMap

from recruspace_dashboard.library.added import by_week
from recruspace_dashboard.library.query.rewrite import add
from recruspace_dashboard.lists.asked import Asked, query_string
from recruspace_dashboard.lists.copied import CopiedList, today
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.lists.saved import CountedView, counted, pinned
from recruspace_dashboard.outbox.listing import needs_of
from recruspace_dashboard.pages.alphabet import alphabetical_key
from recruspace_dashboard.pages.pagination import DEFAULT_PAGE_SIZE, PageRequest

# Of the pools, those to which most were added.
POOLS_SHOWN = 10
NEW_IN_POOLS_SHOWN = 3
WEEKS = 12
# The field in which the line of weeks is drawn, and the fewest that fill its height.
WIDTH, HEIGHT, MARGIN = 88, 24, 2
LOWEST_PEAK = 4


# What is asked, with an icon and the words after the number of those found.
ASKED: dict[str, tuple[str, Callable[[int], str]]] = {
    "is:new": ("plus", lambda number: gettext("new since yesterday")),
    "is:unseen": ("profile", lambda number: gettext("not seen yet")),
    "has:error": (
        "warning",
        lambda number: ngettext("import failed", "imports failed", number),
    ),
    "no:cv": ("file", lambda number: gettext("without a CV")),
    "is:double": ("double", lambda number: gettext("likely the same as another")),
}


@dataclass(frozen=True)
class Part:
    """How many of those on a line are in a pool, and the list of them."""

    name: str
    count: int
    address: str


@dataclass(frozen=True)
class Line:
    """So many candidates or writes with which something is to be done, and the list of
    them."""

    icon: str
    count: int
    text: str
    address: str
    parts: tuple[Part, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class PoolLine:
    """A pool, and how many were added to it in each of the last weeks."""

    id: int
    name: str
    count: int | None
    weeks: tuple[int, ...]

    @property
    def added(self) -> int:
        return sum(self.weeks)

    @property
    def points(self) -> str:
        """The weeks as a line in an SVG."""
        step = WIDTH / (len(self.weeks) - 1)
        peak = max(LOWEST_PEAK, *self.weeks)
        height = HEIGHT - 2 * MARGIN
        return " ".join(
            f"{step * number:.0f},{HEIGHT - MARGIN - height * week / peak:.1f}"
            for number, week in enumerate(self.weeks)
        )


@dataclass(frozen=True)
class Inbox:
    lines: list[Line]
    views: list[CountedView]
    pools: list[PoolLine]
    # Whether there are others than those that are shown.
    more_pools: bool


def read_inbox(copy: Copy, user: User) -> Inbox:
    address = reverse("candidates:find")
    everybody = CopiedList(copy, Asked(address, PageRequest(1, DEFAULT_PAGE_SIZE)))
    pools = _pools(everybody)
    most = sorted(pools, key=lambda one: (-one.added, -(one.count or 0), one.id))
    shown = most[:POOLS_SHOWN]
    return Inbox(
        lines=[*_of_outbox(user), *_lines(everybody)],
        views=counted(pinned(user), user, copy),
        pools=sorted(shown, key=lambda one: alphabetical_key(one.name)),
        more_pools=len(pools) > len(shown),
    )


def _lines(everybody: CopiedList) -> Iterator[Line]:
    for q, (icon, words) in ASKED.items():
        found = everybody.with_word(q)
        if found:
            parts = list(_parts(everybody, q, found)) if q == "is:new" else []
            shown = tuple(parts[:NEW_IN_POOLS_SHOWN])
            more = len(parts) > len(shown)
            text = words(len(found))
            # Those who share an address stand together.
            sort = "email" if q == "is:double" else ""
            yield Line(icon, len(found), text, _list_of(q, sort), shown, more)


def _of_outbox(user: User) -> Iterator[Line]:
    """What the outbox needs the user for comes first: nothing goes on without them."""
    needs = needs_of(user, since=timezone.now() - timedelta(days=1))
    for number, icon, text in (
        (needs.unknown, "warning", gettext("to decide in the outbox")),
        (needs.refused, "warning", gettext("refused in the outbox since yesterday")),
        (
            needs.paused,
            "outbox",
            ngettext(
                "batch paused in the outbox",
                "batches paused in the outbox",
                needs.paused,
            ),
        ),
    ):
        if number:
            yield Line(icon, number, text, reverse("outbox:list"))


def _parts(everybody: CopiedList, q: str, found: BitMap) -> Iterator[Part]:
    counts = everybody.search.counts_by_pool(found)
    for pool_id, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        name = everybody.copy.pools[pool_id].name
        if count:
            address = _list_of(add(q, everybody.pool_token(name)))
            yield Part(name or gettext("Unnamed"), count, address)


def _pools(everybody: CopiedList) -> list[PoolLine]:
    search = everybody.search
    counts = search.counts_by_pool(search.visible)
    weeks = [
        search.counts_by_pool(added) for added in by_week(WEEKS, today(), search.values)
    ]
    return [
        PoolLine(
            pool_id,
            row.name,
            # Not all may be copied yet, and nobody may be in it.
            counts.get(pool_id, 0) if row.as_of else row.count,
            tuple(week.get(pool_id, 0) for week in weeks),
        )
        for pool_id, row in everybody.copy.pools.items()
    ]


def _list_of(q: str, sort: str = "") -> str:
    said = {"q": q} | ({"sort": sort} if sort else {})
    return reverse("candidates:find") + query_string(said)
