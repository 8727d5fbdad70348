"""Prints the rows of a list of candidates.

In Python, not in a template: rows are most of a page, and a template takes ten times as
long.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.lists.rows import Row
from recruspace_dashboard.pages.templatetags.icons import icon

# Those whose ready HTML stands in the row under the name of the column.
READY = frozenset(
    (
        *("stage", "tags", "city", "country", "source", "job", "pools"),
        *("email", "phone", "added", "verdict", "excerpt"),
    )
)


def rows_html(rows: Iterable[Row], columns: Columns) -> SafeString:
    """The rows as `<tr>` elements, with the cells of `columns`."""
    printer = _Printer(columns)
    # Everything in it is escaped by `_Printer`, or was by `make_rows`.
    return SafeString("".join([printer.row(one) for one in rows]))


class _Printer:
    def __init__(self, columns: Columns) -> None:
        classes = {name: css for name, css in columns.classes.items() if css}
        self.cells = [
            (name, f'<td class="{css}')
            for name, css in classes.items()
            if name != "name"
        ]
        not_seen = escape(gettext("Not seen in Recruspace yet"))
        self.unseen = f'<i role="img" title="{not_seen}"></i>'
        self.cv = escape(pgettext("column", "CV"))

    def row(self, row: Row) -> str:
        own_id = f' id="c{row.id}"' if row.id is not None else ""
        unseen = ' class="unseen"' if row.unseen else ""
        cells = "".join([self._cell(row, name, begun) for name, begun in self.cells])
        return (
            f'<tr{own_id}{unseen}><th scope="row" class="name">{self._name(row)}</th>'
            f"{cells}</tr>"
        )

    def _name(self, row: Row) -> str:
        title = f' title="{escape(row.title)}"' if row.title else ""
        name = escape(row.name)
        if row.address:
            html = f'<a href="{escape(row.address)}"{title}>{name}</a>'
        else:
            html = f"<span{title}>{name}</span>"
        if row.unseen:
            html = self.unseen + html
        if row.others:
            html += f"<small>{row.others}</small>"
        if row.failed:
            title = escape(row.failed)
            html += f'<b role="img" title="{title}">{icon("warning")}</b>'
        if row.id is None:
            return html
        return (
            '<input type="checkbox" form="selection" name="selected"'
            f' value="{row.id}" aria-label="{name}">{html}'
        )

    def _cell(self, row: Row, name: str, begun: str) -> str:
        if name in READY:
            return f'{begun}">{getattr(row, name)}</td>'
        if name == "suitability":
            css = escape(row.suitability_class)
            return f'{begun} {css}">{escape(row.suitability)}</td>'
        if name == "score":
            return f'{begun} {row.score_class}">{row.score}</td>'
        return f'{begun}">{self._cv(row)}</td>'

    def _cv(self, row: Row) -> str:
        if not row.cv_address:
            return escape(row.cv_kind)
        kind, address = escape(row.cv_kind), escape(row.cv_address)
        return f'<a href="{address}" title="{kind}">{self.cv}</a>'
