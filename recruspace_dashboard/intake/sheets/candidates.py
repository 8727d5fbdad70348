"""What a row of a table says of its candidate."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from recruspace_dashboard.intake.sheets.columns import Column
from recruspace_dashboard.intake.sheets.table import Row, Table
from recruspace_dashboard.intake.sheets.values import is_email
from recruspace_dashboard.pages.fields import PhoneField

LONGEST_NAME = 255
LONGEST_EMAIL = 254
LONGEST_PHONE = 30
LONGEST_NOTE = 10_000
MOST_TAGS, LONGEST_TAG = 20, 255
BETWEEN_TAGS = re.compile("[,;|\n]")
WITH_COUNTRY = re.compile("[1-9][0-9]{10,14}")
PHONE = PhoneField(required=False)


@dataclass(frozen=True)
class Candidate:
    """A row: `line` is its number; with `is_split` it tells its names apart."""

    line: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone_number: str = ""
    file: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    is_split: bool = True

    def __str__(self) -> str:
        """How it is listed."""
        name = f"{self.first_name} {self.last_name}".strip()
        return name or self.email or self.file

    @property
    def has_sign(self) -> bool:
        """Whether there is anything by which its file could be found."""
        return bool(str(self))

    @property
    def sure(self) -> frozenset[str]:
        """The fields that need no second look."""
        sure = set()
        if self.is_split and self.first_name and self.last_name:
            sure |= {"first_name", "last_name"}
        if is_email(self.email) and _is_valid(validate_email, self.email):
            sure.add("email")
        digits = sum(map(str.isdigit, self.phone_number))
        if digits >= 7 and _is_valid(PHONE.clean, self.phone_number):
            sure.add("phone_number")
        return frozenset(sure)


def candidates_of(table: Table, columns: Sequence[str]) -> list[Candidate]:
    return [_candidate(row, columns) for row in table.rows]


def _candidate(row: Row, columns: Sequence[str]) -> Candidate:
    cells = {
        column: " ".join(cell.split()) if column != Column.NOTE else cell
        for column, cell in zip(columns, row.cells, strict=True)
        if column
    }
    first, last, is_split = _names(cells)
    email = cells.get(Column.EMAIL, "").removeprefix("mailto:").strip(" <>;,")
    phone = _phone(cells.get(Column.PHONE_NUMBER, ""))
    tags = map(str.strip, BETWEEN_TAGS.split(cells.get(Column.TAGS, "")))
    return Candidate(
        row.number,
        first[:LONGEST_NAME],
        last[:LONGEST_NAME],
        email[:LONGEST_EMAIL],
        phone[:LONGEST_PHONE],
        cells.get(Column.FILE, ""),
        tuple(dict.fromkeys(one[:LONGEST_TAG] for one in tags if one))[:MOST_TAGS],
        cells.get(Column.NOTE, "")[:LONGEST_NOTE],
        is_split,
    )


def _phone(value: str) -> str:
    """A spreadsheet takes the + from a number with its country."""
    if not WITH_COUNTRY.fullmatch(value):
        return value
    try:
        is_one = phonenumbers.is_valid_number(phonenumbers.parse(f"+{value}"))
    except phonenumbers.NumberParseException:
        return value
    return f"+{value}" if is_one else value


def _is_valid(check: Callable[[str], object], value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True


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
