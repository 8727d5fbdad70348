import pytest


@pytest.mark.usefixtures("every_reading")
def test_it_asks_and_says_how_many_candidates_the_pool_holds(
    browse, sandbox, pool, company
):
    page = browse.get(f"/pools/{pool.id}/delete/").content.decode()
    assert f"<strong>{len(company.in_pool(pool))} candidates</strong>" in page
    assert [call.method for call in sandbox.requests] == ["GET"]
    assert pool.id in company.pools


@pytest.mark.usefixtures("every_reading")
def test_an_empty_pool_is_said_to_be_empty(browse, empty_pool):
    page = browse.get(f"/pools/{empty_pool.id}/delete/").content.decode()
    assert "It contains no candidates." in page


@pytest.mark.usefixtures("every_reading")
def test_after_the_answer_the_pool_is_deleted(browse, sandbox, pool, company):
    response = browse.post(f"/pools/{pool.id}/delete/", follow=True)
    call = sandbox.requests[0]
    assert call.method == "DELETE"
    assert call.path == f"/api/v1/client/talent-pools/{pool.id}/"
    assert call.body == b""
    assert pool.id not in company.pools
    assert response.redirect_chain == [("/pools/", 302)]
    assert "The pool was deleted." in response.content.decode()


@pytest.mark.usefixtures("every_reading")
def test_a_pool_that_is_gone_already_counts_as_deleted(browse, sandbox, pool, company):
    browse.get(f"/pools/{pool.id}/delete/")
    del company.pools[pool.id]
    sandbox.requests.clear()
    response = browse.post(f"/pools/{pool.id}/delete/", follow=True)
    assert sandbox.requests[0].status == 404
    said = f"The pool “{pool.name}” was deleted."
    assert said in response.content.decode().replace("&amp;", "&")


def test_a_pool_that_was_never_seen_is_not_found(browse, sandbox, company):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).pools))
    assert browse.post(f"/pools/{theirs}/delete/").status_code == 404
    assert theirs in sandbox.company(sandbox.keys[2]).pools


def test_a_refusal_of_the_api_is_shown_and_the_pool_stays(
    browse, sandbox, pool, company
):
    detail = {"detail": "This pool feeds a job post."}
    sandbox.reply("DELETE", "/talent-pools/", status=409, body=detail)
    response = browse.post(f"/pools/{pool.id}/delete/")
    assert response.status_code == 422
    assert "This pool feeds a job post." in response.content.decode()
    assert pool.id in company.pools


def test_looking_at_the_page_deletes_nothing(browse, pool, company):
    browse.get(f"/pools/{pool.id}/delete/")
    browse.head(f"/pools/{pool.id}/delete/")
    assert pool.id in company.pools


@pytest.mark.usefixtures("every_reading")
@pytest.mark.parametrize("gone", [True, False])
def test_after_an_unclear_answer_it_is_seen_whether_the_pool_is_gone(
    browse, sandbox, pool, company, gone
):
    browse.get(f"/pools/{pool.id}/delete/")
    sandbox.reply("DELETE", "/talent-pools/", status=200, body="OK")
    if gone:
        del company.pools[pool.id]
    response = browse.post(f"/pools/{pool.id}/delete/", follow=True)
    page = response.content.decode()
    assert (f"“{pool.name}” was deleted." in page.replace("&amp;", "&")) is gone
    assert response.status_code == (200 if gone else 502)
    assert sum(call.method == "DELETE" for call in sandbox.requests) == 1
