from collections.abc import Callable
from typing import Any

from django import template

from recruspace_dashboard.pages.navigation import ENTRIES, USER, Entry

register = template.Library()


@register.inclusion_tag("includes/_nav.html", takes_context=True)
def navigation(context: dict[str, Any]) -> dict[str, Any]:
    view, query = _view(context), context["request"].GET
    return {
        "entries": [
            (entry, entry.current(view, query), _number(context, entry))
            for entry in ENTRIES
        ],
        "user_current": bool(USER.current(view, {})),
    }


@register.simple_tag(takes_context=True)
def user_current(context: dict[str, Any]) -> bool:
    """Whether the page is one of those that the menu of the user leads to."""
    return bool(USER.current(_view(context), {}))


@register.simple_tag(takes_context=True)
def navigation_marks(context: dict[str, Any]) -> str:
    """Which entries are marked as current, and their numbers: all that differs in the
    navigation from one page to another."""
    view, query = _view(context), context["request"].GET
    return " ".join(
        f"{entry.current(view, query) or '-'}{_number(context, entry) or ''}"
        for entry in (*ENTRIES, USER)
    )


def _number(context: dict[str, Any], entry: Entry) -> int:
    count: Callable[[], int] = context.get(entry.count) or int
    return count()


def _view(context: dict[str, Any]) -> str:
    """The name of the view, empty for an address without a page."""
    match = context["request"].resolver_match
    return match.view_name if match else ""
