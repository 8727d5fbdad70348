"""Puts what is ready into the outbox; nothing is sent before the user has seen it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from recruspace_dashboard.intake.lines import Choice, Group, Line
from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.intake.page import OpenedIntake
from recruspace_dashboard.outbox.staging import Reason
from recruspace_dashboard.outbox.staging_new import (
    ExistingCandidate,
    NewCandidate,
    Row,
    stage_new,
)
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.models import Batch, Write

# Why others are not added now: the dry run says it.
WHY_NOT = {
    Group.CHECK: Reason.TO_CHECK.value,
    Group.DUPLICATE: Reason.DUPLICATE.value,
    Group.FAILED: Reason.FAILED.value,
    Group.SKIPPED: gettext_noop("left out when they were checked"),
}


@transaction.atomic
def stage_ready(request: HttpRequest, page: OpenedIntake) -> Batch | None:
    """The batch of all that are ready; None if there is nothing."""
    lines = _unchanged(page)
    if not lines:
        return None
    left_out = [
        (one.who or one.name, WHY_NOT[one.group])
        for one in page.lines
        if one.group in WHY_NOT
    ]

    def keep(writes: Sequence[Write | None]) -> None:
        files = [line.file for line in lines]
        for file, write in zip(files, writes, strict=True):
            file.write = write
        IntakeFile.objects.bulk_update(files, ["write"], batch_size=200)

    return stage_new(request.user, [_row(one) for one in lines], left_out, keep)


def _unchanged(page: OpenedIntake) -> Sequence[Line]:
    """Those that are ready still, until the transaction ends: another tab may have
    added or changed them since they were read, or deleted them."""
    # Two tabs wait for each other here.
    kept = Intake.objects.select_for_update().filter(pk=page.intake.pk).first()
    if kept is None or kept.sealed_for_all != page.intake.sealed_for_all:
        return []
    lines = page.ready
    rows = page.intake.files.in_bulk([line.file.pk for line in lines])
    return [
        line
        for line in lines
        if line.file.pk in rows and _said(line.file) == _said(rows[line.file.pk])
    ]


def _said(file: IntakeFile) -> Sequence[object]:
    told = (file.sealed_fields, file.sealed_own, file.choice, file.confirmed)
    return (*told, file.file_id, file.write_id)


def _row(line: Line) -> Row:
    told = {name: one.value for name, one in line.fields.items()}
    aim = line.aim
    tags, note = aim.get("tags") or (), aim.get("note") or ""
    file = line.file
    if file.choice == Choice.TAG:
        return ExistingCandidate(
            int(line.own["same_as"]),
            told["first_name"],
            told["last_name"],
            tags=tags,
            note=note,
        )
    return NewCandidate(
        **told,
        file=file.file,
        cv_name=file.name,
        cv_type=file.content_type,
        talent_pool_id=aim.get("talent_pool_id"),
        job_post=aim.get("job_post") or "",
        target=aim.get("target") or "",
        tags=tags,
        note=note,
    )
