"""The lines of a CSV file: its encoding and its delimiter are told by the file."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from recruspace_dashboard.intake.sheets.table import (
    MAX_CELL,
    MAX_COLUMNS,
    NoTable,
    Problem,
)

DELIMITERS = ";\t,"
# What is looked at, to tell the delimiter.
SAMPLE = 1 << 16
SAMPLE_LINES = 50
# Excel writes it, and reads it.
NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# More cells than these take are not split first, to be counted.
MAX_LINE = MAX_COLUMNS * MAX_CELL
# In files that are no text.
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
TAGS = re.compile(r"\s*<(!doctype|html|table|\?xml)", re.IGNORECASE)
# A letter of more than one byte in UTF-8.
MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")

# Longer than a cell may be, so that it is said of the cell.
csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_CELL))


def lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each line with its number, as a spreadsheet counts them. Raises `NoTable`."""
    text = decode(content)
    if CONTROL.search(text):
        raise NoTable(Problem.NO_TABLE)
    if TAGS.match(text):
        raise NoTable(Problem.OTHER_KIND)
    if named := NAMED.match(text):
        text, delimiter = text[named.end() :], named[1]
    else:
        delimiter = delimiter_of(text)
    return enumerate(_records(text, delimiter), 2 if named else 1)


def decode(content: bytes) -> str:
    """The text, by its mark, or as what it can be."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    head = content[:1000]
    if head.count(0) > len(head) // 4:
        # Where the zeros of plain letters stand.
        big = head[::2].count(0) > head[1::2].count(0)
        return content.decode("utf-16-be" if big else "utf-16-le", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Cut, or with a wrong byte in it, it is UTF-8 still.
    others = re.sub(MANY_BYTES, b"", content)
    wrong = sum(byte > 0x7F for byte in others[:SAMPLE])
    if len(MANY_BYTES.findall(content[:SAMPLE])) > wrong:
        return content.decode("utf-8-sig", "replace")
    try:
        # Also for ISO 8859-9, and where it differs from 1252 the letters are Turkish.
        return content.decode("cp1254")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def delimiter_of(text: str) -> str:
    """The one by which most lines have the same number of cells. Raises `NoTable`."""
    widths = {one: _widths(text[:SAMPLE], one) for one in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: _evenness(widths[one]))
    if 2 * sum(width > 1 for width in widths[best]) < len(widths[best]):
        raise NoTable(Problem.NO_TABLE)
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    try:
        lines = filter(None, csv.reader(_physical(text), delimiter=delimiter))
        return [len(cells) for cells in islice(lines, SAMPLE_LINES)]
    except csv.Error:
        return []


def _evenness(widths: list[int]) -> tuple[int, int]:
    """How many lines have the usual number of cells, and that number."""
    split = [width for width in widths if width > 1]
    usual = max(split, key=split.count, default=0)
    return split.count(usual), usual


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(_physical(text), delimiter=delimiter)
    except csv.Error:
        raise NoTable(Problem.CELL) from None


def _physical(text: str) -> Iterator[str]:
    for line in StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise NoTable(Problem.TOO_MUCH)
        yield line
