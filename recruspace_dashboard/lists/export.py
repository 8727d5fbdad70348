"""A whole list as a file: CSV as Excel opens it, or XLSX."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recruspace_dashboard.library.cv_text.excerpts import Line
from recruspace_dashboard.library.found import FoundCandidate
from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.verdicts import shown_verdicts
from recruspace_dashboard.pages.labels import label
from recruspace_dashboard.pages.safe_output import csv_cell
from recruspace_dashboard.verdicts.reading import NONE, Verdicts

Value = str | int | float | datetime | None

# So many candidates are read at once.
STEP = 500
# What a sheet of Excel can hold, less the head and the last line.
MOST_ROWS = 1_048_574


def write_csv(copied: CopiedList, columns: Columns) -> Iterator[bytes]:
    """The lines of a CSV file, one after the other, with what Excel needs: a mark of
    the encoding, and the separator of the language."""
    writer = csv.writer(_Echo(), delimiter=";" if get_language() == "tr" else ",")
    yield "\ufeff".encode()
    for row in _rows(copied, columns):
        yield writer.writerow([_cell(value) for value in row]).encode()


def write_xlsx(copied: CopiedList, columns: Columns) -> IO[bytes]:
    """An XLSX file, which is deleted once it is closed. If more were found than it can
    hold, its last line says so."""
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    options = {"constant_memory": True, "remove_timezone": True}
    book = xlsxwriter.Workbook(
        file, options | {"strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    try:
        for number, row in enumerate(_rows(copied, columns, MOST_ROWS)):
            _write_row(sheet, number, row, day)
    except BaseException:
        # Deletes the file of its own in which it has the rows so far.
        with suppress(Exception):
            book.close()
        file.close()
        raise
    book.close()
    file.seek(0)
    return file


def _write_row(sheet: Any, number: int, row: Sequence[Value], day: Any) -> None:
    for place, value in enumerate(row):
        if isinstance(value, datetime):
            sheet.write_datetime(number, place, value, day)
        elif isinstance(value, int | float):
            sheet.write_number(number, place, value)
        elif value:
            sheet.write_string(number, place, value[:32_767])


def _rows(
    copied: CopiedList, columns: Columns, most: int | None = None
) -> Iterator[Sequence[Value]]:
    """The head, the candidates, at most `most`, and of when they are."""
    names = {pool: row.name for pool, row in copied.copy.pools.items()}
    cells = [CELLS[column.name] for column in columns.shown]
    yield ["ID", *(str(column.title) for column in columns.shown)]
    everybody = islice(copied.read_all(STEP), most)
    while some := list(islice(everybody, STEP)):
        candidates = [one.candidate for one in some]
        verdicts = shown_verdicts(candidates, columns, copied.copy.user)
        shown = "excerpt" in columns.names
        known = Known(names, verdicts, copied.excerpts(some) if shown else {})
        for one in some:
            yield [one.candidate.id, *(cell(one, known) for cell in cells)]
    as_of = copied.copy.as_of(copied.within)
    last: list[Value] = [_("As of"), as_of or ""]
    if most is not None and copied.total > most:
        last.append(
            _("There are more candidates than fit here. The CSV file has all of them.")
        )
    yield last


@dataclass(frozen=True)
class Known:
    """What is not said by the candidates: the names of pools, and of some candidates,
    by their ids, the verdicts and a line of the CV with what was asked for."""

    pools: Mapping[int, str]
    verdicts: Mapping[int, Verdicts]
    excerpts: Mapping[int, Line]


Cell = Callable[[FoundCandidate, Known], Value]

CELLS: dict[str, Cell] = {
    "name": lambda one, _known: one.candidate.name,
    "suitability": lambda one, _known: str(label(one.candidate.suitability)),
    "score": lambda one, _known: one.candidate.score,
    "verdict": lambda one, known: "; ".join(
        map(str, known.verdicts.get(one.candidate.id or 0, NONE).all)
    ),
    "stage": lambda one, _known: " · ".join(
        filter(None, dict.fromkeys([one.candidate.stage, one.candidate.substage]))
    ),
    "tags": lambda one, _known: ", ".join(tag.title for tag in one.candidate.tags),
    "city": lambda one, _known: one.candidate.city,
    "country": lambda one, _known: one.candidate.country,
    "source": lambda one, _known: str(label(one.candidate.source_platform)),
    "job": lambda one, _known: (
        one.candidate.job_post.title if one.candidate.job_post else ""
    ),
    "pools": lambda one, known: ", ".join(known.pools[pool] for pool in one.pools),
    "email": lambda one, _known: one.candidate.email,
    "phone": lambda one, _known: one.candidate.phone_number,
    "added": lambda one, _known: one.candidate.created_at,
    "cv": lambda one, _known: one.candidate.cv.name if one.candidate.cv else "",
    "excerpt": lambda one, known: "".join(
        piece.text for piece in known.excerpts.get(one.candidate.id or 0, ())
    ),
}


def _cell(value: Value) -> object:
    """A cell of a CSV file; none is a formula."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return csv_cell(value)


class _Echo:
    """A file for `csv.writer`, which returns what was written."""

    def write(self, text: str) -> str:
        return text
