"""Makes a batch of new candidates, and of those who are there already and are only
tagged and noted. Nothing is sent."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from recruspace_dashboard.files.kinds import DOCUMENTS
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.files.names import clean_name, name_for_upload
from recruspace_dashboard.library.filing import email_key
from recruspace_dashboard.outbox.staging import Reason, filled, new_batch, store
from recruspace_dashboard.writes.actions import (
    Action,
    AddCandidate,
    AddNote,
    AddTag,
)
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.signature import signature


@dataclass(frozen=True)
class NewCandidate:
    """One to be added, with a file that waits, to a pool or to a job post; `target` is
    its name. In the note, names are filled in as in notes of a selection."""

    first_name: str
    last_name: str
    email: str
    file: WaitingFile | None
    cv_name: str
    cv_type: str
    phone_number: str = ""
    talent_pool_id: int | None = None
    job_post: str = ""
    target: str = ""
    tags: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class ExistingCandidate:
    """One who is there, and is only tagged and noted."""

    candidate_id: int
    first_name: str = ""
    last_name: str = ""
    tags: Sequence[str] = ()
    note: str = ""


Row = NewCandidate | ExistingCandidate
# Told of each row its first write, or None where it is left out.
OnStaged = Callable[[Sequence[Write | None]], None]


def stage_new(
    user: User,
    rows: Sequence[Row],
    left_out: Iterable[tuple[str, str]] = (),
    on_staged: OnStaged | None = None,
) -> Batch:
    """Stores the batch as a draft; where nobody is left to send it for, as ended.

    `left_out` are names of others, each with a `Reason` or a text to translate.
    `on_staged` is called in the transaction that stores it.
    """
    begin, taken = signature(user), set[tuple[object, ...]]()
    out: list[tuple[int | str, str]] = [(name, str(why)) for name, why in left_out]
    actions: list[Sequence[Action]] = []
    for row in rows:
        reason = _why_not(user, row, taken)
        if reason:
            out.append((_id_or_name(row), reason))
        actions.append([] if reason else _actions(row, begin))
    kind, summary = Write.Action.CANDIDATE, _summary(actions)
    batch = new_batch(user, kind, summary, out, is_empty=not any(actions))
    # Sealed before, so that nobody waits for the database meanwhile.
    made = [
        [_write(user, row, action) for action in some]
        for row, some in zip(rows, actions, strict=True)
    ]
    _store(batch, made, on_staged)
    return batch


@transaction.atomic
def _store(
    batch: Batch, made: Sequence[Sequence[Write]], on_staged: OnStaged | None
) -> None:
    store(batch, [one for some in made for one in some])
    if on_staged is not None:
        on_staged([some[0] if some else None for some in made])


def _why_not(user: User, row: Row, taken: set[tuple[object, ...]]) -> Reason | None:
    if isinstance(row, ExistingCandidate):
        return None if _titles(row.tags) or row.note.strip() else Reason.NOTHING
    if not row.email.strip():
        return Reason.NO_EMAIL
    if not row.first_name.strip() or not row.last_name.strip():
        return Reason.NO_NAME
    if row.file is None or row.file.owner_id != user.pk:
        return Reason.NO_CV
    there = (email_key(row.email.strip()), row.talent_pool_id, row.job_post)
    if there in taken:
        return Reason.SAME_EMAIL
    taken.add(there)
    return None


def _id_or_name(row: Row) -> int | str:
    if isinstance(row, ExistingCandidate):
        return row.candidate_id
    return _name(row) or row.email or row.cv_name


def _name(row: Row) -> str:
    return f"{row.first_name} {row.last_name}".strip()


def _actions(row: Row, begin: str) -> Sequence[Action]:
    """What is sent for one; notes start with `begin`."""
    text = row.note.strip()
    note = begin + filled(text, row) if text else ""
    if isinstance(row, ExistingCandidate):
        id = row.candidate_id
        tags = [AddTag(id, title=title) for title in _titles(row.tags)]
        return [*tags, *([AddNote(id, text=note)] if note else [])]
    fields: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in vars(row).items()
        if name not in ("file", "tags", "note")
    }
    fields["cv_name"] = _file_name(row)
    file_id = row.file.pk if row.file else 0
    new = AddCandidate(0, **fields, file_id=file_id, tags=_titles(row.tags), note=note)
    return [new]


def _file_name(row: NewCandidate) -> str:
    """A safe name, with the ending that its content has."""
    for kind in DOCUMENTS:
        if kind.content_type == row.cv_type:
            return name_for_upload(row.cv_name, kind.extensions)
    return clean_name(row.cv_name)


def _titles(tags: Iterable[str]) -> list[str]:
    """Without those that are the same whatever the case of their letters."""
    first: dict[str, str] = {}
    for title in map(str.strip, tags):
        first.setdefault(title.casefold(), title)
    return [title for title in first.values() if title]


def _write(user: User, row: Row, action: Action) -> Write:
    write = Write(
        owner=user,
        sealed_for=user.pk,
        action=action.name,
        candidate_id=action.candidate_id or None,
        state=Write.State.STAGED,
        follows=len(action.then(0)),
    )
    if isinstance(row, NewCandidate):
        write.file = row.file
    told = {"name": _name(row)} | action.arguments
    write.sealed_arguments = write.seal(json.dumps(told))
    return write


@dataclass(frozen=True)
class Plan:
    """What a dry run says: how many are new and how many are there already, the tags
    and notes of all, and how many go where: (is it a job post?, its name, number)."""

    new: int = 0
    known: int = 0
    tags: int = 0
    notes: int = 0
    targets: Sequence[tuple[bool, str, int]] = ()

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> "Plan | None":
        """That of a batch's arguments; None if others may not read them."""
        return cls(**arguments) if "targets" in arguments else None


def _summary(actions: Sequence[Sequence[Action]]) -> dict[str, Any]:
    all_sent = [one for some in actions for one in some]
    new = [one for one in all_sent if isinstance(one, AddCandidate)]
    others = [one for one in all_sent if not isinstance(one, AddCandidate)]
    following = [*others, *(follow for one in new for follow in one.then(0))]
    tags = sum(isinstance(one, AddTag) for one in following)
    where = Counter((bool(one.job_post), one.target) for one in new)
    return asdict(
        Plan(
            new=len(new),
            known=sum(bool(some) for some in actions) - len(new),
            tags=tags,
            notes=len(following) - tags,
            targets=[(*place, number) for place, number in where.most_common()],
        )
    )
