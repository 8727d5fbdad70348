"""Makes the description of a job post safe.

This is the only place where HTML from outside is let through to a page.
"""

import re

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString

# Real descriptions are shorter. Deeply nested elements take quadratic time.
MAX_LENGTH = 50_000

_cleaner = nh3.Cleaner(
    tags={
        *("p", "br", "ul", "ol", "li", "blockquote"),
        *("strong", "em", "b", "i", "a"),
        *("h2", "h3", "h4"),
    },
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    # A relative link would lead into the dashboard.
    url_relative="deny",
    link_rel="noopener nofollow",
)


def safe_description(text: str) -> SafeString:
    """The description with only harmless elements; plain text becomes paragraphs."""
    text = text[:MAX_LENGTH]
    if not nh3.is_html(text):
        paragraphs = linebreaks(text, autoescape=True)
        return SafeString(paragraphs)  # nosec B703
    # The page has its one h1 already.
    cleaned = _cleaner.clean(re.sub(r"(?i)(</?)h1\b", r"\1h2", text))
    return SafeString(cleaned)  # nosec B703
