"""Keeps parts of pages in the memory of the process.

Django's own tag does, too, but pickles them, and makes a digest of all they depend on:
there are ten on a page.
"""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

from recruspace_dashboard.services.memory import Memory

register = template.Library()

MOST_LETTERS, SECONDS = 4_000_000, 3600.0
kept_parts: Memory[str] = Memory(MOST_LETTERS, SECONDS)


@register.tag
def keep(parser: Parser, token: Token) -> "Keep":
    """`{% keep name value… %}…{% endkeep %}`: what is between, rendered once for each
    language and all `value`s, which must be all else that it depends on."""
    _tag, name, *values = token.split_contents()
    inner = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Keep(inner, name, [parser.compile_filter(value) for value in values])


class Keep(template.Node):
    def __init__(
        self, nodelist: NodeList, name: str, values: list[FilterExpression]
    ) -> None:
        self.nodelist = nodelist
        self.name = name
        self.values = values

    def render(self, context: Context) -> str:
        values = [value.resolve(context) for value in self.values]
        key = (self.name, get_language(), *values)
        kept = kept_parts.get(key)
        if kept is None:
            kept = self.nodelist.render(context)
            kept_parts.put(key, kept, len(kept))
        return kept
