"""Text and HTML of a file, as what a page of ours may hold."""

import re
from html import escape

import nh3

# What a CV's text is made of; no picture, no style, no name of our own pages.
TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "strong", "em"),
    *("a", "s", "u", "sup", "sub", "table", "thead", "tbody", "tr", "td", "th"),
}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
# The page has its own first headings.
HEADINGS = re.compile("(</?h)([1-6])(>)")
MAX_HTML = 300_000
MAX_TEXT = 500_000
MAX_DEPTH = 40
# As the child writes them: one shape of tags, and no other `<` or `>`.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?: [a-z-]+="[^"<>]*")*( ?/)?>')
VOID = {"br", "hr", "img", "input"}
INLINE = {"a", "em", "s", "strong", "sub", "sup", "u"}
LINES = {"h1", "h2", "h3", "h4", "h5", "h6", "p"}
INSIDE = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"thead", "tbody", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
}
PARTS_OF_TABLES = {"thead", "tbody", "tr"}


class NotClean(ValueError):
    """HTML that our own child would not write."""


def clean_html(html: str) -> str:
    """The HTML with harmless elements only. Raises `NotClean`."""
    _check(html)
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


def _check(html: str) -> None:
    """Each element stands where it may, none is deep, and all are closed: else nh3 may
    take a time that grows with the square, some minutes for half a megabyte."""
    if re.search("[<>]", TAG.sub("", html)):
        raise NotClean
    around = [""]
    for end, name, void in TAG.findall(html):
        if end:
            if around.pop() != name or not around:
                raise NotClean
            continue
        if not _may_stand(name, around):
            raise NotClean
        if name not in VOID and not void:
            around.append(name)
    if len(around) != 1:
        raise NotClean


def _may_stand(name: str, around: list[str]) -> bool:
    if len(around) > MAX_DEPTH or (name == "a" and "a" in around):
        return False
    within = around[-1]
    if within in INSIDE:
        return name in INSIDE[within]
    if within in INLINE | LINES:
        return name in INLINE | VOID
    return name in INLINE | LINES | VOID | set(INSIDE) - PARTS_OF_TABLES


def _lower(found: re.Match[str]) -> str:
    level = min(6, int(found[2]) + 2)
    return f"{found[1]}{level}{found[3]}"
