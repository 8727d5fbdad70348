from typing import Any

from django import template

from recruspace_dashboard.pages.navigation import ACCOUNT, ENTRIES

register = template.Library()


@register.inclusion_tag("includes/_nav.html", takes_context=True)
def navigation(context: dict[str, Any]) -> dict[str, Any]:
    view = _view(context)
    return {"entries": [(entry, entry.current(view)) for entry in ENTRIES]}


@register.simple_tag(takes_context=True)
def account_current(context: dict[str, Any]) -> str:
    return ACCOUNT.current(_view(context))


def _view(context: dict[str, Any]) -> str:
    """The name of the view, empty for an address without a page."""
    match = context["request"].resolver_match
    return match.view_name if match else ""
