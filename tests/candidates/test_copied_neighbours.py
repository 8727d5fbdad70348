"""Through a list of the copy, candidate after candidate, and back."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from tests.each_case import each_case

Sync = Callable[[], list[Any]]


@pytest.fixture(autouse=True)
def everybody(user: Any, company: Company, sync: Sync) -> dict[int, Candidate]:
    """The candidates of all pools, copied."""
    sync()
    return {one.id: one for one in company.candidates.values() if one.pool}


def listed(browse: Client, address: str) -> list[tuple[int, str]]:
    """The candidates of a whole list with the addresses that its pages give them."""
    found: list[tuple[int, str]] = []
    while address:
        page = unescape(browse.get(address).text)
        found += [
            (int(id), row)
            for id, row in re.findall(
                r'<tr id="c(\d+)".*?<a href="([^"]*)"', page, re.S
            )
        ]
        following = re.search(r'rel="next" href="([^"]*)"', page)
        address = following[1] if following else ""
    return found


class Opened:
    def __init__(self, browse: Client, address: str) -> None:
        answer = browse.get(address)
        assert answer.status_code == 200
        self.page = unescape(answer.text)
        main = self.page.partition("<main")[2]
        self.turns = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', main))
        bar = main.partition('class="neighbours"')[2].partition("</nav>")[0]
        self.place = next(iter(re.findall(r"<span>([^<]*)</span>", bar)), "")
        crumbs = main.partition('class="crumbs"')[2].partition("</nav>")[0]
        self.back = re.findall(r'href="([^"]*)">([^<]*)<', crumbs)[0]
        self.ids = {
            turn: int(address.split("/")[2]) for turn, address in self.turns.items()
        }


@pytest.mark.slow
@each_case(
    "query",
    [
        {"q": "", "page_size": 10},
        {"q": "has:cv", "sort": "name", "page_size": 10},
        {"q": "score:>1", "sort": "-score", "page_size": 10},
        {"q": '"a', "page_size": 25},
    ],
)
def test_all_of_a_list_is_gone_through_across_its_pages_and_back(
    browse: Client, sandbox: Sandbox, query: dict[str, Any]
) -> None:
    rows = listed(browse, f"/candidates/?{urlencode(query)}")
    assert len(rows) > 10
    address, number = rows[0][1], 1
    sandbox.requests.clear()
    for (id, _), following in zip(rows, [*rows[1:], None], strict=True):
        opened = Opened(browse, address)
        assert f"/candidates/{id}/notes/" in opened.page
        assert opened.place == f"{number} of {len(rows)}"
        assert opened.ids.get("prev", 0) == (rows[number - 2][0] if number > 1 else 0)
        assert opened.ids.get("next", 0) == (following[0] if following else 0)
        # The way back leads to the page on which the candidate is.
        address, anchor = opened.back[0].split("#")
        assert f'id="{anchor}"' in browse.get(address).text
        assert anchor == f"c{id}"
        address, number = opened.turns.get("next", ""), number + 1
    assert address == ""
    calls = {re.sub(r"\d+", "", call.path) for call in sandbox.requests}
    assert calls <= {"/api/v/client/candidates//"}


def test_a_pool_that_is_searched_is_gone_through(
    browse: Client, pool: Pool, everybody: dict[int, Candidate]
) -> None:
    rows = listed(browse, f"/pools/{pool.id}/?sort=name&page_size=10")
    opened = Opened(browse, rows[9][1])
    assert opened.place == f"10 of {len(rows)}"
    assert opened.ids == {"prev": rows[8][0], "next": rows[10][0]}
    back = f"/pools/{pool.id}/?sort=name&page_size=10#c{rows[9][0]}"
    assert opened.back == (back, f"Back to {pool.name}")
    assert "page=2" in opened.turns["next"]


def test_who_has_left_the_list_has_the_neighbours_of_that_place(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    rows = listed(browse, "/candidates/?q=-tag:looked&page_size=10")
    for at in (3, 9, 0, len(rows) - 4):
        id, address = rows[at]
        browse.post(address.replace(f"/{id}/", f"/{id}/tags/"), {"title": "looked"})
        opened = Opened(browse, address)
        assert "looked" in opened.page
        assert opened.place == ""
        del rows[at]
        assert len(listed(browse, "/candidates/?q=-tag:looked")) == len(rows)
        around = {"prev": rows[at - 1][0]} if at else {}
        around |= {"next": rows[at][0]} if at < len(rows) else {}
        assert opened.ids == around
        for turn, number in (("prev", at), ("next", at + 1)):
            if turn in opened.turns:
                following = Opened(browse, opened.turns[turn])
                assert following.place == f"{number} of {len(rows)}"


def test_a_list_that_has_grown_meanwhile_is_gone_on_with(browse: Client) -> None:
    rows = listed(browse, "/candidates/?q=&page_size=10")
    [id, _] = rows[35]
    opened = Opened(browse, f"/candidates/{id}/?q=&page=1&page_size=10")
    assert opened.place == f"36 of {len(rows)}"
    assert opened.ids == {"prev": rows[34][0], "next": rows[36][0]}
    assert "page=4" in opened.turns["next"]


def test_who_is_not_in_the_copy_stands_at_the_beginning_of_the_page(
    browse: Client, company: Company
) -> None:
    rows = listed(browse, "/candidates/?q=&page_size=10")
    stranger = next(one for one in company.candidates.values() if not one.pool)
    opened = Opened(browse, f"/candidates/{stranger.id}/?q=&page=2&page_size=10")
    assert opened.place == ""
    assert opened.ids == {"prev": rows[9][0], "next": rows[10][0]}


def test_the_origin_is_carried_by_each_link_and_form(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    one = next(iter(everybody.values()))
    query = "?q=a%20%22b%26c&sort=-score&page=2&page_size=10"
    page = browse.get(f"/candidates/{one.id}/{query}").text
    said = query.replace("&", "&amp;")
    for path in ("notes", "tags", "assign"):
        assert f'"/candidates/{one.id}/{path}/{said}"' in page
    answer = browse.post(f"/candidates/{one.id}/notes/{query}", {"text": "Good"})
    assert answer["Location"] == f"/candidates/{one.id}/{query}"
    assert "Back to the candidates" in browse.get(answer["Location"]).text


@each_case(
    "query",
    [
        "?q=((((",
        "?q=score:x",
        "?q=&page=999999&page_size=10",
        "?q=&page=abc",
        "?q=nobody-at-all",
        "?q=%00&sort=odd",
        "?pool=999999&q=",
        "?q=" + "a" * 6000,
        "?q=<b>",
    ],
)
def test_whatever_the_address_says_the_candidate_is_shown(
    browse: Client, everybody: dict[int, Candidate], query: str
) -> None:
    one = next(iter(everybody.values()))
    page = browse.get(f"/candidates/{one.id}/{query}").text
    assert one.email in page
    assert "<b>" not in page


def test_a_pool_that_the_key_does_not_list_is_no_list(
    browse: Client, sandbox: Sandbox, everybody: dict[int, Candidate]
) -> None:
    theirs = next(iter(sandbox.company(sandbox.keys[2]).pools))
    CopiedPool.objects.create(id=theirs, name="Secret", payload="{}")
    one = next(iter(everybody.values()))
    opened = Opened(browse, f"/candidates/{one.id}/?pool={theirs}&q=")
    assert opened.turns == {}
    assert opened.back == ("/pools/", "Talent pools")
    assert "Secret" not in opened.page


@each_case("gone", ["copy", "switched off"])
def test_without_a_copy_the_way_back_is_all_that_is_left(
    browse: Client, settings: Any, everybody: dict[int, Candidate], gone: str
) -> None:
    if gone == "copy":
        CopiedPool.objects.all().delete()
    else:
        settings.LIBRARY = False
    one = next(iter(everybody.values()))
    opened = Opened(browse, f"/candidates/{one.id}/?q=a")
    assert (opened.turns, opened.place) == ({}, "")
    assert opened.back[0] == f"/candidates/?q=a#c{one.id}"
