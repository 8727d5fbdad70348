"""From a page of a pool through its candidates, and back."""

import re

import pytest
from django.core.cache import caches


def newest_first(company, pool):
    users = company.in_pool(pool)
    return sorted(users, key=lambda one: (one.created_at, one.id), reverse=True)


@pytest.fixture
def company(every_reading, company):
    return company


@pytest.fixture
def users(company, pool):
    return newest_first(company, pool)


def open_from(browse, pool, one, page, size=10, **more):
    query = {"pool": pool.id, "page": page, "page_size": size} | more
    response = browse.get(f"/candidates/{one.id}/", query)
    assert response.status_code == 200
    return response.content.decode().replace("&amp;", "&")


def turns(page):
    found = re.findall(r'rel="(prev|next)" href="([^"]+)"', page)
    return dict(found)


def place(page):
    """Where the candidate stands in the list, as the page says it."""
    bar = page.partition('class="neighbours"')[2].partition("</nav>")[0]
    return next(iter(re.findall(r"<span>([^<]*)</span>", bar)), "")


def address(pool, one, page, size=10):
    return f"/candidates/{one.id}/?pool={pool.id}&page={page}&page_size={size}"


def calls_of(sandbox):
    """The pages of the pool that were read."""
    return [call.query["page"][0] for call in sandbox.requests if "page" in call.query]


def test_a_row_of_the_pool_leads_to_the_user(browse, pool, users):
    page = browse.get(f"/pools/{pool.id}/?page=2&page_size=10").content.decode()
    for one in users[10:20]:
        expected = address(pool, one, 2).replace("&", "&amp;")
        assert f'<a href="{expected}"' in page
        if one.cv:
            assert f'href="/candidates/{one.id}/cv/" title="PDF"' in page


def test_in_the_middle_of_a_page_one_call_more_is_made(browse, sandbox, pool, users):
    page = open_from(browse, pool, users[13], 2)
    assert turns(page) == {
        "prev": address(pool, users[12], 2),
        "next": address(pool, users[14], 2),
    }
    assert calls_of(sandbox) == ["2"]
    assert len(sandbox.requests) == 2
    assert place(page) in {f"14 of {len(users)}", ""}


def test_where_one_is_in_the_pool_is_said_if_the_api_counts(
    browse, sandbox, pool, users
):
    path = f"/talent-pools/{pool.id}/candidates/"
    rows = [{"id": one.id} for one in users[13:23]]
    counted = {"count": 1234, "next": None, "results": rows}
    for body, said in ((counted, "11 of 1,234"), (rows, "")):
        caches["default"].clear()
        sandbox.reply("GET", path, body=body, times=1)
        assert place(open_from(browse, pool, users[13], 2)) == said


def test_at_the_edges_of_a_page_the_next_page_is_read(browse, sandbox, pool, users):
    page = open_from(browse, pool, users[10], 2)
    assert turns(page)["prev"] == address(pool, users[9], 1)
    assert turns(page)["next"] == address(pool, users[11], 2)
    assert calls_of(sandbox) == ["2", "1"]
    sandbox.requests.clear()
    page = open_from(browse, pool, users[19], 2)
    assert turns(page)["prev"] == address(pool, users[18], 2)
    assert turns(page)["next"] == address(pool, users[20], 3)
    # The second page was read a moment ago.
    assert calls_of(sandbox) == ["3"]


def test_the_first_and_the_last_of_a_pool(browse, sandbox, pool, users):
    assert turns(open_from(browse, pool, users[0], 1)) == {
        "next": address(pool, users[1], 1)
    }
    assert calls_of(sandbox) == ["1"]
    last = -(-len(users) // 10)
    page = open_from(browse, pool, users[-1], last)
    assert "next" not in turns(page)
    assert turns(page)["prev"]


def test_where_a_full_page_is_the_last_there_is_no_next(browse, company, pool, users):
    for one in users[10:]:
        one.pool = None
    assert "next" not in turns(open_from(browse, pool, users[9], 1))


def test_the_way_back_leads_to_the_same_page(browse, pool, users):
    here = f"#c{users[13].id}"
    back = f'href="/pools/{pool.id}/?page=2&page_size=10{here}">Back to '
    assert f"{back}the pool<" in open_from(browse, pool, users[13], 2)
    browse.get(f"/pools/{pool.id}/")
    assert f"{back}{pool.name}<" in open_from(browse, pool, users[13], 2)


def test_somebody_who_has_left_the_page_has_no_neighbours(browse, pool, users):
    page = open_from(browse, pool, users[13], 1)
    assert turns(page) == {}
    assert f'href="/pools/{pool.id}/?page_size=10#c{users[13].id}">Back to' in page


@pytest.mark.parametrize("status", [429, 500])
def test_where_the_pool_cannot_be_read_the_user_is_shown(
    browse, sandbox, pool, users, status
):
    sandbox.reply("GET", f"/talent-pools/{pool.id}/", status=status)
    page = open_from(browse, pool, users[13], 2)
    assert users[13].email in page
    assert turns(page) == {}
    back = f'href="/pools/{pool.id}/?page=2&page_size=10#c{users[13].id}">Back to'
    assert back in page


def test_where_the_page_beside_cannot_be_read_the_other_neighbour_is_there(
    browse, sandbox, pool, users
):
    path = f"/talent-pools/{pool.id}/candidates/"
    rows = [{"id": users[10].id}, {"id": users[11].id, "first_name": "Next"}]
    sandbox.reply("GET", path, body=rows, times=1)
    sandbox.reply("GET", path, status=500)
    page = open_from(browse, pool, users[10], 2)
    assert turns(page) == {"next": address(pool, users[11], 2)}


def test_a_pool_that_is_not_there_is_left_out(browse, candidate):
    page = browse.get(f"/candidates/{candidate.id}/?pool=999999").content.decode()
    assert "Back to" not in page
    assert 'href="/pools/">Talent pools</a>' in page


@pytest.mark.parametrize(
    "query", ["pool=", "pool=abc", "pool=-1", "pool=0", "pool=1.5", "page=2"]
)
def test_what_makes_no_sense_is_left_out(browse, sandbox, candidate, query):
    page = browse.get(f"/candidates/{candidate.id}/?{query}").content.decode()
    assert "Back to" not in page
    assert f'action="/candidates/{candidate.id}/notes/"' in page
    assert len(sandbox.requests) == 1


def test_numbers_of_pages_are_put_right(browse, pool, company):
    first = newest_first(company, pool)[0]
    page = open_from(browse, pool, first, "abc", size=5000)
    assert f'href="/pools/{pool.id}/?page_size=100#c{first.id}">Back to' in page
