"""Adding a person who may be there already."""

import re

from tests.candidates.filled import NEW, filled
from tests.http import text

ADD = "/api/v1/client/candidates/add/"


def written(sandbox):
    return [call for call in sandbox.requests if call.method == "POST"]


def test_somebody_with_this_address_is_said_before_anything_is_added(
    browse, sandbox, every_reading
):
    company = sandbox.company(sandbox.keys[0])
    known = next(iter(company.candidates.values()))
    email = known.email.replace("example", "EXAMPLE")
    data = filled(email=email, talent_pool_id=next(iter(company.pools)))
    response = browse.post("/candidates/new/", data)
    assert response.status_code == 422
    assert f"{email} is already in Recruspace." in text(response)
    assert re.search(r'<a href="/candidates/\d+/">View this candidate', text(response))
    assert f'name="add_again" value="{email}"> Add anyway' in text(response)
    assert written(sandbox) == []


def test_an_address_that_only_holds_this_one_is_somebody_else(browse, company, pool):
    one = next(iter(company.candidates.values()))
    one.email = f"x{NEW}"
    data = filled(talent_pool_id=pool.id)
    assert browse.post("/candidates/new/", data).status_code == 302


def test_once_confirmed_the_user_is_added_without_another_look(
    browse, sandbox, company
):
    known = next(iter(company.candidates.values()))
    pool = next(one for one in company.pools.values() if not company.in_pool(one))
    data = filled(email=known.email, add_again=known.email, talent_pool_id=pool.id)
    response = browse.post("/candidates/new/", data)
    assert response.status_code == 302
    assert [call.path for call in sandbox.requests] == [ADD]
    assert [one.email for one in company.in_pool(pool)] == [known.email]


def test_what_was_confirmed_for_one_address_does_not_count_for_another(
    browse, sandbox, company, pool
):
    known, other = list(company.candidates.values())[:2]
    data = filled(email=other.email, add_again=known.email, talent_pool_id=pool.id)
    assert browse.post("/candidates/new/", data).status_code == 422
    assert written(sandbox) == []


def test_a_refusal_after_it_was_confirmed_does_not_ask_again(browse, sandbox, pool):
    sandbox.reply("POST", "/candidates/add/", status=400, body={"email": ["No."]})
    data = filled(talent_pool_id=pool.id, add_again=NEW)
    response = browse.post("/candidates/new/", data)
    assert f'name="add_again" value="{NEW}" checked' in text(response)


def test_after_an_unclear_answer_it_is_looked_again(browse, sandbox, pool):
    sandbox.reply("POST", "/candidates/add/", status=500)
    data = filled(talent_pool_id=pool.id, add_again=NEW)
    response = browse.post("/candidates/new/", data)
    assert 'name="add_again"' not in text(response)


def test_where_the_look_fails_the_user_is_added_all_the_same(browse, sandbox, pool):
    sandbox.reply("GET", "/candidates/search-by-email/", status=500)
    data = filled(talent_pool_id=pool.id)
    assert browse.post("/candidates/new/", data).status_code == 302
    assert len(written(sandbox)) == 1


def test_a_conflict_says_who_is_there_and_does_not_offer_to_go_on(
    browse, sandbox, company, pool
):
    known = company.in_pool(pool)[0]
    data = filled(email=known.email, add_again=known.email, talent_pool_id=pool.id)
    response = browse.post("/candidates/new/", data)
    page = text(response)
    assert response.status_code == 422
    assert f"{known.email} is already there. Recruspace added nothing." in page
    assert f'href="/candidates/{known.id}/">View this candidate' in page
    assert 'name="add_again"' not in page


def test_a_conflict_without_the_search_says_so_without_a_link(browse, sandbox, pool):
    sandbox.reply("GET", "/candidates/search-by-email/", status=503)
    sandbox.reply("POST", "/candidates/add/", status=409)
    response = browse.post("/candidates/new/", filled(talent_pool_id=pool.id))
    assert f"{NEW} is already there. Recruspace added nothing." in text(response)
    assert "View this candidate" not in text(response)


def test_a_user_found_without_an_id_is_said_without_a_link(browse, sandbox, pool):
    odd = [{"email": NEW}, {"id": "x"}, None, {"email": 5}]
    sandbox.reply("GET", "/candidates/search-by-email/", body=odd)
    response = browse.post("/candidates/new/", filled(talent_pool_id=pool.id))
    assert f"{NEW} is already in Recruspace." in text(response)
    assert "View this candidate" not in text(response)


def test_an_address_with_html_in_it_is_shown_as_text(browse, sandbox, pool):
    strange = '"<b>x</b>"@example.com'
    found = [{"id": 5, "email": strange}]
    sandbox.reply("GET", "/candidates/search-by-email/", body=found)
    data = filled(email=strange, talent_pool_id=pool.id)
    page = text(browse.post("/candidates/new/", data))
    assert "<b>x</b>" not in page
    assert "is already in Recruspace." in page
