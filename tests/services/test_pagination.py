"""Lists as arrays and as objects, and bodies that are neither."""

import pytest

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services import pagination as paging
from recruspace_dashboard.services.errors import NotFound, ServerError
from recruspace_dashboard.services.pagination import LARGEST_PAGE
from recruspace_dashboard.services.records import Tag
from tests.each_case import each_case
from tests.services.conftest import reads_lists


def rows(*ids: int) -> list[dict[str, int]]:
    return [{"id": number} for number in ids]


def read(body, number=1, size=3) -> tuple[list[int | None], int | None, bool]:
    """The ids, the total, and whether there is a next page."""
    page = paging.read_page(
        endpoints.LIST_TALENT_POOLS, body, Tag.from_payload, number=number, size=size
    )
    assert (page.number, page.size) == (number, size)
    return [tag.id for tag in page.items], page.total, page.has_next


@each_case(
    ("body", "number", "expected"),
    [
        ([], 1, ([], 0, False)),
        (rows(1, 2), 1, ([1, 2], 2, False)),
        (rows(1, 2, 3), 1, ([1, 2, 3], None, True)),
        (rows(4), 2, ([4], 4, False)),
        ([], 2, ([], None, False)),
    ],
)
def test_an_array_that_is_one_page(body, number, expected):
    assert read(body, number) == expected


@each_case(
    ("number", "expected"),
    [
        (1, ([1, 2, 3], 7, True)),
        (2, ([4, 5, 6], 7, True)),
        (3, ([7], 7, False)),
        (4, ([], 7, False)),
    ],
)
def test_an_array_of_everything_is_cut_into_pages(number, expected):
    assert read(rows(1, 2, 3, 4, 5, 6, 7), number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, ([1, 2, 3], 7, True)), (3, ([7], 7, False))],
)
def test_an_object_with_everything_is_cut_into_pages(number, expected):
    everything = {"count": 7, "results": rows(1, 2, 3, 4, 5, 6, 7)}
    assert read(everything, number) == expected


def test_a_page_larger_than_requested_is_not_cut():
    page = {"count": 9, "results": rows(1, 2, 3, 4, 5)}
    assert read(page) == ([1, 2, 3, 4, 5], 9, True)
    endless = {"count": 10**6, "results": rows(*range(1, 5000))}
    assert read(endless) == ([*range(1, LARGEST_PAGE + 1)], 10**6, True)


@each_case(
    ("page", "number", "expected"),
    [
        ({"count": 4, "next": "http://x/?page=2"}, 1, (4, True)),
        ({"count": 4, "next": None}, 1, (4, True)),
        ({"count": 3, "next": None}, 1, (3, False)),
        ({"count": 3}, 1, (3, False)),
        ({"count": "6"}, 2, (6, False)),
        ({"count": "7"}, 2, (7, True)),
        ({"next": "http://elsewhere.example.com/"}, 1, (None, True)),
        ({"next": None}, 1, (None, False)),
        ({}, 1, (None, False)),
        ({"count": 2}, 1, (None, False)),
        ({"count": 4}, 2, (None, False)),
        ({"count": -1, "next": "javascript:alert(1)"}, 1, (None, True)),
        ({"count": "many"}, 1, (None, False)),
        ({"count": None}, 1, (None, False)),
        ({"count": True}, 1, (None, False)),
        ({"count": [3]}, 1, (None, False)),
    ],
)
def test_the_total_and_the_next_page_of_an_object(page, number, expected):
    found = read({**page, "results": rows(1, 2, 3)}, number)
    assert found == ([1, 2, 3], *expected)


@each_case(
    "body",
    [None, {}, {"results": None}, {"results": {}}, {"detail": "No."}, "text", 1, True],
)
def test_a_body_that_is_not_a_list(body):
    with pytest.raises(ServerError, match="not a list") as caught:
        read(body)
    assert caught.value.call == "GET /talent-pools/"


def test_items_that_are_not_objects_are_left_out():
    assert read([1, None, {"id": 1}, [], "x"], size=9)[0] == [1]
    assert read({"results": [None, {"id": 1}]})[0] == [1]


@reads_lists
def test_a_page_past_the_end_is_not_found(recruspace, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=404, body={"detail": "Invalid page."})
    with pytest.raises(NotFound):
        recruspace.talent_pools.list(page=9)
