"""A line of a CV as a cell of a list shows it."""

from html import escape

from django.utils.safestring import SafeString

from recruspace_dashboard.library.cv_text.excerpts import Line


def line_html(line: Line) -> SafeString:
    """A line of a CV: text from outside, so each piece is escaped before it is
    marked."""
    if not line:
        return SafeString()
    pieces = [
        f"<mark>{escape(one.text)}</mark>" if one.is_marked else escape(one.text)
        for one in line
    ]
    title = escape("".join([one.text for one in line]))
    return SafeString(f'<span title="{title}">{"".join(pieces)}</span>')
