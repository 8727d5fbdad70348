"""What was done for a candidate from this dashboard, by anybody of the team.

Whoever may see the candidate may see it: pages show it after they have read the
candidate with the user's own key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from recruspace_dashboard.accounts.names import short_name
from recruspace_dashboard.outbox.words import what
from recruspace_dashboard.verdicts.reading import Given, of_candidate
from recruspace_dashboard.writes.models import Write
from recruspace_dashboard.writes.models.batch import this_api

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = Write.State
# The newest are shown.
MOST_SHOWN = 50
SHOWN = [State.WAITING, State.SENDING, State.DONE, State.UNKNOWN, State.REFUSED]


@dataclass(frozen=True)
class Entry:
    """`text` is that of a note; for all else, `what` says everything. `result` is
    empty for what was done."""

    what: "StrOrPromise"
    who: str
    at: datetime
    text: str = ""
    result: "StrOrPromise" = ""


def history_of(candidate_id: int, user: User) -> Sequence[Entry]:
    """Newest first. What was refused is shown to who sent it only."""
    rows = Write.objects.filter(
        candidate_id=candidate_id, api=this_api(), state__in=SHOWN
    ).select_related("owner")
    shown = rows.filter(~Q(state=State.REFUSED) | Q(owner=user))
    newest = shown.order_by("-created_at", "-pk")[:MOST_SHOWN]
    entries = [entry_of(one, user) for one in newest]
    entries += [_verdict(one, user) for one in of_candidate(candidate_id, user.pk).all]
    return sorted(entries, key=lambda one: one.at, reverse=True)


def entry_of(write: Write, user: User) -> Entry:
    is_note = write.action == Write.Action.NOTE
    told = write.arguments
    text = str(told.get("text", "")) if is_note else ""
    return Entry(
        what=write.get_action_display() if text else what(write.action, told),
        who=_who(write.owner, user),
        at=write.sent_at or write.created_at,
        text=text,
        result=_result(write),
    )


def _verdict(given: Given, user: User) -> Entry:
    said = _("Verdict: %(words)s") % {"words": given.words}
    return Entry(
        said, _("You") if given.user_id == user.pk else given.name, given.made_at
    )


def _who(owner: User | None, user: User) -> str:
    if owner is None:
        return _("A former user")
    return (
        _("You")
        if owner.pk == user.pk
        else short_name(owner.first_name, owner.last_name, owner.username)
    )


def _result(write: Write) -> "StrOrPromise":
    state = State(write.effective_state)
    if state == State.DONE:
        return _("Was there already") if write.already else ""
    return state.label
