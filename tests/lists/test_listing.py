"""The addresses around a list, its heads and its pages."""

import re

from django.http import QueryDict
from django.utils.safestring import SafeString

from recruspace_dashboard.library.query import rewrite
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.columns import DEFAULT, Columns
from recruspace_dashboard.lists.listing import Listing
from recruspace_dashboard.lists.page_links import page_links
from recruspace_dashboard.pages.pagination import Pagination
from recruspace_dashboard.services.pagination import Page
from tests.each_case import each_case


def asked(query: str = "") -> Asked:
    return Asked.of("/list/", QueryDict(query))


def listing(query: str = "", total: int | None = 176, **more) -> Listing:
    request = asked(query)
    number, size = request.page_request.number, request.page_request.size
    page = Page(
        items=tuple(range(size)), number=number, size=size, total=total, has_next=True
    )
    return Listing(
        title="List",
        asked=request,
        rows_html=SafeString(""),
        columns=Columns.named(DEFAULT),
        pagination=Pagination(page),
        **more,
    )


@each_case(
    ("query", "here"),
    [
        ("", "/list/"),
        ("page=1&page_size=25", "/list/"),
        ("page=3", "/list/?page=3"),
        ("q=+go++&sort=-added", "/list/?q=go&sort=-added"),
        ("sort=nothing&page=x", "/list/"),
        ("sort=--name", "/list/"),
        ("sort=-", "/list/"),
        ("q=+%00+g%00o%00", "/list/?q=go"),
        ("q=score:>70&page_size=50", "/list/?q=score:>70&page_size=50"),
        ("q=a%26b%23c+%C4%B1", "/list/?q=a%26b%23c%20%C4%B1"),
    ],
)
def test_an_address_says_only_what_it_must(query, here):
    assert asked(query).link() == here


def test_another_query_order_or_size_begins_on_the_first_page():
    here = asked("q=go&page=4&page_size=50")
    assert here.link(sort="name") == "/list/?q=go&sort=name&page_size=50"
    assert here.link(q="") == "/list/?page_size=50"
    assert here.link(page_size=25) == "/list/?q=go"
    assert here.link(page=5) == "/list/?q=go&page=5&page_size=50"
    assert here.link(page=1) == "/list/?q=go&page_size=50"


def test_a_query_is_cut_where_it_is_longer_than_any():
    assert len(asked("q=" + "x" * 9000).q) == 5000


@each_case(
    ("field", "value", "word"),
    [
        ("tag", "go", "tag:go"),
        ("city", "São Paulo", "city:%22sao%20paulo%22"),
        ("tag", 'a"b', "tag:%22a%20b%22"),
        ("source", "career_page", "source:career_page"),
        ("tag", "c++", "tag:c%2B%2B"),
    ],
)
def test_a_word_is_added_to_the_query(field, value, word):
    assert asked("q=x&page=3").narrow(field, value) == f"/list/?q=x%20{word}"


def heads(query: str) -> dict[str, tuple[str, str]]:
    return {str(one.title): (one.address, one.sorted) for one in listing(query).heads}


def test_a_head_sorts_once_again_and_no_more():
    assert heads("")["Name"] == ("/list/?sort=name", "")
    assert heads("sort=name")["Name"] == ("/list/?sort=-name", "ascending")
    assert heads("sort=-name")["Name"] == ("/list/", "descending")


def test_of_numbers_and_days_the_highest_come_first():
    for title, sort in (("Score", "score"), ("Added", "added")):
        assert heads("")[title] == (f"/list/?sort=-{sort}", "")
        assert heads(f"sort=-{sort}")[title] == (f"/list/?sort={sort}", "descending")
        assert heads(f"sort={sort}")[title] == ("/list/", "ascending")


def test_what_cannot_be_sorted_has_no_link():
    assert heads("")["Tags"] == heads("")["CV"] == ("", "")
    assert {one.address for one in listing(can_search=False).heads} == {""}


@each_case(
    ("query", "title"),
    [
        ("", "Pool order"),
        ("sort=-added", "Newest"),
        ("sort=name", "Name"),
        ("sort=-name", "Name ↓"),
        ("sort=score", "Score ↑"),
        ("sort=-email", "E-mail ↓"),
    ],
)
def test_the_order_has_a_name(query, title):
    assert str(listing(query, own_order="Pool order").sort_title) == title


def test_the_menu_marks_the_order_and_names_none_twice():
    [current] = [one for one in listing("sort=stage").sorts if one.current]
    assert current.title == "Stage"
    titles = [str(one.title) for one in listing().sorts]
    assert titles.count("Newest") == 1
    assert listing().sorts[0].address == "/list/"


def test_pages_are_linked_with_gaps():
    links = listing("q=go&page=4").page_links
    addresses = re.findall(r'<a(?: rel="(\w+)")? href="([^"]*)"', links)
    assert addresses[0] == ("prev", "/list/?q=go&amp;page=3")
    assert addresses[1] == ("", "/list/?q=go")
    assert addresses[-1] == ("next", "/list/?q=go&amp;page=5")
    words = re.sub("<[^>]*>", "", links).replace("Page ", " ").split()
    assert words == ["1", "2", "3", "4", "5…", "8"]
    assert 'aria-current="page"><span class="visually-hidden">Page </span>4<' in links


def test_what_was_asked_for_is_escaped_in_the_links():
    links = listing('q="><script>&page=2').page_links
    assert "<script" not in links
    assert '"">' not in links


def test_a_list_of_one_page_links_to_none():
    page = Page(items=(1,), number=1, size=25, total=1, has_next=False)
    assert page_links(asked(), Pagination(page)) == ""


def test_where_the_total_is_unknown_no_page_is_counted():
    links = listing("page=2", total=None).page_links
    assert re.findall('<a [^>]*href="([^"]*)"', links) == ["/list/", "/list/?page=3"]
    assert "aria-current" not in links


@each_case(
    "query",
    ["", "q=java", "q=java&sort=-score&page=3&page_size=50&view=4", "sort=name&page=2"],
)
def test_a_narrowed_address_is_that_of_the_same_list_with_another_query(query):
    asked = Asked.of("/candidates/", QueryDict(query))
    for token in ("city:izmir", 'tag:"c#, .net"', "job:a&b", ""):
        same = asked.link(q=rewrite.add(asked.q, token))
        assert asked.narrowed(token) == same
