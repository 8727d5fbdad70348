"""What a row of a table says of its candidate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recruspace_dashboard.intake.sheets.columns import Column
from recruspace_dashboard.intake.sheets.table import Row, Table
from recruspace_dashboard.intake.sheets.values import is_email

# The API takes no longer ones.
LONGEST_NAME = 100
LONGEST_EMAIL = 254
LONGEST_PHONE = 40
BETWEEN_TAGS = re.compile("[,;|\n]")


@dataclass(frozen=True)
class Candidate:
    """A row: `line` is its number. `sure` has the fields that need no second look."""

    line: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone_number: str = ""
    file: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    sure: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """How it is listed."""
        name = f"{self.first_name} {self.last_name}".strip()
        return name or self.email or self.file


def candidates_of(table: Table, columns: Sequence[str]) -> list[Candidate]:
    return [_candidate(row, columns) for row in table.rows]


def _candidate(row: Row, columns: Sequence[str]) -> Candidate:
    cells = {
        column: " ".join(cell.split()) if column != Column.NOTE else cell
        for column, cell in zip(columns, row.cells, strict=True)
        if column
    }
    first, last, is_sure = _names(cells)
    email = cells.get(Column.EMAIL, "").removeprefix("mailto:").strip(" <>;,")
    phone = cells.get(Column.PHONE_NUMBER, "")
    sure = set()
    if is_sure and first and last:
        sure |= {"first_name", "last_name"}
    if is_email(email) and len(email) <= LONGEST_EMAIL:
        sure.add("email")
    if sum(map(str.isdigit, phone)) >= 7:
        sure.add("phone_number")
    tags = map(str.strip, BETWEEN_TAGS.split(cells.get(Column.TAGS, "")))
    return Candidate(
        row.number,
        first[:LONGEST_NAME],
        last[:LONGEST_NAME],
        email[:LONGEST_EMAIL],
        phone[:LONGEST_PHONE],
        cells.get(Column.FILE, ""),
        tuple(dict.fromkeys(filter(None, tags))),
        cells.get(Column.NOTE, ""),
        frozenset(sure),
    )


def _names(cells: dict[str, str]) -> tuple[str, str, bool]:
    """First and last name, and whether the table tells them apart."""
    first, last = cells.get(Column.FIRST_NAME, ""), cells.get(Column.LAST_NAME, "")
    reversed_name = cells.get(Column.LAST_FIRST, "")
    whole = cells.get(Column.NAME, "") or reversed_name
    if (first and last) or not whole:
        return first, last, True
    if "," in whole:
        last, _comma, first = map(str.strip, whole.partition(","))
        return first, last, True
    parts = whole.split()
    # Of three names, the middle one may be the one or the other.
    if reversed_name:
        return " ".join(parts[1:]), parts[0], len(parts) == 2
    return " ".join(parts[:-1]), parts[-1], len(parts) == 2
