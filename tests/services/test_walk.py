"""A whole list, page after page: errors, and the ways in which rows can be missing."""

from dataclasses import replace

import pytest

from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate, Tag
from recruspace_dashboard.services.walk import MOST_PAGES, Place, Problem, Walk
from tests.each_case import each_case
from tests.services.conftest import client_of
from tests.services.list_server import ServedList, reply, rows_of
from tests.services.raw_server import RawServer, answer, then_close
from tests.services.walks import ids, ids_of, shapes, walk_at

# Errors


def test_a_pool_that_does_not_exist_is_not_found(serve_list):
    walk = walk_at(serve_list(ServedList([], instead={1: [reply({}, "404 No")]})))
    with pytest.raises(NotFound):
        next(walk)
    assert not walk.complete


ERRORS = {
    "500": ([reply({}, "500 No")], ServerError),
    "429": ([reply({}, "429 No")], RateLimited),
    "dropped": ([then_close(), then_close()], ApiConnectionError),
    "html": ([answer(b"<html>")], ServerError),
    "no list": ([reply({"results": None})], ServerError),
    "too deep": ([answer(b"[" * 100_000)], ServerError),
}


@shapes
@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_in_the_middle_is_raised_and_the_walk_can_go_on(
    serve_list, kind, is_array
):
    replies, error = ERRORS[kind]
    server = serve_list(ServedList(ids(8), is_array, instead={2: [*replies]}))
    walk = walk_at(server)
    read: list[int | None] = []
    with pytest.raises(error):
        read.extend(each.id for page in walk for each in page.items)
    assert not walk.complete
    assert isinstance(next(walk), Page)
    assert walk.found == 6
    assert ids_of(walk) == [7, 8]
    assert walk.complete


def test_a_list_without_end_is_an_error():
    endless = Walk(
        lambda number: Page((Tag(number, "x"),), number, 1, None, True), call="GET /"
    )
    with pytest.raises(ServerError, match="without end"):
        for _ in endless:
            pass
    assert endless.found == MOST_PAGES
    assert not endless.complete
    with pytest.raises(RecruspaceError):
        next(endless)


# Lists with missing rows


@pytest.mark.parametrize("ends_with_404", [True, False])
@shapes
def test_fewer_rows_than_counted(serve_list, is_array, ends_with_404):
    served = ServedList(ids(7), is_array, count=12, ends_with_404=ends_with_404)
    walk = walk_at(serve_list(served), count=12)
    assert ids_of(walk) == ids(7)
    assert (walk.problems, walk.complete) == ([Problem.FEWER], False)


@pytest.mark.parametrize("status", ["404 No", "410 No"])
@shapes
def test_a_pool_that_is_deleted_meanwhile(serve_list, is_array, status):
    served = ServedList(ids(9), is_array, instead={2: [reply({}, status)]})
    walk = walk_at(serve_list(served), count=9)
    assert ids_of(walk) == [1, 2, 3]
    assert (walk.problems, walk.complete) == ([Problem.FEWER], False)


@pytest.mark.parametrize("short", [[], [4]], ids=["empty", "short"])
def test_a_short_array_ends_the_list(serve_list, short):
    served = ServedList(ids(9), True, instead={2: [reply(rows_of(short))]})
    walk = walk_at(serve_list(served), count=9)
    assert ids_of(walk) == [1, 2, 3, *short]
    assert walk.problems == [Problem.FEWER]


def test_a_short_page_does_not_end_the_list(serve_list):
    short = {"count": 9, "next": "x", "results": rows_of([4])}
    walk = walk_at(serve_list(ServedList(ids(9), instead={2: [reply(short)]})))
    assert ids_of(walk) == [1, 2, 3, 4, 7, 8, 9]
    assert walk.problems == [Problem.FEWER]


def test_an_empty_page_ends_the_list(serve_list):
    empty = {"count": 9, "next": "x", "results": []}
    walk = walk_at(serve_list(ServedList(ids(9), instead={2: [reply(empty)]})))
    assert ids_of(walk) == [1, 2, 3]
    assert walk.problems == [Problem.FEWER]


