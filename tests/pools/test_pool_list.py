import pytest

from recruspace_dashboard.accounts.models import ApiKey


@pytest.mark.usefixtures("every_reading")
def test_it_shows_each_pool_with_its_count_and_who_made_it(browse, company):
    page = browse.get("/pools/").content.decode()
    assert len(company.pools) == 6
    for pool in company.pools.values():
        creator = pool.created_by
        row = page[page.index(f'href="/pools/{pool.id}/"') :].split("</tr>")[0]
        assert f">{len(company.in_pool(pool))}</td>" in row
        assert f"{creator.first_name} {creator.last_name}" in row
        assert f"/pools/{pool.id}/rename/" in row
        assert f"/pools/{pool.id}/delete/" in row


@pytest.mark.usefixtures("every_reading")
def test_it_makes_one_call_with_the_users_own_key(browse, sandbox):
    browse.get("/pools/")
    [call] = sandbox.requests
    assert (call.method, call.path) == ("GET", "/api/v1/client/talent-pools/")
    assert call.query == {"page": ["1"], "page_size": ["100"]}
    assert call.headers["Authorization"] == f"Bearer {sandbox.keys[0]}"


@pytest.mark.usefixtures("every_reading")
def test_the_key_of_another_company_shows_the_pools_of_that_company(
    browse, user, sandbox, company
):
    ApiKey.store(user, sandbox.keys[2])
    page = browse.get("/pools/").content.decode()
    others = sandbox.company(sandbox.keys[2])
    assert all(f'href="/pools/{pool_id}/"' in page for pool_id in others.pools)
    assert not any(f'href="/pools/{pool_id}/"' in page for pool_id in company.pools)


@pytest.mark.usefixtures("every_reading")
def test_more_pools_than_one_call_gives_are_all_there(browse, sandbox, company):
    creator = next(iter(company.pools.values())).created_by
    pool_class = type(next(iter(company.pools.values())))
    for number in range(120):
        pool = pool_class(company.new_id(), f"Pool {number}", creator)
        company.pools[pool.id] = pool
    page = browse.get("/pools/").content.decode()
    assert page.count('<tr>\n  <th scope="row"') == 126
    assert [call.query["page"] for call in sandbox.requests] == [["1"], ["2"]]


@pytest.mark.usefixtures("every_reading")
def test_without_pools_it_says_what_to_do(browse, company):
    company.pools.clear()
    page = browse.get("/pools/").content.decode()
    assert "No pools yet" in page
    assert page[page.index("<main") :].count('href="/pools/new/"') == 1


def test_a_pool_of_which_nothing_is_known_but_its_name_is_shown(browse, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=200, body=[{"name": "Odd"}, 7, None])
    response = browse.get("/pools/")
    assert response.status_code == 200
    assert "Odd" in response.content.decode()


def test_a_name_is_shown_as_text(browse, company, pool):
    pool.name = "<script>alert(1)</script>"
    page = browse.get("/pools/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_pool_without_a_name_is_called_so(browse, pool):
    pool.name = ""
    for address in ("/pools/", f"/pools/{pool.id}/", f"/pools/{pool.id}/delete/"):
        assert "Unnamed" in browse.get(address).content.decode()
