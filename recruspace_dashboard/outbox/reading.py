"""What the page of a batch shows: its dry run, then how far it is."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Page as DjangoPage
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.functional import cached_property

from recruspace_dashboard.connection.client import RESERVE
from recruspace_dashboard.connection.gate.rules import allowed
from recruspace_dashboard.lists.copy import Copy, if_readable
from recruspace_dashboard.outbox.left_out import LeftOut, ids_to_name, left_out_of
from recruspace_dashboard.outbox.selection import names_of
from recruspace_dashboard.outbox.staging_new import Plan
from recruspace_dashboard.outbox.words import batch_title, owner_name, what
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.services.errors import AuthenticationFailed
from recruspace_dashboard.writes.looking import LOOKABLE
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.models.batch import this_api

State = Write.State
PAGE_SIZE = 50
# A page waits so long for what a look will find.
LOOKED_FOR_SOON = timedelta(seconds=15)
# What needs the user comes first.
TABS = (
    State.UNKNOWN,
    State.REFUSED,
    State.SENDING,
    State.WAITING,
    State.STAGED,
    State.DONE,
    State.CANCELLED,
)


@dataclass(frozen=True)
class Item:
    """A write of the batch. Its name is empty where the user may not see who it is; in
    a batch of several kinds, `what` says what is sent."""

    write: Write
    name: str
    text: str = ""
    what: str = ""

    @property
    def address(self) -> str:
        """The page of the record that was made."""
        return self.write.address

    @property
    def can_look(self) -> bool:
        return self.write.action in LOOKABLE


@dataclass(frozen=True)
class SingleLine:
    """A write of a form, in the list of them."""

    write: Write
    owner: str
    what: str
    name: str


@dataclass(frozen=True)
class BatchPage:
    """`own` is whether it is the user's: others see neither texts nor names that their
    own key does not list."""

    batch: Batch
    own: bool
    counts: Counter[str]
    state: str = ""
    items: "DjangoPage[Write] | None" = None
    names: dict[int, str] = field(default_factory=dict)
    # Whether one whose outcome is unknown is looked for now.
    looking: bool = False
    # How many writes follow those that are to be sent, and how many of these are of new
    # candidates: each is read once afterwards.
    to_follow: int = 0
    to_read: int = 0

    @property
    def here(self) -> bool:
        """Whether it is for the API of today: another's candidates have other ids."""
        return self.batch.api == this_api()

    @property
    def title(self) -> str:
        return batch_title(self.batch, own=self.own)

    @cached_property
    def plan(self) -> Plan | None:
        """Of a batch of new candidates, what it does; None if others may not know."""
        return Plan.of(self.batch.arguments) if self.own else None

    @property
    def is_dry_run(self) -> bool:
        return self.batch.state == Batch.State.DRAFT or not self.total

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def whole(self) -> int:
        """All, with those that follow."""
        return self.total + self.to_follow

    @property
    def left(self) -> int:
        """How many are still to be sent."""
        return sum(self.counts[one] for one in (State.WAITING, State.SENDING))

    @property
    def staged(self) -> int:
        return self.counts[State.STAGED]

    @property
    def ended(self) -> int:
        return self.total - self.left - self.staged

    @property
    def calls(self) -> int:
        return (self.staged or self.left) + self.to_follow + self.to_read

    @property
    def minutes(self) -> int:
        """How long it takes at today's limit; 0 is less than a minute."""
        number = self.calls
        each = allowed(settings.RECRUSPACE_CALLS_PER_MINUTE, RESERVE)
        return 0 if number <= each else math.ceil(number / max(each, 1))

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back as a whole."""
        batch = self.batch
        sent = batch.served_at or batch.state != Batch.State.RUNNING
        until = batch.not_before if batch.waits_for == "undo" else None
        return None if sent or not until or until < timezone.now() else until

    @property
    def seconds_to_undo(self) -> int:
        until = self.undo_until
        return math.ceil((until - timezone.now()).total_seconds()) if until else 0

    @property
    def under_way(self) -> bool:
        """Whether it changes by itself."""
        running = self.batch.state == Batch.State.RUNNING and self.here
        return running or bool(self.counts[State.SENDING]) or self.looking

    @property
    def tabs(self) -> list[tuple[State, int]]:
        return [(one, self.counts[one]) for one in TABS if self.counts[one]]

    @cached_property
    def rows(self) -> list[Item]:
        return [self._item(one) for one in self.items or ()]

    @cached_property
    def left_out(self) -> list[LeftOut]:
        return left_out_of(self.batch, self.names, own=self.own)

    @property
    def number_left_out(self) -> int:
        return sum(one.number for one in self.left_out)

    def _item(self, write: Write) -> Item:
        told = write.arguments if self.own else {}
        name = self.names.get(write.candidate_id or 0) or str(told.get("name", ""))
        text = str(told.get("text", ""))
        return Item(write, name, text, self._what(write, told))

    def _what(self, write: Write, told: dict[str, Any]) -> str:
        if self.batch.action != Write.Action.CANDIDATE:
            return ""
        if write.action == Write.Action.CANDIDATE:
            lines = (told.get("email"), told.get("target"), *told.get("tags", ()))
            return " · ".join(str(one) for one in lines if one)
        # The whole text of a note is shown beside it.
        return what(write.action, {} if told.get("text") else told)


def read_batch(request: HttpRequest, batch: Batch) -> BatchPage:
    """With one page of its items, of the state that the address asks for."""
    counts = batch.counts()
    state = request.GET.get("state", "")
    rows = batch.writes.order_by("pk").select_related("owner")
    if state in State.values:
        rows = rows.filter(state=state)
    else:
        state = ""
    items = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    ids = [one.candidate_id or 0 for one in items]
    if not request.htmx:
        ids += ids_to_name(batch)
    to_follow, to_read = _still_to_come(batch)
    return BatchPage(
        batch,
        batch.owner_id == request.user.pk,
        counts,
        state,
        items,
        _names(request, ids) if batch.api == this_api() else {},
        bool(counts[State.UNKNOWN]) and _is_looked_for(batch),
        to_follow=to_follow,
        to_read=to_read,
    )


def _still_to_come(batch: Batch) -> tuple[int, int]:
    """How many writes follow, and how many reads, as a page has them."""
    if batch.action != Write.Action.CANDIDATE:
        return 0, 0
    rows = batch.writes.filter(state__in=[State.STAGED, State.WAITING, State.SENDING])
    new = rows.filter(action=Write.Action.CANDIDATE)
    found = new.aggregate(to_follow=Sum("follows"), to_read=Count("pk"))
    return found["to_follow"] or 0, found["to_read"]


def _is_looked_for(batch: Batch) -> bool:
    due = batch.writes.filter(state=State.UNKNOWN, action__in=LOOKABLE)
    soon = timezone.now() + LOOKED_FOR_SOON
    return due.filter(look_at__lt=soon, owner__is_active=True).exists()


def _names(request: HttpRequest, ids: Sequence[int]) -> dict[int, str]:
    """By the copy, as far as the user's own key may see it. The page does without."""
    if not hasattr(request, "recruspace"):
        return {}

    def read() -> dict[int, str]:
        copy = try_read(lambda: Copy.of(request)).data
        return names_of(copy, ids) if copy and copy.begun() else {}

    try:
        return if_readable(read) or {}
    except AuthenticationFailed:
        return {}


def single_lines(request: HttpRequest, writes: Sequence[Write]) -> list[SingleLine]:
    """Writes of forms, with the names of whom they are for."""
    names = _names(request, [one.candidate_id for one in writes if one.candidate_id])
    return [
        SingleLine(
            one,
            owner_name(one.owner),
            what(one.action, one.arguments if one.owner_id == request.user.pk else {}),
            names.get(one.candidate_id or 0, ""),
        )
        for one in writes
    ]
