"""Text and HTML of a file, as what a page of ours may hold."""

import re
from html import escape

import nh3

# What a CV's text is made of; no picture, no style, no name of our own pages.
TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "strong", "em"),
    *("a", "table", "thead", "tbody", "tr", "td", "th", "sup", "sub"),
}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
# The page has its own first headings.
HEADINGS = re.compile("(</?h)([1-6])(>)")
MAX_HTML = 1_000_000
MAX_TEXT = 500_000


def clean_html(html: str) -> str:
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_relative="deny",
    )
    return HEADINGS.sub(_lower, cleaned)


def html_of_text(text: str) -> str:
    """Its lines as paragraphs, and what separates the cells of a table as dots."""
    lines = (" ".join(line.replace("\t", " · ").split()) for line in text.split("\n"))
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip(" ·"))


def _lower(found: re.Match[str]) -> str:
    level = min(6, int(found[2]) + 2)
    return f"{found[1]}{level}{found[3]}"
