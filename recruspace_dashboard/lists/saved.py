"""Saved views: which of them a user sees, and what each finds now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from recruspace_dashboard.library.added import added_after, moments_of
from recruspace_dashboard.library.order import NEWEST, page_of
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.visible import colleagues
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.lists.copied import today
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.lists.models import SavedView, ViewOpening
from recruspace_dashboard.operations.databases import if_writable
from recruspace_dashboard.pages.alphabet import alphabetical_key

# What the clock of Recruspace may be ahead.
CLOCK_SKEW = timedelta(minutes=1)
# What the copy got later than this, because a pool fails, does not count as new.
LATEST = timedelta(hours=1)
# On Home, more are left out.
MOST_PINNED = 10


@dataclass(frozen=True)
class CountedView:
    """A view, and how many candidates the user finds by it: all, and those who were
    added since they last opened it."""

    view: SavedView
    total: int
    new: int


def visible_to(user: User) -> QuerySet[SavedView]:
    """The user's own views, and the team's: those that are shared by somebody whose
    key lists some pool that theirs lists too. A name or a query may tell of others."""
    shared = SavedView.objects.filter(shared=True).exclude(owner=user.pk)
    owners = set(shared.values_list("owner", flat=True))
    team = colleagues(user, owners)
    return SavedView.objects.filter(Q(owner=user.pk) | Q(shared=True, owner__in=team))


def pinned(user: User) -> list[SavedView]:
    """What stands on the user's Home: their own views first."""
    views = visible_to(user).filter(pinned=True)
    return sorted(
        views, key=lambda one: (one.owner_id != user.pk, alphabetical_key(one.name))
    )[:MOST_PINNED]


def counted(views: Iterable[SavedView], user: User, copy: Copy) -> list[CountedView]:
    """The views by name."""
    in_order = sorted(views, key=lambda one: alphabetical_key(one.name))
    openings = ViewOpening.objects.filter(user=user.pk, view__in=in_order)
    opened = dict(openings.values_list("view", "opened_at"))
    search = copy.search()
    found = []
    for view in in_order:
        ids = search.find(parse(view.q, today=today()).node)
        since = opened.get(view.pk, view.created_at)
        new = ids.intersection_cardinality(added_after(since, search.values))
        found.append(CountedView(view, len(ids), new))
    return found


def note_opening(view: SavedView, user: User, copy: Copy) -> None:
    """Notes that the user opens the view."""
    moment = _seen_until(view, copy)
    with if_writable():
        opening, is_first = ViewOpening.objects.get_or_create(
            user=user,
            view=view,
            defaults={"opened_at": moment, "opened_before": view.created_at},
        )
        if not is_first:
            opening.opened_before, opening.opened_at = opening.opened_at, moment
            opening.save(update_fields=["opened_before", "opened_at"])


def _seen_until(view: SavedView, copy: Copy) -> datetime:
    """Whoever was added until then is seen by opening the view. That is not now: who
    was added after the time of the copy may not be in it yet, and is new later."""
    now = timezone.now()
    search = copy.search()
    found = search.find(parse(view.q, today=today()).node)
    newest = page_of(found, search.values, NEWEST, 0, 1, "en")
    seen = max([copy.as_of() or now, now - LATEST, *moments_of(newest)])
    return min(seen, now + CLOCK_SKEW)


def view_asked(asked: Asked, user: User) -> SavedView | None:
    """The view that an address names, if it still asks for what the view does."""
    if asked.view is None:
        return None
    return visible_to(user).filter(pk=asked.view, q=asked.q).first()


def opened_before(view: SavedView, user: User) -> datetime:
    """When the user had opened it before they opened it now."""
    opening = ViewOpening.objects.filter(user=user.pk, view=view).first()
    return opening.opened_before if opening else view.created_at


def columns_of(view: SavedView | None, user: User) -> Columns:
    """The view's own columns if it has some, else the user's."""
    if view and view.columns:
        return Columns.named(view.columns)
    return Columns.of(user)
