"""What comes from outside, made harmless where escaping alone does not do it: in the
cells of a table that a spreadsheet opens, and in links."""

import re
from urllib.parse import urlsplit

# What makes a spreadsheet take a text for a formula, in any line of the cell; the
# full-width signs do so in East Asian settings.
_FORMULA = re.compile(r"(?:^|[\r\n])[ \u00a0]*[=+\-@\t\r\0＝＋－＠]")  # noqa: RUF001

LINK_SCHEMES = {"http", "https", "mailto", "tel"}


def csv_cell(value: object) -> object:
    """`value` as a cell that opens as text; numbers of our own stay numbers."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if _FORMULA.search(value) else value


def safe_link(url: str) -> str:
    """`url` where it leads out by a scheme that does no harm, else nothing.

    For every link the API gives: `javascript:` passes through escaping unchanged, and
    an address without a scheme would lead to a page of ours.
    """
    # Browsers leave out control characters and spaces that they find in an address.
    if not url.isprintable() or url != url.strip():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in LINK_SCHEMES:
        return ""
    if parts.scheme in {"http", "https"}:
        # What stands before an @ makes a link look as if it led elsewhere.
        return url if parts.hostname and "@" not in parts.netloc else ""
    return url if parts.path and not parts.netloc else ""
