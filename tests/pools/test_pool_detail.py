import re

import pytest

from recruspace_dashboard.accounts.models import ApiKey
from tests.http import HTMX, text


def newest_first(company, pool):
    candidates = company.in_pool(pool)
    return sorted(candidates, key=lambda one: (one.created_at, one.id), reverse=True)


def shown(response):
    """The ids of the rows, in their order."""
    return [int(found) for found in re.findall(r'<tr id="c(\d+)"', text(response))]


@pytest.mark.usefixtures("every_reading")
def test_the_first_page_shows_the_newest_25(browse, sandbox, company, pool):
    response = browse.get(f"/pools/{pool.id}/")
    candidates = newest_first(company, pool)
    assert shown(response) == [one.id for one in candidates[:25]]
    assert f"<title>{pool.name} ·" in text(response)
    calls = {call.path: call.query for call in sandbox.requests}
    assert calls == {
        "/api/v1/client/talent-pools/": {"page": ["1"], "page_size": ["100"]},
        f"/api/v1/client/talent-pools/{pool.id}/candidates/": {
            "page": ["1"],
            "page_size": ["25"],
        },
    }


@pytest.mark.usefixtures("every_reading")
def test_a_row_shows_what_is_known_of_a_candidate(browse, company, pool):
    page = text(browse.get(f"/pools/{pool.id}/?page_size=100"))
    one = next(
        candidate
        for candidate in company.in_pool(pool)
        if candidate.substage and candidate.tags and candidate.score and candidate.cv
    )
    row = page[page.index(f'<tr id="c{one.id}"') :].split("</tr>")[0]
    assert f'<a href="/candidates/{one.id}/?pool={pool.id}&amp;page_size=100"' in row
    assert one.substage.stage.name in row
    assert one.city in row
    assert f">{one.score}</td>" in row
    assert all(tag.title in row for tag in one.tags)
    assert f'<a href="/candidates/{one.id}/cv/" title="PDF">CV<' in row
    assert f'href="/pools/{pool.id}/?q=tag:' in row


@pytest.mark.usefixtures("every_reading")
def test_pages_lead_forward_and_back(browse, company, pool):
    candidates = newest_first(company, pool)
    second = browse.get(f"/pools/{pool.id}/?page=2&page_size=10")
    assert shown(second) == [one.id for one in candidates[10:20]]
    address = f"/pools/{pool.id}/"
    assert f'rel="prev" href="{address}?page_size=10"' in text(second)
    assert f'rel="next" href="{address}?page=3&amp;page_size=10"' in text(second)
    assert f"11–20 of {len(candidates)}" in text(second)
    assert f'data-total="{len(candidates)}"' in text(second)
    last = browse.get(f"/pools/{pool.id}/?page=3&page_size=10")
    assert shown(last) == [one.id for one in candidates[20:30]]
    assert 'rel="next"' not in text(last)


def test_with_htmx_only_the_table_comes(browse, pool):
    response = browse.get(f"/pools/{pool.id}/?page=2&page_size=10", headers=HTMX)
    assert text(response).lstrip().startswith('<section id="candidate-table"')
    assert "<html" not in text(response)
    assert "HX-Request" in response["Vary"]


def test_going_back_in_the_history_gets_the_whole_page(browse, pool):
    headers = HTMX | {"HX-History-Restore-Request": "true"}
    assert "<html" in text(browse.get(f"/pools/{pool.id}/", headers=headers))


@pytest.mark.parametrize(
    ("query", "page", "size"),
    [
        ("page=abc", 1, 25),
        ("page=0", 1, 25),
        ("page=-3", 1, 25),
        ("page=", 1, 25),
        ("page=1.5", 1, 25),
        ("page_size=5000", 1, 100),
        ("page_size=0", 1, 10),
        ("page_size=30", 1, 25),
        ("page_size=ten", 1, 25),
        ("page=2&page_size=10", 2, 10),
    ],
)
def test_numbers_that_make_no_sense_are_put_right(
    browse, sandbox, pool, query, page, size
):
    response = browse.get(f"/pools/{pool.id}/?{query}")
    assert response.status_code == 200
    [call] = [call for call in sandbox.requests if "candidates" in call.path]
    assert call.query == {"page": [str(page)], "page_size": [str(size)]}


@pytest.mark.usefixtures("every_reading")
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "fragment"])
def test_a_page_past_the_end_leads_to_the_last(browse, company, pool, headers):
    address = f"/pools/{pool.id}/?page=99&page_size=10"
    last = len(company.in_pool(pool)) // 10 + 1
    response = browse.get(address, headers=headers)
    assert response.status_code == 302
    assert response["Location"] == f"/pools/{pool.id}/?page={last}&page_size=10"
    assert shown(browse.get(response["Location"]))


