"""Prints the candidates of a page, or finds them printed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.lists.row_html import rows_html
from recruspace_dashboard.lists.rows import make_rows
from recruspace_dashboard.services.memory import Memory
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.verdicts.reading import Verdicts

MOST_LETTERS, SECONDS = 2_000_000, 60.0
_printed: Memory[SafeString] = Memory(MOST_LETTERS, SECONDS)


def print_rows(page: Page[Candidate], columns: Columns, **more: Any) -> SafeString:
    """The candidates as `<tr>` elements, made by `make_rows` with `more`."""
    return rows_html(make_rows(page.items, columns=columns, **more), columns)


def print_live_rows(
    page: Page[Candidate],
    columns: Columns,
    asked: Asked,
    *,
    query: str,
    verdicts: Mapping[int, Verdicts],
) -> SafeString:
    """Those of a page that the API gave. They are remembered with the kept answer that
    the page was read from, so nobody finds them who could not read that one."""
    more = {"query": query, "narrow": asked.narrow, "verdicts": verdicts}
    if not page.mark:
        return print_rows(page, columns, **more)
    # All that a row depends on.
    today, language = timezone.now().date(), get_language()
    key = (page.mark, *columns.names, asked, query, *verdicts.items(), today, language)
    printed = _printed.get(key)
    if printed is None:
        printed = print_rows(page, columns, **more)
        _printed.put(key, printed, len(printed))
    return printed
