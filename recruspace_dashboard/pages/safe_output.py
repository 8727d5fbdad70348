"""Makes outside values safe where HTML escaping is not enough: CSV cells and links."""

import re
from urllib.parse import urlsplit

# Makes a spreadsheet read text as a formula, in any line of the cell. The full-width
# signs do so in East Asian locales.
_FORMULA = re.compile(r"(?:^|[\r\n])[ \u00a0]*[=+\-@\t\r\0＝＋－＠]")  # noqa: RUF001

LINK_SCHEMES = {"http", "https", "mailto", "tel"}


def csv_cell(value: object) -> object:
    """`value` as a cell that a spreadsheet shows as text; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if _FORMULA.search(value) else value


def safe_link(url: str) -> str:
    """`url` if it leads off this site by a safe scheme, else an empty string.

    For every link from the API: HTML escaping does not stop `javascript:`, and a URL
    without a scheme would lead to a page of this site.
    """
    # Browsers drop control characters and outer spaces, which could hide a scheme.
    if not url.isprintable() or url != url.strip():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in LINK_SCHEMES:
        return ""
    if parts.scheme in {"http", "https"}:
        # Text before an @ makes a link look as if it led to another site.
        return url if parts.hostname and "@" not in parts.netloc else ""
    return url if parts.path and not parts.netloc else ""
