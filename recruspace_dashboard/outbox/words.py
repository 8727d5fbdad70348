"""What a write is, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from recruspace_dashboard.writes.models import Batch, Write

Action = Write.Action

# With what was sent; the words without it are the labels of the actions.
WORDS: Mapping[str, tuple[str, Callable[[], str]]] = {
    Action.TAG: ("title", lambda: _("Tag “%s”")),
    Action.NOTE: ("text", lambda: _("Note “%s”")),
    Action.POOL: ("target", lambda: _("Add to the pool “%s”")),
    Action.JOB: ("target", lambda: _("Add to the job post “%s”")),
    Action.NEW_POOL: ("name", lambda: _("New pool “%s”")),
    Action.RENAMED_POOL: ("name", lambda: _("Pool renamed to “%s”")),
    Action.FILE: ("name", lambda: _("File “%s”")),
}
# Of a note, so much is shown in a line.
SHORT = 60


def owner_name(owner: User | None) -> str:
    return (owner.get_full_name() or owner.username) if owner else _("A former user")


def batch_title(batch: Batch, *, own: bool) -> str:
    """Others do not read what was typed."""
    arguments = batch.arguments if own else {}
    if batch.action != Action.CANDIDATE:
        return what(batch.action, arguments)
    targets = arguments.get("targets", ())
    if arguments and not targets:
        return _("Tags and notes of candidates who are there")
    if len(targets) != 1:
        return _("New candidates")
    [(is_job, name, _number)] = targets
    words = _("New candidates at “%s”") if is_job else _("New candidates in “%s”")
    return words % (name,)


def what(action: str, arguments: Mapping[str, Any]) -> str:
    """As “Tag “python””."""
    if action in (Action.CANDIDATE, Action.APPLICATION) and arguments:
        names = (arguments.get("first_name", ""), arguments.get("last_name", ""))
        return f"{Action(action).label}: {' '.join(names)}"
    name, words = WORDS.get(action, ("", str))
    told = str(arguments.get(name) or "")
    if not told:
        return str(dict(Action.choices).get(action, action))
    first_line = " ".join(told.split())
    short = first_line[:SHORT] + ("…" if len(first_line) > SHORT else "")
    return words() % short
