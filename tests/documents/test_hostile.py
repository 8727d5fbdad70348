"""Files that crash, hang or lie cost only their own answer, which says why."""

import random

import pytest

from recruspace_dashboard.documents.render import Fault, render, text
from recruspace_dashboard.sandbox.cv_docx import docx as as_docx
from recruspace_dashboard.sandbox.cv_words import Line
from tests.documents import hostile_papers, hostile_pdfs
from tests.documents.hostile_pdfs import page_of, words


@pytest.mark.parametrize("name", hostile_pdfs.CONTAINED)
def test_a_pdf_shows_its_page_or_says_why_not(name: str):
    content, has_page = hostile_pdfs.CONTAINED[name]
    content = content() if callable(content) else content
    drawing = render(content)
    assert (drawing.fault is None) == (drawing.pages > 0)
    if has_page is not None:
        assert bool(drawing.drawn) == has_page
    if has_page is False:
        assert drawing.fault is Fault.DAMAGED


@pytest.mark.parametrize("name", hostile_papers.CONTAINED)
def test_another_file_says_why_it_is_not_shown(name: str):
    content, fault = hostile_papers.CONTAINED[name]
    content = content() if callable(content) else content
    assert render(content).fault is fault
    assert text(content) is fault


def test_a_pdf_with_a_password_says_so():
    assert render(hostile_pdfs.encrypted()).fault is Fault.ENCRYPTED


def test_of_10000_pages_50_can_be_drawn():
    content = hostile_pdfs.many_pages(10_000)
    assert list(render(content, 49, 60).drawn) == [49, 50]
    assert render(content).pages == 10_000


def test_only_links_to_sites_and_addresses_are_links():
    good = ["https://example.com/?a=1&b=2", "http://example.com", "mailto:a@b.example"]
    bad = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//x.example",
    ]
    bad += ["https://x.example/ onload=alert(1)", 'https://x.example/"><script>']
    page = render(hostile_pdfs.links(*good, *bad)).drawn[1]
    assert [link.text for link in page.links] == good


@pytest.mark.parametrize("seed", range(12))
def test_a_changed_file_never_ends_the_process_that_asks(seed: int):
    changes = random.Random(seed)  # noqa: S311
    lines = [Line("heading", "Hello"), Line("item", "a")]
    content = bytearray([page_of(words("Hello")), as_docx(lines)][seed % 2])
    for _ in range(12):
        content[changes.randrange(8, len(content))] = changes.randrange(256)
    drawing = render(bytes(content))
    assert drawing.fault or drawing.pages or drawing.html or drawing.html == ""
