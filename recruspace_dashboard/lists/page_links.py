"""Prints the links to the other pages of a list: in Python, like the rows, as each page
has others."""

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.pages.pagination import Pagination
from recruspace_dashboard.pages.templatetags.icons import icon


def page_links(asked: Asked, pagination: Pagination) -> SafeString:
    """Links to the page before and after, and to some of the others; empty for a list
    of one page."""
    before, after = pagination.previous, pagination.next
    if not (before or after):
        return SafeString("")
    word = f'<span class="visually-hidden">{escape(gettext("Page"))} </span>'
    links = [_step(asked, before, "prev", gettext("Previous"), "chevron-left")]
    for number in pagination.numbers():
        if number == pagination.number:
            links.append(f'<b aria-current="page">{word}{number}</b>')
        elif isinstance(number, int):
            links.append(f'<a href="{_address(asked, number)}">{word}{number}</a>')
        else:
            links.append('<i aria-hidden="true">…</i>')
    links.append(_step(asked, after, "next", gettext("Next"), "chevron-right"))
    return SafeString("".join(links))


def _step(
    asked: Asked, number: int | None, rel: str, label: str, icon_name: str
) -> str:
    if not number:
        return ""
    return (
        f'<a rel="{rel}" href="{_address(asked, number)}" aria-label="{escape(label)}">'
        f"{icon(icon_name)}</a>"
    )


def _address(asked: Asked, number: int) -> str:
    return escape(asked.link(page=number))
