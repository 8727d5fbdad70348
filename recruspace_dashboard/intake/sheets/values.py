"""What a value of a cell looks like."""

import re

from recruspace_dashboard.library.folding import words

EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"().]+(\.[^\s@<>,;:\"().]+)+")
FILE_NAME = re.compile(r".+\.(pdf|docx?)", re.IGNORECASE | re.DOTALL)
PHONE = re.compile(r"\+?[\d\s()./\u2010-\u2013-]{7,25}")
DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(\s.*)?")


def is_email(value: str) -> bool:
    return EMAIL.fullmatch(value) is not None


def is_file_name(value: str) -> bool:
    return FILE_NAME.fullmatch(value) is not None


def is_phone(value: str) -> bool:
    """Whether it is written as one with its area: years and dates are not."""
    digits = sum(map(str.isdigit, value))
    return 9 <= digits <= 15 and bool(PHONE.fullmatch(value)) and not is_date(value)


def is_date(value: str) -> bool:
    return DATE.fullmatch(value) is not None


def is_same(one: str, other: str) -> bool:
    """Whether two values say the same, however they are written."""
    return words(one) == words(other) or _digits(one) == _digits(other) != ""


def _digits(value: str) -> str:
    return "".join(filter(str.isdigit, value)) if PHONE.fullmatch(value) else ""
