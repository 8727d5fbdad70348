"""Reads a table of candidates: CSV or XLSX, told by its content."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from recruspace_dashboard.documents import process
from recruspace_dashboard.files.kinds import (
    DOCUMENTS,
    OLE_START,
    PDF_START,
    ZIP_START,
    UnsafeFile,
    kind_of,
)
from recruspace_dashboard.files.many import PostedFile
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES
from recruspace_dashboard.intake.sheets import delimited
from recruspace_dashboard.intake.sheets.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    TITLES,
    NoTable,
    Problem,
    Table,
)

# Of files that are no table, more could be in the directory than memory for it.
MAX_PARTS = 2000
NAMES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")
XLSX_PART = "xl/workbook.xml"
# Binary and Apple's, and that of OpenDocument.
OTHER_PARTS = {"xl/workbook.bin", "Index/Document.iwa", "content.xml"}
FAULTS = {
    "encrypted": Problem.ENCRYPTED,
    "too large": Problem.TOO_MUCH,
    "too long": Problem.TOO_MUCH,
}


def parted(
    sheets: Sequence[PostedFile], files: Sequence[PostedFile]
) -> tuple[PostedFile | None, Sequence[PostedFile]]:
    """A table, posted as such or among CVs; and the CVs."""
    found = next(iter(sheets), None) or next(filter(is_sheet, files), None)
    return found, [one for one in files if one is not found]


def is_sheet(posted: PostedFile) -> bool:
    """Whether a file among CVs is meant as their table: a CV may be called so."""
    if not posted.name.lower().endswith(NAMES):
        return False
    with posted.open() as stream:
        content = stream.read(MAX_UPLOAD_BYTES)
    try:
        return kind_of(content, DOCUMENTS) is None
    except UnsafeFile:
        return False


def read(content: bytes) -> Table:
    """Raises `NoTable`."""
    if len(content) > MAX_UPLOAD_BYTES:
        raise NoTable(Problem.TOO_LARGE)
    if not content.strip():
        raise NoTable(Problem.EMPTY)
    if content.startswith(OLE_START):
        # An XLSX with a password is in the container of an XLS.
        locked = "EncryptedPackage".encode("utf-16-le") in content
        old = Problem.OTHER_KIND if _is_old_book(content) else Problem.NO_TABLE
        raise NoTable(Problem.ENCRYPTED if locked else old)
    if content.startswith(PDF_START):
        raise NoTable(Problem.NO_TABLE)
    if not content.startswith(ZIP_START):
        return Table.of(delimited.lines(content))
    if content.count(b"PK\x01\x02") > MAX_PARTS:
        raise NoTable(Problem.TOO_MUCH)
    parts = _parts(content)
    if XLSX_PART in parts:
        return _read_xlsx(content)
    other = Problem.NO_TABLE if parts.isdisjoint(OTHER_PARTS) else Problem.OTHER_KIND
    raise NoTable(other if parts else Problem.DAMAGED)


def _read_xlsx(content: bytes) -> Table:
    limits = MAX_ROWS + 1 + TITLES, MAX_COLUMNS, MAX_CELL
    try:
        said = process.ask("xlsx", "rows", *map(str, limits), content=content)
    except process.Busy:
        raise NoTable(Problem.BUSY) from None
    told = said[0][0] if said else {}
    lines = told.get("lines")
    if not isinstance(lines, list) or not all(map(_is_line, lines)):
        fault = FAULTS.get(str(told.get("fault")), Problem.DAMAGED)
        raise NoTable(fault)
    # Of one sheet alone, the name says nothing.
    name = told.get("sheet") if told.get("sheets") != 1 else ""
    return Table.of(map(tuple, lines), str(name or "")[:100])


def _is_line(line: Any) -> bool:
    match line:
        case [int(), list() as cells]:
            return all(isinstance(cell, str) for cell in cells)
    return False


def _is_old_book(content: bytes) -> bool:
    return any(one.encode("utf-16-le") in content for one in ("Workbook", "Book"))


def _parts(content: bytes) -> set[str]:
    """The names in a ZIP; none if they cannot be read, or are too many."""
    if content.count(b"PK\x01\x02") > MAX_PARTS:
        return set()
    try:
        with ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist())
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        return set()
