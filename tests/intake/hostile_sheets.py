"""XLSX files that lie or ask for too much, and what is said of each."""

from collections.abc import Callable, Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import xlsxwriter

from recruspace_dashboard.intake.sheets.table import Problem
from tests.documents.hostile_papers import laughs
from tests.sample_files import OLE

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["First name", "Last name", "E-mail"]


def book(rows: Iterable[Iterable[object]], **more: Iterable[Iterable[object]]) -> bytes:
    """An XLSX of a sheet, and of others by their names."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    for name, lines in more.items():
        sheet = made.create_sheet(name)
        for row in lines:
            sheet.append(list(row))
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def changed(content: bytes, parts: dict[str, bytes | str | None]) -> bytes:
    """With other parts; None takes one away."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def of_xml(data: str, head: str = "") -> bytes:
    """With these rows in its only sheet, as they are."""
    sheet = f'{head}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
    return changed(book([HEAD]), {SHEET: sheet})


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def with_password() -> bytes:
    content = bytearray(book([HEAD]))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def shared(rows: Iterable[Iterable[str]]) -> bytes:
    """As Excel writes it: cells share their texts."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        for number, line in enumerate(rows):
            sheet.write_row(number, 0, line)
    return out.getvalue()


WHOLE = book([HEAD, ["Ada", "Lovelace", "ada@example.com"]])
HEADS = row(1, cell("A1", "First name"), cell("B1", "Last name"))

# Each is made when it is needed: some are large.
CONTAINED: dict[str, tuple[Callable[[], bytes], Problem]] = {
    "cut": (lambda: WHOLE[:-200], Problem.DAMAGED),
    "nothing of a ZIP but its start": (
        lambda: b"PK\x03\x04" + bytes(500),
        Problem.DAMAGED,
    ),
    "no sheet": (lambda: changed(WHOLE, {SHEET: None}), Problem.EMPTY),
    "no XML": (lambda: changed(WHOLE, {SHEET: "<worksheet"}), Problem.DAMAGED),
    "entities that grow": (lambda: of_xml(HEADS, laughs()), Problem.DAMAGED),
    "an entity in UTF-16": (
        lambda: changed(WHOLE, {SHEET: f"{laughs()}<worksheet/>".encode("utf-16")}),
        Problem.DAMAGED,
    ),
    "a bomb": (
        lambda: changed(WHOLE, {SHEET: b" " * (30 << 20)}),
        Problem.TOO_MUCH,
    ),
    "too many parts": (
        lambda: changed(WHOLE, {f"xl/media/{number}": "" for number in range(2100)}),
        Problem.TOO_MUCH,
    ),
    "a password in the ZIP": (lambda: with_password(), Problem.ENCRYPTED),
    "a password of Excel": (
        lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        Problem.ENCRYPTED,
    ),
    "a line that is far away": (
        lambda: of_xml(HEADS + row(10**14, cell(f"A{10**14}", "far"))),
        Problem.EMPTY,
    ),
    "20,000 columns": (
        lambda: of_xml(f"<row r='1'>{'<c><v>1</v></c>' * 20_000}</row>"),
        Problem.COLUMNS,
    ),
    "a column that cannot be": (
        lambda: of_xml(HEADS + row(2, cell("ZZZZZZ2", "far"))),
        Problem.DAMAGED,
    ),
    "a cell of no end": (
        lambda: of_xml(HEADS + row(2, cell("A2", "x" * 1_000_000), cell("B2", "y"))),
        Problem.CELL,
    ),
    "a text that cells share": (
        lambda: shared([["x" * 9000] * 100] * 100),
        Problem.TOO_MUCH,
    ),
    "a text that is not there": (
        lambda: of_xml(f"{HEADS}<row r='2'><c r='A2' t='s'><v>7777</v></c></row>"),
        Problem.DAMAGED,
    ),
    "2,001 rows": (lambda: book([HEAD, *[["A", "B", "C"]] * 2001]), Problem.ROWS),
    "101 columns": (lambda: book([HEAD, [1] * 101]), Problem.COLUMNS),
    "headings only": (lambda: book([HEAD]), Problem.EMPTY),
    "nothing": (lambda: book([]), Problem.EMPTY),
    "one column": (lambda: book([["Name"], ["Ada"]]), Problem.NO_TABLE),
}
