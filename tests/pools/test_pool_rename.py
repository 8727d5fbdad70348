import pytest


@pytest.mark.parametrize("patch", [200, 204])
def test_a_pool_is_renamed_whichever_way_the_api_says_so(
    browse, sandbox, lists, wrap, patch
):
    from recruspace_dashboard.sandbox.options import Options

    sandbox.reset(Options(candidates=60, rate=0, lists=lists, wrap=wrap, patch=patch))
    pool_id = next(iter(sandbox.company(sandbox.keys[0]).pools))
    response = browse.post(f"/pools/{pool_id}/rename/", {"name": "İzmir"}, follow=True)
    call = sandbox.requests[0]
    assert call.method == "PATCH"
    assert call.path == f"/api/v1/client/talent-pools/{pool_id}/"
    assert call.json == {"name": "İzmir"}
    assert call.status == patch
    assert sandbox.company(sandbox.keys[0]).pools[pool_id].name == "İzmir"
    assert "The pool is now called “İzmir”." in response.content.decode()


@pytest.mark.usefixtures("every_reading")
def test_the_form_holds_the_name_as_it_is(browse, pool):
    page = browse.get(f"/pools/{pool.id}/rename/").content.decode()
    assert f'value="{pool.name}"' in page


@pytest.mark.parametrize("name", ["", "n" * 300])
def test_a_bad_name_is_refused_and_kept(browse, sandbox, pool, name):
    response = browse.post(f"/pools/{pool.id}/rename/", {"name": name})
    assert response.status_code == 422
    assert response.context["form"]["name"].value() == name
    assert sandbox.requests == []


def test_a_pool_that_is_gone_is_said_at_the_form(browse, pool, company):
    del company.pools[pool.id]
    response = browse.post(f"/pools/{pool.id}/rename/", {"name": "Late"})
    assert response.status_code == 404
    assert "not in Recruspace, or it was deleted" in response.content.decode()
    assert 'value="Late"' in response.content.decode()


def test_the_form_for_a_pool_that_does_not_exist_is_a_page_of_ours(browse, company):
    response = browse.get("/pools/999999/rename/")
    assert response.status_code == 404
    assert "Not found" in response.content.decode()
