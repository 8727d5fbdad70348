"""A table of candidates: its headings and rows, within limits; or why it is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.documents.answers import text_of
from recruspace_dashboard.intake.sheets.values import is_email, is_file_name, is_phone

MAX_ROWS = 2000
MAX_COLUMNS = 100
MAX_CELL = 10_000
# Lines before the headings, such as a title.
TITLES = 10


class Problem(TextChoices):
    """Why a file is not read as a table."""

    TOO_LARGE = "too_large", _("This table is too large: 10 MB at most.")
    NO_TABLE = "no_table", _("This is not a CSV or XLSX file with a table.")
    OTHER_KIND = "other_kind", _("Save this table as XLSX or CSV, and bring it again.")
    ENCRYPTED = "encrypted", _("This table has a password. Save it without one.")
    DAMAGED = "damaged", _("This XLSX file is damaged.")
    TOO_MUCH = "too_much", _("This table has too much in it to be read.")
    EMPTY = "empty", _("This table has no rows.")
    NO_HEADINGS = (
        "no_headings",
        _("This table has no line of headings, such as First name, Last name, E-mail."),
    )
    ROWS = "rows", _("This table has more than 2,000 rows.")
    COLUMNS = "columns", _("This table has more than 100 columns.")
    CELL = "cell", _("A cell of this table has more than 10,000 characters.")
    BUSY = "busy", _("Too many files are being read just now. Try again.")


class NoTable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Row:
    """`number` is its line, as a spreadsheet counts them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """All rows are as long as `headings`. `sheet` is its name in a file of several."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""

    @classmethod
    def of(cls, lines: Iterable[tuple[int, list[str]]], sheet: str = "") -> Self:
        """Reads no more lines than may be. Raises `NoTable`."""
        kept: list[Row] = []
        for number, cells in lines:
            row = Row(number, _cleaned(cells))
            if row.cells:
                kept.append(row)
            if len(kept) > MAX_ROWS + 1 + TITLES:
                raise NoTable(Problem.ROWS)
        width = max((len(row.cells) for row in kept), default=0)
        if width < 2:
            raise NoTable(Problem.NO_TABLE if kept else Problem.EMPTY)
        # A title, not headings.
        while len(kept[0].cells) < 2:
            del kept[0]
        head, *rows = kept
        if any(is_email(cell) or is_phone(cell) for cell in head.cells) or any(
            map(is_file_name, head.cells)
        ):
            raise NoTable(Problem.NO_HEADINGS)
        if not rows:
            raise NoTable(Problem.EMPTY)
        if len(rows) > MAX_ROWS:
            raise NoTable(Problem.ROWS)
        return cls(
            _wide(head, width).cells, tuple(_wide(row, width) for row in rows), sheet
        )

    def stored(self) -> dict[str, Any]:
        """As JSON can hold it."""
        rows = [[row.number, row.cells] for row in self.rows]
        return {"headings": self.headings, "rows": rows, "sheet": self.sheet}

    @classmethod
    def told(cls, stored: Mapping[str, Any]) -> Self | None:
        if not stored:
            return None
        rows = (Row(number, tuple(cells)) for number, cells in stored["rows"])
        return cls(tuple(stored["headings"]), tuple(rows), stored["sheet"])


def _cleaned(cells: list[str]) -> tuple[str, ...]:
    """Without the empty ones at its end. Raises `NoTable`."""
    if any(len(cell) > MAX_CELL for cell in cells):
        raise NoTable(Problem.CELL)
    texts = [text_of(cell, MAX_CELL).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > MAX_COLUMNS:
        raise NoTable(Problem.COLUMNS)
    return tuple(texts)


def _wide(row: Row, width: int) -> Row:
    return Row(row.number, row.cells + ("",) * (width - len(row.cells)))
