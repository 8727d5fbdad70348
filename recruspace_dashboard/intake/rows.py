"""The rows of an intake: expected, then filled with what has come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Now

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.many import PostedFile
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES
from recruspace_dashboard.intake.arrival import Arrival, forget, shown_name, take_in
from recruspace_dashboard.intake.mails import MAX_MAIL_BYTES
from recruspace_dashboard.intake.models import LEASE, Intake, IntakeFile
from recruspace_dashboard.operations.server.bodies import MAX_INTAKE_BYTES

Problem, State = IntakeFile.Problem, IntakeFile.State

MOST_FILES = 500
# With those that are too many: an archive after them is not opened.
MOST_ROWS = 1500
# Refused for what may be otherwise by now: these may come again.
AGAIN = (Problem.NO_ROOM, Problem.GONE)


class Elsewhere(Exception):
    """Another request takes this file in just now."""


@dataclass(frozen=True)
class Announced:
    """A file that the browser is about to send."""

    name: str
    size: int


def expect(
    intake: Intake, announced: Sequence[Announced], *, are_here: bool = False
) -> list[IntakeFile]:
    """Makes a row for each; what will not fit is refused, before it is sent up."""
    left, rows = waiting.room_left(), []
    with _locked(intake):
        held = _held(intake)
        for number, one in enumerate(announced, held.last + 1):
            problem = "" if are_here else _misfit(one, left)
            if held.kept >= MOST_FILES:
                problem = Problem.TOO_MANY
            else:
                held.kept += 1
            row = _row(intake, number, Arrival(shown_name(one.name), size=one.size))
            row.state, row.problem = State.EXPECTED, problem
            if problem:
                row.state = State.FAILED
            left -= 0 if problem else one.size
            rows.append(row)
        IntakeFile.objects.bulk_create(rows, batch_size=200)
    return rows


def _misfit(one: Announced, left: int) -> str:
    """Why a file will not be taken, by what the browser says of it."""
    name = one.name.lower()
    if not one.size:
        return Problem.EMPTY
    if name.endswith(".zip") or name.endswith(".eml"):
        largest = MAX_MAIL_BYTES if name.endswith(".eml") else MAX_INTAKE_BYTES
        if one.size > largest:
            return Problem.ARCHIVE
    elif one.size > MAX_UPLOAD_BYTES:
        return Problem.TOO_LARGE
    return Problem.NO_ROOM if one.size > left else ""


def arrive(
    intake: Intake, row: IntakeFile, owner: User, posted: PostedFile
) -> list[IntakeFile]:
    """Takes the file of a row in; returns the rows of what has come, or none where it
    had come before. Raises `Elsewhere`.
    """
    if not _claim(row):
        return []
    try:
        arrivals = take_in(owner, posted, partial(_room, intake))
        return _fill(intake, row, arrivals)
    except BaseException:
        with suppress(DatabaseError):
            IntakeFile.objects.filter(pk=row.pk).update(claimed_until=None)
        raise


def _claim(row: IntakeFile) -> bool:
    """Whether the file of a row is still to come. Raises `Elsewhere`."""
    leased = {"claimed_until": Now() + LEASE}
    if _usual(row).filter(claimed_until=None).update(**leased):
        return True
    due = _to_come(row)
    free = due.filter(Q(claimed_until=None) | Q(claimed_until__lt=Now()))
    if free.update(**leased):
        return True
    if due.exists():
        raise Elsewhere
    return False


def _usual(row: IntakeFile) -> QuerySet[IntakeFile]:
    """The row, if it comes for the first time; asked first, as it costs less."""
    return IntakeFile.objects.filter(pk=row.pk, state=State.EXPECTED)


def _to_come(row: IntakeFile) -> QuerySet[IntakeFile]:
    again = Q(state=State.FAILED, problem__in=AGAIN, file=None, write=None)
    return IntakeFile.objects.filter(Q(state=State.EXPECTED) | again, pk=row.pk)


def _fill(
    intake: Intake, row: IntakeFile, arrivals: Sequence[Arrival]
) -> list[IntakeFile]:
    """The first takes the row, the others new ones."""
    try:
        with _locked(intake):
            kept = list(_without_surplus(intake, arrivals))
            numbers = [row.number]
            if len(kept) > 1:
                last = _held(intake).last
                numbers += range(last + 1, last + len(kept))
            rows = [_row(intake, *each) for each in zip(numbers, kept, strict=True)]
            if not _replace(row, rows[0]):
                # Somebody else has filled it, after a long time.
                kept, rows = [], []
            IntakeFile.objects.bulk_create(rows[1:], batch_size=200)
    except BaseException:
        forget(arrivals)
        raise
    stored = {one.file.pk for one in kept if one.file}
    forget(one for one in arrivals if one.file and one.file.pk not in stored)
    return rows


def _without_surplus(intake: Intake, arrivals: Sequence[Arrival]) -> Iterator[Arrival]:
    """The same, but for files that are there already or too many."""
    digests = [one.file.digest for one in arrivals if one.file]
    same = IntakeFile.objects.filter(intake=intake, file__digest__in=digests)
    known = set(same.values_list("file__digest", flat=True))
    # The first has a place already.
    room = _room(intake) if len(arrivals) > 1 else 1
    for number, one in enumerate(arrivals, 1):
        problem, digest = one.problem, one.file.digest if one.file else ""
        if digest and digest in known:
            problem = Problem.TWICE
        elif not problem and number > room:
            problem = Problem.TOO_MANY
        known.add(digest)
        yield replace(one, problem=problem, file=None) if problem else one


def _replace(row: IntakeFile, filled: IntakeFile) -> bool:
    """Fills the row, unless it is filled."""
    values: dict[str, Any] = {
        name: getattr(filled, name)
        for name in ("state", "problem", "sealed_name", "size", "content_type")
    }
    filled.pk, filled._state.adding = row.pk, False
    values |= {"file": filled.file, "claimed_until": None}
    return bool(_usual(row).update(**values) or _to_come(row).update(**values))


@dataclass
class _Held:
    """How many rows an intake has, without those that were too many, and the number of
    the last."""

    rows: int
    kept: int
    last: int


def _held(intake: Intake) -> _Held:
    too_many = Q(problem=Problem.TOO_MANY)
    found = IntakeFile.objects.filter(intake=intake).aggregate(
        rows=Count("pk"), kept=Count("pk", filter=~too_many), last=Max("number")
    )
    return _Held(found["rows"], found["kept"], found["last"] or 0)


def _room(intake: Intake) -> int:
    """How many files may come in the place of one that was expected; none where an
    archive is not to be opened."""
    held = _held(intake)
    return max(1, MOST_FILES - held.kept + 1) if held.rows < MOST_ROWS else 0


@contextmanager
def _locked(intake: Intake) -> Iterator[None]:
    """Nobody else changes which files it has. Raises `Intake.DoesNotExist`."""
    with transaction.atomic():
        Intake.objects.select_for_update().only("pk").get(pk=intake.pk)
        yield


def _row(intake: Intake, number: int, one: Arrival) -> IntakeFile:
    row = IntakeFile(intake=intake, sealed_for=intake.owner_id, number=number)
    row.sealed_name = row.seal({"name": one.name, "inside": one.inside})
    row.state = State.FAILED if one.problem else State.ARRIVED
    row.problem, row.size, row.file = one.problem, one.size, one.file
    row.content_type = one.content_type
    return row
