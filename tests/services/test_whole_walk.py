"""A whole list, page after page, of which no row is missing."""

from typing import Any

import pytest

from tests.services.conftest import client_of, reads_lists
from tests.services.list_server import ServedList, reply, rows_of
from tests.services.walks import ids, ids_of, shapes, walk_at


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


@pytest.mark.slow
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
