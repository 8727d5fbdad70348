"""Prints the candidates of a page, or finds them printed."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from recruspace_dashboard.library.cv_text.excerpts import Line
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


def print_rows(
    page: Page[Candidate],
    columns: Columns,
    asked: Asked,
    mark: Hashable,
    *,
    query: str,
    verdicts: Mapping[int, Verdicts],
    excerpts: Mapping[int, Line] | None = None,
    **more: Any,
) -> SafeString:
    """The candidates as `<tr>` elements, made by `make_rows`.

    They are remembered with the `mark` of what the page and `more` were read from, so
    nobody finds them who could not read that; without a mark they are not.
    """
    more |= {"query": query, "verdicts": verdicts, "excerpts": excerpts}
    if not mark:
        return _print(page, columns, more)
    # All that a row depends on.
    ids = tuple(one.id for one in page.items)
    lines = tuple((id, *line) for id, line in (excerpts or {}).items())
    today, language = timezone.now().date(), get_language()
    key = (
        *(mark, ids, *columns.names, asked, query, *verdicts.items(), lines),
        *(today, language),
    )
    printed = _printed.get(key)
    if printed is None:
        printed = _print(page, columns, more)
        _printed.put(key, printed, len(printed))
    return printed


def _print(page: Page[Candidate], columns: Columns, more: dict[str, Any]) -> SafeString:
    return rows_html(make_rows(page.items, columns=columns, **more), columns)
