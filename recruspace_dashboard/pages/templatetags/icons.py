from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


# A page has twenty, and there are few different ones.
@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of `static/img/icons.svg`, hidden from screen readers."""
    address = static("img/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name
    )
