"""Makes a batch of a selection: a row for each candidate it is sent for, and why others
are left out. Nothing is sent."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.library.bulk import rows_sharing
from recruspace_dashboard.library.filing import email_key
from recruspace_dashboard.outbox.selection import Selected, Selection
from recruspace_dashboard.sealing.key_ring import seal_json
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.writes.actions import find_tag
from recruspace_dashboard.writes.batches import key_of
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.signature import signature

Action = Write.Action
ADDING = (Action.POOL, Action.JOB)


class Reason(models.TextChoices):
    """Why nothing is sent for a candidate."""

    NOT_FOUND = "not_found", _("not found")
    NOT_COPIED = "not_copied", _("not found, or not copied yet")
    HAS_TAG = "has_tag", _("with the tag already")
    IN_POOL = "in_pool", _("in the pool already")
    IN_JOB = "in_job", _("at the job post already")
    SAME_EMAIL = "same_email", _("with the same e-mail as another who is selected")
    NO_EMAIL = "no_email", _("without an e-mail")
    NO_NAME = "no_name", _("without a first or last name")
    NO_CV = "no_cv", _("without a CV")
    # Of those who would be new.
    DUPLICATE = "duplicate", _("there already")
    TO_CHECK = "to_check", _("not checked yet")
    FAILED = "failed", _("whose file cannot be used")
    NOTHING = "nothing", _("there already, with neither a tag nor a note to add")


def stage(
    user: User, action: str, arguments: Mapping[str, Any], selection: Selection
) -> Batch:
    """Stores the batch as a draft; where nobody is left to send it for, as ended."""
    taken: dict[str, Any] = {"in_pool": _emails_in_pool(selection, arguments)}
    missing = Reason.NOT_FOUND if selection.is_whole else Reason.NOT_COPIED
    left_out: list[tuple[int | str, str]] = [
        (id, missing) for id in selection.not_found
    ]
    to_send: list[Selected] = []
    for one in selection.candidates:
        reason = _why_not(one, action, arguments, taken)
        if reason:
            left_out.append((one.id, reason))
        else:
            to_send.append(one)
    batch = new_batch(user, action, arguments, left_out, is_empty=not to_send)
    # Sealed before, so that nobody waits for the database meanwhile.
    rows = list(_rows(batch, user, arguments, to_send))
    store(batch, rows)
    return batch


def new_batch(
    user: User,
    action: str,
    arguments: Mapping[str, Any],
    left_out: Sequence[tuple[int | str, str]],
    *,
    is_empty: bool,
) -> Batch:
    """A draft, not stored yet; one that has nothing to send has ended."""
    batch = Batch(owner=user, sealed_for=user.pk, action=action)
    batch.key = key_of(user) or ""
    batch.sealed_arguments = seal_json(dict(arguments), user.pk)
    batch.sealed_left_out = seal_json(left_out, user.pk)
    if is_empty:
        batch.state, batch.ended_at = Batch.State.ENDED, timezone.now()
    return batch


@transaction.atomic
def store(batch: Batch, rows: Sequence[Write]) -> None:
    batch.save()
    for row in rows:
        row.batch = batch
    Write.objects.bulk_create(rows, batch_size=500)


def _rows(
    batch: Batch, user: User, arguments: Mapping[str, Any], to_send: Iterable[Selected]
) -> Iterator[Write]:
    begin = signature(user) if batch.action == Action.NOTE else ""
    for one in to_send:
        told = _arguments(one.candidate, batch.action, arguments, begin)
        row = Write(
            owner=user,
            sealed_for=user.pk,
            action=batch.action,
            candidate_id=one.id,
            state=Write.State.STAGED,
        )
        row.sealed_arguments = row.seal(json.dumps({"name": one.candidate.name} | told))
        yield row


def _arguments(
    candidate: Candidate, action: str, arguments: Mapping[str, Any], begin: str
) -> dict[str, Any]:
    """What is sent for one candidate; notes start with `begin`."""
    if action == Action.NOTE:
        return {"text": begin + filled(arguments["text"], candidate)}
    if action not in ADDING:
        return dict(arguments)
    return {
        **arguments,
        "email": candidate.email,
        "first_name": candidate.first_name,
        "last_name": candidate.last_name,
        "cv_id": candidate.cv.id if candidate.cv else None,
    }


class Named(Protocol):
    """Whoever has a first and a last name."""

    @property
    def first_name(self) -> str: ...

    @property
    def last_name(self) -> str: ...


def filled(text: str, candidate: Named) -> str:
    """The text of a note with the candidate's names in it."""
    return re.sub(
        r"\{(first_name|last_name)\}",
        lambda found: str(getattr(candidate, found[1])).strip(),
        text,
    )


def _why_not(
    one: Selected, action: str, arguments: Mapping[str, Any], taken: dict[str, Any]
) -> Reason | None:
    candidate = one.candidate
    if action == Action.TAG:
        return Reason.HAS_TAG if find_tag(candidate, arguments["title"]) else None
    if action == Action.NOTE:
        return _name_missing(candidate, arguments["text"])
    return _why_not_added(one, arguments, taken)


def _name_missing(candidate: Candidate, text: str) -> Reason | None:
    for name in ("first_name", "last_name"):
        if f"{{{name}}}" in text and not getattr(candidate, name).strip():
            return Reason.NO_NAME
    return None


def _why_not_added(
    one: Selected, arguments: Mapping[str, Any], taken: dict[str, Any]
) -> Reason | None:
    candidate, key = one.candidate, email_key(one.candidate.email)
    pool_id, job = arguments.get("talent_pool_id"), arguments.get("job_post")
    if pool_id and (pool_id in one.pools or key in taken["in_pool"]):
        return Reason.IN_POOL
    if job and candidate.job_post and candidate.job_post.hash == job:
        return Reason.IN_JOB
    if not candidate.email:
        return Reason.NO_EMAIL
    if not candidate.first_name.strip() or not candidate.last_name.strip():
        return Reason.NO_NAME
    if candidate.cv is None or candidate.cv.id is None:
        return Reason.NO_CV
    if key in taken.setdefault("emails", set()):
        return Reason.SAME_EMAIL
    taken["emails"].add(key)
    return None


def _emails_in_pool(selection: Selection, arguments: Mapping[str, Any]) -> set[str]:
    """The addresses of those selected that the pool has already, of any record."""
    pool_id, copy = arguments.get("talent_pool_id"), selection.copy
    if not pool_id or copy is None:
        return set()
    keys = {email_key(one.candidate.email) for one in selection.candidates} - {""}
    same = {id: key for _, key, id, _ in rows_sharing({"email_key": sorted(keys)})}
    return {same[id] for id in copy.search().pools_of(same).get(pool_id, ())}
