"""What became of the rows of a table, as the page tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from recruspace_dashboard.intake.models import IntakeFile, Sheet
from recruspace_dashboard.intake.sheets.candidates import Candidate, candidates_of
from recruspace_dashboard.intake.sheets.table import Table

# Of each kind; the others are counted.
MOST_LISTED = 200


@dataclass(frozen=True)
class ListedRow:
    """A row, and the files that it is or could be about."""

    candidate: Candidate
    files: Sequence[IntakeFile] = ()


@dataclass(frozen=True)
class Listed:
    """`number` of rows, of which the first are listed."""

    number: int
    rows: Sequence[ListedRow]

    @property
    def others(self) -> int:
        return self.number - len(self.rows)


@dataclass(frozen=True)
class Outcome:
    matched: Listed
    unclear: Listed
    without: Listed

    @classmethod
    def of(cls, sheet: Sheet, table: Table) -> Self:
        found = sheet.found
        by_line = {row.line: row for row in candidates_of(table, sheet.columns)}
        there = {file.pk: file for file in sheet.intake.files.all()}

        def listed(lines: Iterable[tuple[int, Sequence[int]]]) -> Listed:
            told = [(by_line[at], ids) for at, ids in sorted(lines) if at in by_line]
            rows = [
                ListedRow(row, [there[one] for one in ids if one in there])
                for row, ids in told[:MOST_LISTED]
            ]
            return Listed(len(told), rows)

        return cls(
            listed((int(line), [one]) for line, one in found["files"].items()),
            listed((int(line), ids) for line, ids in found["unclear"].items()),
            listed((line, []) for line in found["without"]),
        )