@pytest.mark.usefixtures("every_reading")
def test_past_the_end_of_an_empty_pool_leads_to_its_first_page(browse, empty_pool):
    response = browse.get(f"/pools/{empty_pool.id}/?page=4")
    assert response["Location"] == f"/pools/{empty_pool.id}/?page=1&page_size=25"


@pytest.mark.usefixtures("every_reading")
def test_an_empty_pool_says_what_to_do(browse, empty_pool):
    response = browse.get(f"/pools/{empty_pool.id}/")
    assert response.status_code == 200
    assert "No candidates in this pool yet" in text(response)


@pytest.mark.usefixtures("every_reading")
def test_a_pool_that_does_not_exist_is_a_page_of_ours(browse):
    response = browse.get("/pools/999999/")
    assert response.status_code == 404
    assert "Not found" in text(response)


def test_a_pool_of_another_company_does_not_exist(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).pools))
    assert browse.get(f"/pools/{theirs}/").status_code == 404


@pytest.mark.parametrize("pool_id", ["abc", "-1", "1/../2", "9" * 5000])
def test_what_is_no_id_asks_the_api_nothing(browse, sandbox, pool_id):
    assert browse.get(f"/pools/{pool_id}/").status_code == 404
    assert sandbox.requests == []


def test_the_api_refusing_connections_is_a_page_of_ours(browse, pool, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get(f"/pools/{pool.id}/?page=2")
    assert response.status_code == 503
    assert "Recruspace cannot be reached" in text(response)
    assert f'href="/pools/{pool.id}/?page=2">Try again' in text(response)


def test_for_a_fragment_the_fault_goes_on_top_and_the_table_stays(
    browse, sandbox, pool
):
    sandbox.reply("GET", "/talent-pools/", status=500, body={"detail": "Boom"})
    response = browse.get(f"/pools/{pool.id}/?page=2", headers=HTMX)
    assert response.status_code == 502
    assert response["HX-Retarget"] == "#fault"
    assert text(response).startswith('<div id="fault">')
    assert "Boom" not in text(response)


def test_a_refused_key_leads_to_the_key_page(browse, sandbox, pool):
    sandbox.reply("GET", "/talent-pools/", status=401, body={"detail": "No."})
    response = browse.get(f"/pools/{pool.id}/", follow=True)
    back = f"/account/key/?next=%2Fpools%2F{pool.id}%2F"
    assert response.redirect_chain == [(back, 302)]
    assert "does not accept your API key" in text(response)


def test_values_of_wrong_types_leave_the_rest_of_the_page_standing(
    browse, sandbox, pool
):
    odd = {"id": "12", "first_name": 7, "tags": "x", "cv": [], "score": "NaN"}
    rows = [odd, {}, None, {"email": "ok@example.com", "created_at": 5}]
    sandbox.reply("GET", f"/talent-pools/{pool.id}/candidates/", status=200, body=rows)
    response = browse.get(f"/pools/{pool.id}/")
    assert response.status_code == 200
    assert "ok@example.com" in text(response)


@pytest.mark.parametrize(("language", "number"), [("en", "1,234"), ("tr", "1.234")])
def test_many_are_counted_as_the_language_counts(
    browse, sandbox, pool, language, number
):
    browse.cookies["django_language"] = language
    pools = [{"id": pool.id, "name": pool.name, "candidate_count": 1234}]
    rows = [{"id": one} for one in range(1, 26)]
    body = {"count": 1234, "next": "?page=2", "previous": None, "results": rows}
    sandbox.reply("GET", f"/talent-pools/{pool.id}/", body=body)
    sandbox.reply("GET", "/talent-pools/", body=pools)
    page = text(browse.get(f"/pools/{pool.id}/"))
    assert f'class="list-total">{number}<' in page.replace("\n", "")
    # Whoever reads it with a program gets plain digits.
    assert 'data-total="1234"' in page
    assert f"/pools/{pool.id}/rename/" in page


def test_one_is_said_to_be_one(browse, sandbox, pool):
    body = {"count": 1, "next": None, "previous": None, "results": [{"id": 7}]}
    sandbox.reply("GET", f"/talent-pools/{pool.id}/", body=body)
    page = text(browse.get(f"/pools/{pool.id}/"))
    assert re.search(r"1<span class=\"visually-hidden\">\s*candidate<", page)
    assert "1–1 of 1" in page


def test_what_was_shown_goes_with_the_key_that_showed_it(browse, user, sandbox, pool):
    """It lies in the memory of the process, for who has its kept answer."""
    address = f"/pools/{pool.id}/"
    rows = [shown(browse.get(address)) for _ in range(3)]
    assert rows[0]
    assert rows[0] == rows[1] == rows[2]
    ApiKey.store(user, sandbox.keys[2])
    assert browse.get(address).status_code == 404
