"""Stores a table with its intake, what was said of its columns, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from recruspace_dashboard.intake.models import (
    Intake,
    RememberedColumns,
    Sheet,
)
from recruspace_dashboard.intake.sheets import applying
from recruspace_dashboard.intake.sheets.columns import Column, key_of, propose
from recruspace_dashboard.intake.sheets.reading import read
from recruspace_dashboard.intake.sheets.table import NoTable, Table

# Of those that were said last.
MOST_REMEMBERED = 500


def put(intake: Intake, name: str, content: bytes) -> Sheet:
    """Takes the place of an earlier table, also where it cannot be read.

    If all its columns were spoken of before, its rows are matched at once. Raises
    `Intake.DoesNotExist`.
    """
    problem, table = "", None
    try:
        table = read(content)
    except NoTable as error:
        problem = str(error.problem)
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(pk=intake.pk)
        remove(intake)
        sheet = Sheet(intake=intake, sealed_for=intake.owner_id, problem=problem)
        sheet.sealed_name = sheet.seal({"name": name})
        if table:
            sheet.sealed_table = sheet.seal(table.stored())
        sheet.save()
        remembered = remembered_of(intake.owner)
        if table and all(key_of(head) in remembered for head in table.headings):
            say(sheet, propose(table, remembered))
    return sheet


def remove(intake: Intake) -> None:
    """Removes its table; its files say again what was read in them."""
    with transaction.atomic():
        if Sheet.objects.filter(intake=intake).delete()[0]:
            applying.forget(intake)


def remembered_of(user: User) -> Mapping[str, Any]:
    kept = RememberedColumns.objects.filter(owner=user).first()
    return kept.columns if kept else {}


def say(sheet: Sheet, columns: Sequence[Column]) -> None:
    """Keeps what the columns are, and matches the rows by them."""
    with transaction.atomic():
        sheet.sealed_columns = sheet.seal({"columns": [str(one) for one in columns]})
        sheet.save(update_fields=["sealed_columns"])
        applying.apply(sheet.intake)


def remember(user: User, table: Table, columns: Sequence[Column]) -> None:
    said = {
        key: str(column)
        for heading, column in zip(table.headings, columns, strict=True)
        if (key := key_of(heading))
    }
    with transaction.atomic():
        kept, _made = RememberedColumns.objects.select_for_update().get_or_create(
            owner=user
        )
        before = {key: one for key, one in kept.columns.items() if key not in said}
        latest = list((before | said).items())[-MOST_REMEMBERED:]
        kept.sealed_columns = kept.seal(dict(latest))
        kept.save(update_fields=["sealed_columns"])
