"""A whole list, page after page, and the ways in which rows can be missing."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

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
from recruspace_dashboard.services.walk import MOST_PAGES, Problem, Walk
from tests.each_case import each_case
from tests.services.conftest import client_of, reads_lists
from tests.services.list_server import ListServer, ServedList, reply, rows_of
from tests.services.raw_server import RawServer, answer, then_close

SIZE = 3


@pytest.fixture
def serve_list() -> Iterator[Callable[[ServedList], ListServer]]:
    servers: list[ListServer] = []

    def start(served: ServedList) -> ListServer:
        servers.append(ListServer(served))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def walk_at(
    server: RawServer, size: int = SIZE, count: int | None = None
) -> Walk[Candidate]:
    pools = client_of(server).talent_pools
    return pools.walk_candidates(pool_id=1, page_size=size, count=count)


def ids_of(walk: Iterable[Page[Candidate]]) -> list[int | None]:
    return [each.id for page in walk for each in page.items]


def ids(last: int) -> list[int]:
    return list(range(1, last + 1))


shapes = each_case("is_array", [True, False])


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


# Whole lists


@shapes
@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 6, 410])
def test_every_row_comes_once_also_after_200_pages(serve_list, is_array, number):
    server = serve_list(ServedList(ids(number), is_array))
    walk = walk_at(server, size=2)
    assert ids_of(walk) == ids(number)
    assert (walk.found, walk.problems, walk.complete) == (number, [], True)
    after_the_end = is_array and number > 0 and number % 2 == 0
    assert len(server.requests) == max(-(-number // 2), 1) + after_the_end
    assert list(walk) == []


def test_the_requests_ask_for_one_page_after_the_other(serve_list):
    server = serve_list(ServedList(ids(5)))
    assert walk_at(server).found == 0
    assert server.requests == []
    assert ids_of(walk_at(server)) == ids(5)
    path = "/api/v1/client/talent-pools/1/candidates/"
    assert [each.line for each in server.requests] == [
        f"GET {path}?page={page}&page_size=3 HTTP/1.1" for page in (1, 2)
    ]


@pytest.mark.parametrize("ends_with_404", [True, False])
def test_a_last_array_that_is_full(serve_list, ends_with_404):
    served = ServedList(ids(6), True, ends_with_404=ends_with_404)
    walk = walk_at(serve_list(served), count=6)
    assert ids_of(walk) == ids(6)
    assert walk.complete


@shapes
def test_a_list_that_the_api_does_not_page_is_read_once(serve_list, is_array):
    server = serve_list(ServedList(ids(250), is_array, sizes=False, pages=False))
    walk = walk_at(server)
    assert ids_of(walk) == ids(250)
    assert walk.complete
    assert len(server.requests) == 1


@shapes
def test_a_list_of_100_000_rows_is_not_cut(serve, is_array):
    rows: Any = [{"id": number} for number in ids(100_000)]
    server = serve(reply(rows if is_array else {"count": 100_000, "results": rows}))
    pools = client_of(server).talent_pools
    assert [pool.id for pool in pools.all()] == ids(100_000)
    assert len(server.requests) == 1


def test_pages_of_another_size_than_requested(serve_list):
    served = ServedList(ids(12))
    for number in (1, 2, 3):
        part = rows_of(range(number * 4 - 3, number * 4 + 1))
        more = "x" if number < 3 else None
        body = {"count": 12, "next": more, "results": part}
        served.instead[number] = [reply(body)]
    walk = walk_at(serve_list(served))
    assert ids_of(walk) == ids(12)
    assert walk.complete


def test_the_payload_of_each_record_is_beside_it(serve_list):
    served = ServedList(ids(5))
    served.before[2] = lambda: served.ids.insert(0, 99)
    beside = [
        (record.id, dict(payload))
        for page in walk_at(serve_list(served))
        for record, payload in zip(page.items, page.payloads, strict=True)
    ]
    assert beside == list(zip(ids(5), rows_of(ids(5)), strict=True))


@reads_lists
@pytest.mark.parametrize("page_size", [1, 7, 100])
def test_the_candidates_of_every_pool(recruspace, company, page_size):
    for pool in company.pools.values():
        expected = {each.id: each for each in company.in_pool(pool)}
        walk = recruspace.talent_pools.walk_candidates(
            pool_id=pool.id, page_size=page_size, count=len(expected)
        )
        pages = list(walk)
        assert sorted(ids_of(pages)) == sorted(expected)
        assert (walk.complete, walk.found) == (True, len(expected))
        payloads = [each for page in pages for each in page.payloads]
        assert [each["id"] for each in payloads] == ids_of(pages)
        assert all("entry_method" in each for each in payloads)


@reads_lists
def test_the_other_lists(recruspace, company):
    pools, jobs = recruspace.talent_pools, recruspace.job_posts
    assert [each.id for each in pools.all()] == list(company.pools)
    assert sum(len(page.payloads) for page in pools.walk(page_size=2)) == len(
        company.pools
    )
    assert [each.hash for each in jobs.all()] == list(company.jobs)
    job = next(each for each in company.jobs.values() if each.questions)
    found = jobs.all_questions(job_hash=job.hash)
    assert [each.id for each in found] == [each.id for each in job.questions]
    companies = recruspace.companies
    assert [each.id for each in companies.all_users()] == list(company.members)
    assert [each.id for each in companies.all_offices()] == list(company.offices)
