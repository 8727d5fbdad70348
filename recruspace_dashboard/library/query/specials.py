"""Reads what is asked in the fields that are not looked up in texts."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.library.query import ranges
from recruspace_dashboard.library.query.names import (
    PART_NAMED,
    STATE_NAMED,
    Special,
    State,
    plain,
)
from recruspace_dashboard.library.query.tree import Double, Has, Ids, Node, Seen, any_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a database can hold as a whole number.
WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")

NOT_A_NUMBER = _("“{word}” is not a number.")
NOT_A_DAY = _("“{word}” is not a day, a month, a year or an age such as 30d.")
NOT_A_PART = _(
    "“{word}” is none of cv, cvtext, photo, phone, tag, job, city, score, error."
)
NOT_A_STATE = _("“{word}” is none of seen, unseen, new, double.")


def read_one(special: Special, typed: str, today: date) -> Node | None:
    """None if it makes no sense."""
    return READERS[special](typed, today)


def joined(nodes: Sequence[Node]) -> Node | None:
    """Any of them: a list of ids is one node."""
    ids = [id for node in nodes if isinstance(node, Ids) for id in node.ids]
    return Ids(tuple(dict.fromkeys(ids))) if ids else any_of(nodes)


def _has(typed: str, wanted: bool) -> Node | None:
    part = PART_NAMED.get(plain(typed))
    return Has(part, wanted) if part else None


def _is(typed: str, today: date) -> Node | None:
    state = STATE_NAMED.get(plain(typed))
    if state is State.NEW:
        return ranges.new(today)
    if state is State.DOUBLE:
        return Double()
    return Seen(state is State.SEEN) if state else None


def _id(typed: str) -> Node | None:
    return Ids((int(typed),)) if WHOLE_NUMBER.fullmatch(typed) else None


READERS: dict[Special, Callable[[str, date], Node | None]] = {
    Special.SCORE: lambda typed, today: ranges.score(typed),
    Special.ADDED: ranges.added,
    Special.HAS: lambda typed, today: _has(typed, True),
    Special.NO: lambda typed, today: _has(typed, False),
    Special.IS: _is,
    Special.ID: lambda typed, today: _id(typed),
}
MESSAGES: dict[Special, "StrOrPromise"] = {
    Special.SCORE: NOT_A_NUMBER,
    Special.ADDED: NOT_A_DAY,
    Special.HAS: NOT_A_PART,
    Special.NO: NOT_A_PART,
    Special.IS: NOT_A_STATE,
    Special.ID: NOT_A_NUMBER,
}
