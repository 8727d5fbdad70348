"""What a child says of a page is checked before anything is made of it."""

import struct
import zlib
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from recruspace_dashboard.documents.answers import page_of
from recruspace_dashboard.documents.child.png import colour, grey
from recruspace_dashboard.documents.html import NotClean, clean_html, html_of_text
from recruspace_dashboard.documents.svg import svg_of
from tests.each_case import each_case

PICTURE = grey(bytes([255] * 8), 4, 2)
NAN, INF = float("nan"), float("inf")


def said(**more: Any) -> dict[str, Any]:
    return {"width": 100, "height": 200, "words": [], "links": []} | more


def as_tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (ours)


def chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


@each_case("size", [0, -1, NAN, INF, 1e9, "100", None, True, [1], {"a": 1}, 10**400])
def test_a_size_that_cannot_be_is_no_page(size):
    assert page_of(said(width=size), PICTURE) is None
    assert page_of(said(height=size), PICTURE) is None


@each_case(
    "picture",
    [
        b"",
        b"<svg onload=alert(1)>",
        PICTURE[:-1],
        PICTURE + b"x",
        PICTURE[:-12] + chunk(b"tEXt", b"a") + PICTURE[-12:],
        PICTURE[:16] + struct.pack(">II", 100_000, 2) + PICTURE[24:],
        PICTURE[:16] + struct.pack(">II", 0, 2) + PICTURE[24:],
        PICTURE[:8] + struct.pack(">I", 2**32 - 1) + PICTURE[12:],
    ],
)
def test_what_is_no_small_picture_is_no_page(picture):
    assert page_of(said(), PICTURE) is not None
    assert page_of(said(), picture) is None


@each_case(
    "word",
    [
        "no list",
        [],
        ["a", 1, 2, 3],
        ["a", 1, 2, 3, 4, 5],
        [1, 1, 2, 3, 4],
        ["", 1, 2, 3, 4],
        ["\x00\x1b\ufffe", 1, 2, 3, 4],
        ["a", NAN, 2, 3, 4],
        ["a", 1, "2", 3, 4],
        ["a", 1, 2, -3, 4],
        ["a", 1, 2, 0, 4],
        ["a", 1, 2, 3, 1e300],
        ["a", True, 2, 3, 4],
    ],
)
def test_a_word_without_a_place_is_left_out(word):
    page = page_of(said(words=[word, ["good", 1, 2, 3, 4]], links=[word]), PICTURE)
    assert page
    assert [one.text for one in page.words] == ["good"]
    assert page.links == ()


def test_only_so_much_is_taken():
    words = [["a" * 10_000, 1, 2, 3, 4]] * 20_000
    page = page_of(said(words=words, links="https://x.example"), PICTURE)
    assert page
    assert len(page.words) == 8000
    assert {len(one.text) for one in page.words} == {500}


def test_an_svg_has_nothing_but_what_was_meant():
    evil = "</text><script>alert('1')</script>&lt;"
    address = "https://x.example/?a=1&b='"
    page = page_of(
        said(
            words=[[evil, 10, 20, 30, 10], ["İğdır", 45, 20, 20, 10]],
            links=[[address, 1, 2, 3, 4], ["javascript:alert(1)", 1, 2, 3, 4]],
        ),
        PICTURE,
    )
    assert page
    tree = as_tree(svg_of(page))
    tags = {one.tag.partition("}")[2] for one in tree.iter()}
    assert tags == {"svg", "rect", "image", "g", "text", "tspan", "a", "title"}
    names = {name for one in tree.iter() for name in one.attrib}
    assert "style" not in names
    assert not any(name.startswith("on") for name in names)
    assert "".join(tree.itertext()) == f"{evil} İğdır{address}"
    link = tree.find(".//{*}a")
    assert link is not None
    assert link.attrib["href"] == address
    assert link.attrib["rel"] == "noopener noreferrer"


def test_words_in_two_columns_are_two_lines():
    words = [["One", 10, 20, 30, 10], ["two", 45, 21, 30, 10], ["below", 10, 40, 30, 9]]
    page = page_of(said(words=words), PICTURE)
    assert page
    lines = as_tree(svg_of(page)).findall(".//{*}text")
    assert ["".join(line.itertext()) for line in lines] == ["One two", "below"]


@each_case(
    ("html", "cleaned"),
    [
        ("<h1>CV</h1><h6>a</h6>", "<h3>CV</h3><h6>a</h6>"),
        ('<p style="x" class="button" id="main">a</p>', "<p>a</p>"),
        ('<p hx-post="/x" onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<p><img src="x" onerror="alert(1)" />a<br /></p>', "<p>a<br></p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="/account/key/delete/">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="#main" id="main">a</a></p>', "<p><a>a</a></p>"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>",) * 2,
        ("<table><tr><td><p>a</p></td></tr></table>",) * 2,
    ],
)
def test_html_is_cleaned(html, cleaned):
    found = clean_html(html)
    for attribute in (' target="_blank"', ' rel="noopener noreferrer"'):
        found = found.replace(attribute, "")
    assert found.replace("<tbody>", "").replace("</tbody>", "") == cleaned


@each_case(
    "html",
    [
        "<script>alert(1)</script>",
        "<svg></svg>",
        "<form></form>",
        "<P>a</P>",
        "<p>a",
        "a</p>",
        "</>",
        "<p>a</em></p>",
        "<p><em>a</p></em>",
        "<p a='1'>a</p>",
        '<p a="<">a</p>',
        "<!-- a -->",
        "<p>1 < 2</p>",
        "<p><p>a</p></p>",
        "<em><p>a</p></em>",
        '<p><a href="x"><em><a href="x">a</a></em></a></p>',
        "<ul><p>a</p></ul>",
        "<table><p>a</p></table>",
        "<td>a</td>",
        "<tr></tr>",
        "<ul><li>" * 30 + "</li></ul>" * 30,
        # nh3 alone takes two minutes for it.
        "<ul><li>" * 40_000,
    ],
)
def test_html_that_our_child_would_not_write_is_none(html):
    with pytest.raises(NotClean):
        clean_html(html)


def test_text_is_text():
    text = "<b>One</b>\n\n\tTwo\tthree\t\n & "
    assert (
        html_of_text(text)
        == "<p>&lt;b&gt;One&lt;/b&gt;</p><p>· Two · three ·</p><p>&amp;</p>"
    )


def test_pictures_are_what_was_drawn():
    greys = bytes([0, 255, 16, 240, 130, 7, 255, 255])
    picture = Image.open(BytesIO(grey(greys, 4, 2))).convert("L")
    assert picture.tobytes() == bytes([0, 255, 17, 255, 136, 0, 255, 255])
    colours = bytes([255, 0, 0, 255, 255, 255, 30, 90, 115, 9, 9, 9])
    picture = Image.open(BytesIO(colour(colours, 2, 2)))
    assert picture.mode == "P"
    shown = bytes([255, 0, 0, 255, 255, 255, 17, 85, 119, 0, 0, 0])
    assert picture.convert("RGB").tobytes() == shown


def test_many_colours_are_each_what_they_are():
    steps = range(0, 256, 17)
    colours = bytes(
        part for r in steps for g in steps for b in steps for part in (r, g, b)
    )
    picture = Image.open(BytesIO(colour(colours, 64, 64)))
    assert picture.mode == "RGB"
    assert picture.tobytes() == colours
