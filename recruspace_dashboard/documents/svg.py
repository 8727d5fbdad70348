"""A drawn page as an SVG: its picture, the words over it, transparent, and the links.

All of it is attributes: the dashboard's policy allows no style in a page.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape

from recruspace_dashboard.documents.answers import Page, Placed

# How far a letter's foot is from the top of its line.
FOOT = 0.8


def svg_of(page: Page) -> str:
    width, height = _number(page.width), _number(page.height)
    # Opened by itself it is as large as its picture.
    across, down = page.pixels
    picture = b64encode(page.picture).decode()
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{across}" height="{down}" role="group">',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<image width="{width}" height="{height}"'
            f' href="data:image/png;base64,{picture}"/>',
            '<g fill="transparent" font-family="sans-serif">',
            *map(_line, _lines(page.words)),
            "</g>",
            *map(_link, page.links),
            "</svg>",
        )
    )


def _lines(words: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Words that follow each other to the right, at one height."""
    line: list[Placed] = []
    for word in words:
        if line and not _follows(line[-1], word):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _follows(last: Placed, word: Placed) -> bool:
    middle = word.top + word.height / 2
    return last.top < middle < last.top + last.height and word.left > last.left


def _line(words: list[Placed]) -> str:
    size = max(word.height for word in words)
    top = min(word.top for word in words)
    spans = " ".join(
        f'<tspan x="{_number(word.left)}" textLength="{_number(word.width)}"'
        f' lengthAdjust="spacingAndGlyphs">{escape(word.text)}</tspan>'
        for word in words
    )
    foot = _number(top + FOOT * size)
    return f'<text y="{foot}" font-size="{_number(0.85 * size)}">{spans}</text>'


def _link(link: Placed) -> str:
    address = escape(link.text)
    return (
        f'<a href="{address}" target="_blank" rel="noopener noreferrer"'
        f' aria-label="{address}"><title>{address}</title>'
        f'<rect x="{_number(link.left)}" y="{_number(link.top)}"'
        f' width="{_number(link.width)}" height="{_number(link.height)}"'
        ' fill="transparent"/></a>'
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