@shapes
def test_a_row_added_meanwhile_repeats_another(serve_list, is_array):
    served = ServedList(ids(8), is_array)
    served.before[2] = lambda: served.ids.insert(0, 99)
    walk = walk_at(serve_list(served))
    assert ids_of(walk) == ids(8)
    assert Problem.REPEATED in walk.problems
    assert (Problem.COUNT_CHANGED in walk.problems) is not is_array
    assert not walk.complete


@shapes
def test_a_row_deleted_meanwhile_hides_another(serve_list, is_array):
    served = ServedList(ids(8), is_array)
    served.before[2] = lambda: served.ids.remove(1)
    walk = walk_at(serve_list(served), count=8)
    assert ids_of(walk) == [1, 2, 3, 5, 6, 7, 8]
    assert walk.problems == [Problem.FEWER if is_array else Problem.COUNT_CHANGED]


def test_a_count_that_changes_is_a_problem_though_all_rows_came(serve_list):
    served = ServedList(ids(8))
    served.before[3] = lambda: served.ids.append(9)
    walk = walk_at(serve_list(served))
    assert ids_of(walk) == ids(9)
    assert walk.problems == [Problem.COUNT_CHANGED]


@each_case(
    ("is_array", "count", "problems"),
    [
        (True, None, [Problem.NOTHING_NEW]),
        (True, 3, []),
        (True, 9, [Problem.NOTHING_NEW, Problem.FEWER]),
        (False, None, [Problem.NOTHING_NEW, Problem.FEWER]),
    ],
)
def test_the_same_list_for_every_page(serve_list, is_array, count, problems):
    served = ServedList(ids(9), is_array, pages=False)
    server = serve_list(served)
    walk = walk_at(server, count=count)
    assert ids_of(walk) == [1, 2, 3]
    assert (walk.problems, walk.complete) == (problems, not problems)
    assert len(server.requests) == 2


@each_case("size", [1, 2, 3, 5])
def test_an_order_that_changes_with_every_page(serve_list, size):
    served = ServedList(ids(10))
    for number in range(2, 11):
        served.before[number] = served.ids.reverse
    walk = walk_at(serve_list(served), size)
    found = ids_of(walk)
    assert len(found) == len(set(found))
    assert walk.complete is (len(found) == 10)


# A walk that goes on where another was broken off


@each_case("page", [1, 2, 3, 4])
@shapes
def test_a_walk_goes_on_from_the_place_of_another(serve_list, is_array, page):
    server = serve_list(ServedList(ids(8), is_array))
    seen: set[object] = set()
    first, read = walk_of(server, None, seen), []
    for _ in range(min(page - 1, 3)):
        read += [item.id for item in next(first).items]
    second = walk_of(server, first.place, seen)
    assert [*read, *ids_of(second)] == ids(8)
    assert (second.found, second.complete) == (8, True)
    server.stop()


def test_what_was_odd_before_is_not_forgotten(serve_list):
    served = ServedList(ids(8))
    server = serve_list(served)
    seen: set[object] = set()
    first = walk_of(server, None, seen)
    next(first)
    # While nobody reads: row 4 is now on page 1, and page 2 begins with 5.
    served.ids.remove(1)
    second = walk_of(server, first.place, seen)
    assert ids_of(second) == [5, 6, 7, 8]
    assert second.problems == [Problem.COUNT_CHANGED]
    third = walk_of(server, second.place, seen)
    assert third.problems == [Problem.COUNT_CHANGED]


def walk_of(
    server: RawServer, place: Place | None, seen: set[object]
) -> Walk[Candidate]:
    pools = client_of(server).talent_pools

    def read(number: int) -> Page[Candidate]:
        page = pools.read_candidates(pool_id=1, page=number, page_size=3)
        return replace(page, items=tuple(map(Candidate.from_payload, page.items)))

    return Walk(read, call="GET /", start=place, seen=seen)
