"""The lines of the first sheet of an XLSX that has any, by openpyxl.

Not by calamine, which is quicker: two cells far apart make it ask for the memory of
all cells between them, and end (its issue 693).
"""

import datetime
import json
import re
import warnings
from collections.abc import Iterator
from io import BytesIO

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from recruspace_dashboard.documents.child import packages
from recruspace_dashboard.documents.child.faults import TOO_LARGE, Unreadable
from recruspace_dashboard.documents.child.frames import say

# A spreadsheet has no more; files may lie about it.
LAST_LINE = 1_048_576
MAX_SAID = 12 * 1024 * 1024
# Larger numbers are not whole in a spreadsheet.
WHOLE = 1e15
# How Excel writes the end of a line that came from elsewhere.
ESCAPED = re.compile("_x000[dD]_")
MIDNIGHT = datetime.time()

# A warning would be looked up in its source, which cannot be opened.
warnings.simplefilter("ignore")

Line = tuple[int, list[str]]


def rows(content: bytes, most: int, widest: int, longest: int) -> None:
    """Says the lines that are not empty, each with its number, and the sheet's name.

    Of what is too much it says one more than allowed: `most` lines, `widest` columns,
    `longest` characters.
    """
    packages.check(content)
    book = openpyxl.load_workbook(
        BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in seen or book.worksheets:
        lines = _first(_lines(sheet, widest, longest), most + 1)
        if lines:
            break
    else:
        sheet, lines = None, []
    body = {"sheet": sheet.title if sheet else "", "sheets": len(seen), "lines": lines}
    if len(json.dumps(body)) > MAX_SAID:
        raise Unreadable(TOO_LARGE)
    say(**body)


def _first(lines: Iterator[Line], most: int) -> list[Line]:
    """As many as may be said; it stops early, as strings are shared by cells."""
    taken, characters = [], 0
    for number, cells in lines:
        characters += sum(map(len, cells))
        if characters > MAX_SAID:
            raise Unreadable(TOO_LARGE)
        taken.append((number, cells))
        if len(taken) == most:
            break
    return taken


def _lines(sheet: ReadOnlyWorksheet, widest: int, longest: int) -> Iterator[Line]:
    # What the sheet says of its own size may be wrong.
    sheet.reset_dimensions()
    lines = sheet.iter_rows(max_row=LAST_LINE, values_only=True)
    for number, values in enumerate(lines, 1):
        cells = [_text(value)[: longest + 1] for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells[: widest + 1]


def _text(value: object) -> str:
    """As a reader of the sheet would type it."""
    match value:
        case None:
            return ""
        case str():
            # What a formula could not find, such as #N/A.
            return "" if value.startswith("#") and value.isupper() else _plain(value)
        case float() if value.is_integer() and abs(value) < WHOLE:
            return str(int(value))
        case datetime.datetime() if value.time() == MIDNIGHT:
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "minutes")
    return str(value)


def _plain(value: str) -> str:
    return ESCAPED.sub("", value).strip()
