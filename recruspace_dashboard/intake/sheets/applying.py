"""Gives the files of an intake what the rows about them say: more than the CV does, and
less than the user."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from recruspace_dashboard.intake.models import Intake, IntakeFile, Sheet
from recruspace_dashboard.intake.sheets.candidates import (
    LONGEST_NOTE,
    MOST_TAGS,
    Candidate,
    candidates_of,
)
from recruspace_dashboard.intake.sheets.matching import CVFile, Matching, match
from recruspace_dashboard.intake.sheets.table import Table

FIELDS = ("first_name", "last_name", "email", "phone_number")
SAID = ("tags", "note")
ATTEMPTS = 5
State = IntakeFile.State


def apply(intake: Intake) -> None:
    """Matches the rows with the files that are here by now, and fills their fields.

    What the user has confirmed or decided stays. It may be done any number of times,
    such as whenever a file was read; if others do it at once, the last one knows all.
    """
    said = Sheet.objects.filter(intake=intake).exclude(sealed_columns="")
    for _attempt in range(ATTEMPTS):
        sheet = said.first()
        if sheet is None or _apply(sheet):
            return


def _apply(sheet: Sheet) -> bool:
    """Whether nobody else has done it meanwhile, or said something else."""
    table = Table.told(sheet.table)
    if not table:
        return True
    rows = candidates_of(table, sheet.columns)
    files = _here(sheet.intake)
    matching = match(rows, [_cv_file(file) for file in files])
    by_line = {row.line: row for row in rows}
    row_of = {file: by_line[line] for line, file in matching.files.items()}
    same = Sheet.objects.filter(
        pk=sheet.pk,
        sealed_columns=sheet.sealed_columns,
        sealed_found=sheet.sealed_found,
    )
    for_all = sheet.intake.for_all
    with transaction.atomic():
        if not same.update(sealed_found=sheet.seal(_found(matching))):
            return False
        for file in files:
            _fill(file, row_of.get(file.pk), for_all)
    return True


def forget(intake: Intake) -> None:
    """The files say again what was read in them."""
    for file in _here(intake):
        _fill(file, None, {})


def _here(intake: Intake) -> list[IntakeFile]:
    files = intake.files.filter(state__in=[State.ARRIVED, State.READ])
    return [file for file in files.order_by("number") if not file.is_gone]


def _cv_file(file: IntakeFile) -> CVFile:
    return CVFile(file.pk, file.name, str(_read(file.fields.get("email")).get("value")))


def _read(field: Any) -> Mapping[str, Any]:
    """What was read in the file itself."""
    if not isinstance(field, dict):
        return {"value": "", "certainty": "none"}
    return field["cv"] if isinstance(field.get("cv"), dict) else field


def _found(matching: Matching) -> dict[str, Any]:
    return {
        "files": matching.files,
        "unclear": matching.unclear,
        "without": matching.without,
    }


def _fill(file: IntakeFile, row: Candidate | None, for_all: Mapping[str, Any]) -> None:
    before, own_before = file.fields, file.own
    fields, own = _fields(before, row), _own(own_before, row, for_all)
    if (fields, own) == (before, own_before):
        return
    # Not while the user says something of it.
    untouched = IntakeFile.objects.filter(
        pk=file.pk,
        state=State.READ,
        confirmed=False,
        choice="",
        write=None,
        sealed_fields=file.sealed_fields,
        sealed_own=file.sealed_own,
    )
    untouched.update(
        sealed_fields=file.seal(fields), sealed_own=file.seal(own) if own else ""
    )


def _fields(before: Mapping[str, Any], row: Candidate | None) -> dict[str, Any]:
    fields: dict[str, Any] = {**before}
    for name in FIELDS:
        read = dict(_read(before.get(name)))
        value = getattr(row, name) if row else ""
        if row and value:
            certainty = "sure" if name in row.sure else "likely"
            fields[name] = {"value": value, "certainty": certainty, "cv": read}
        elif name in before:
            fields[name] = read
    return fields


def _own(
    before: Mapping[str, Any], row: Candidate | None, for_all: Mapping[str, Any]
) -> dict[str, Any]:
    """What the row says is added to what is said for all."""
    own = {name: value for name, value in before.items() if name not in SAID}
    if row and row.tags:
        own["tags"] = _joined([*for_all.get("tags", []), *row.tags])
    if row and row.note:
        notes = filter(None, [for_all.get("note"), row.note])
        own["note"] = "\n\n".join(notes)[:LONGEST_NOTE]
    return own


def _joined(tags: Iterable[str]) -> list[str]:
    return list({one.casefold(): one for one in tags}.values())[:MOST_TAGS]
