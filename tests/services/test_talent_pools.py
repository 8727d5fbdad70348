import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.services import RecruspaceClient, endpoints
from recruspace_dashboard.services.errors import NotFound, ValidationFailed
from tests.services.conftest import reads_lists

ROOT = "/api/v1/client/talent-pools"


@pytest.fixture
def pool(company):
    return next(pool for pool in company.pools.values() if company.in_pool(pool))


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_TALENT_POOLS)
def test_pools_are_listed(recruspace, the_call, company, pool):
    page = recruspace.talent_pools.list()
    call = the_call()
    assert (call.method, call.path, call.body) == ("GET", f"{ROOT}/", b"")
    assert call.query == {"page": ["1"], "page_size": ["100"]}
    assert [each.id for each in page.items] == list(company.pools)
    assert (page.total, page.has_next) == (len(company.pools), False)
    found = next(each for each in page.items if each.id == pool.id)
    assert found.name == pool.name
    assert found.candidate_count == len(company.in_pool(pool))
    assert found.created_by.email == pool.created_by.email
    assert abs((found.created_at - pool.created_at).total_seconds()) < 0.001


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_TALENT_POOLS)
def test_one_page_of_the_pools(recruspace, the_call, company):
    page = recruspace.talent_pools.list(page=2, page_size=2)
    assert the_call().query == {"page": ["2"], "page_size": ["2"]}
    assert [each.id for each in page.items] == list(company.pools)[2:4]
    assert (page.number, page.size, page.has_next) == (2, 2, True)


@reads_lists
def test_a_pool_is_found_in_the_list(recruspace, the_call, pool):
    assert recruspace.talent_pools.find(pool_id=pool.id).name == pool.name
    assert the_call().path == f"{ROOT}/"


@reads_lists
def test_a_pool_that_is_not_in_the_list_is_not_found(recruspace):
    with pytest.raises(NotFound) as caught:
        recruspace.talent_pools.find(pool_id=404)
    assert not caught.value.outcome_unknown


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_POOL_CANDIDATES)
def test_candidates_of_a_pool_are_listed(recruspace, the_call, company, pool):
    page = recruspace.talent_pools.list_candidates(pool_id=pool.id)
    call = the_call()
    assert (call.method, call.path) == ("GET", f"{ROOT}/{pool.id}/candidates/")
    assert (call.query, call.body) == ({"page": ["1"], "page_size": ["25"]}, b"")
    expected = {each.id: each for each in company.in_pool(pool)}
    assert {each.id for each in page.items} == set(expected)
    for found in page.items:
        assert found.email == expected[found.id].email
        assert found.is_seen is expected[found.id].is_seen
        assert [tag.id for tag in found.tags] == [
            tag.id for tag in expected[found.id].tags
        ]


@reads_lists
def test_every_candidate_is_on_one_of_the_pages(recruspace, company, pool):
    seen, number, more = [], 1, True
    while more:
        page = recruspace.talent_pools.list_candidates(
            pool_id=pool.id, page=number, page_size=5
        )
        seen += [each.id for each in page.items]
        number, more = number + 1, page.has_next
    assert sorted(seen) == sorted(each.id for each in company.in_pool(pool))


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_POOL_CANDIDATES)
def test_candidates_of_an_unknown_pool_are_not_found(recruspace):
    with pytest.raises(NotFound) as caught:
        recruspace.talent_pools.list_candidates(pool_id=404)
    assert caught.value.status == 404
    assert caught.value.call == "GET /talent-pools/{pool_id}/candidates/"


@pytest.mark.endpoint(endpoints.CREATE_TALENT_POOL)
def test_a_pool_is_created(recruspace, the_call, company, key):
    made = recruspace.talent_pools.create(name="Stajyerler – ışık")
    call = the_call()
    assert (call.method, call.path, call.query) == ("POST", f"{ROOT}/create/", {})
    assert call.json == {"name": "Stajyerler – ışık"}
    assert call.headers["Content-Type"] == "application/json"
    assert company.pools[made.id].name == made.name == "Stajyerler – ışık"
    assert made.candidate_count == 0


@pytest.mark.endpoint(endpoints.CREATE_TALENT_POOL)
def test_a_pool_without_a_name_is_refused_by_field(recruspace):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.talent_pools.create(name=" ")
    error = caught.value
    assert (error.status, error.conflict, error.outcome_unknown) == (400, False, False)
    assert error.fields == {"name": ["This field may not be blank."]}
    assert error.messages == []


def test_the_answer_to_a_created_pool_may_be_empty(recruspace, sandbox):
    sandbox.reply("POST", "/talent-pools/create/", status=201, body="")
    made = recruspace.talent_pools.create(name="Drivers")
    assert (made.id, made.name) == (None, "Drivers")


@pytest.mark.endpoint(endpoints.UPDATE_TALENT_POOL)
@pytest.mark.parametrize("status", [200, 204])
def test_a_pool_is_renamed(sandbox, status):
    sandbox.reset(Options(patch=status, candidates=60, rate=0))
    [key, *_], [pool_id, *_] = sandbox.keys, sandbox.company(sandbox.keys[0]).pools
    pools = RecruspaceClient(key, sandbox.url).talent_pools
    renamed = pools.update(pool_id=pool_id, name="Yeni ad")
    [call] = sandbox.requests
    assert (call.method, call.path, call.status) == (
        "PATCH",
        f"{ROOT}/{pool_id}/",
        status,
    )
    assert (call.query, call.json) == ({}, {"name": "Yeni ad"})
    assert call.headers["Content-Type"] == "application/json"
    assert call.headers["Authorization"] == f"Bearer {key}"
    assert (renamed.id, renamed.name) == (pool_id, "Yeni ad")
    assert sandbox.company(key).pools[pool_id].name == "Yeni ad"


@pytest.mark.endpoint(endpoints.UPDATE_TALENT_POOL)
def test_the_name_comes_back_as_the_api_stored_it(recruspace, pool):
    assert recruspace.talent_pools.update(pool_id=pool.id, name=" A ").name == "A"


@pytest.mark.endpoint(endpoints.UPDATE_TALENT_POOL)
def test_an_unknown_pool_is_not_renamed(recruspace):
    with pytest.raises(NotFound):
        recruspace.talent_pools.update(pool_id=404, name="Nobody")


@pytest.mark.endpoint(endpoints.UPDATE_TALENT_POOL)
def test_a_name_that_is_too_long_is_refused_by_field(recruspace, pool):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.talent_pools.update(pool_id=pool.id, name="x" * 256)
    assert list(caught.value.fields) == ["name"]


@pytest.mark.endpoint(endpoints.DELETE_TALENT_POOL)
def test_a_pool_is_deleted(recruspace, the_call, company, pool):
    recruspace.talent_pools.delete(pool_id=pool.id)
    call = the_call()
    assert (call.method, call.path) == ("DELETE", f"{ROOT}/{pool.id}/")
    assert (call.query, call.body) == ({}, b"")
    assert pool.id not in company.pools


@pytest.mark.endpoint(endpoints.DELETE_TALENT_POOL)
@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_good_answer_means_deleted(recruspace, sandbox, status):
    sandbox.reply("DELETE", "/talent-pools/", status=status, body="")
    recruspace.talent_pools.delete(pool_id=1)


@pytest.mark.endpoint(endpoints.DELETE_TALENT_POOL)
def test_a_pool_is_deleted_only_once(recruspace, pool):
    recruspace.talent_pools.delete(pool_id=pool.id)
    with pytest.raises(NotFound) as caught:
        recruspace.talent_pools.delete(pool_id=pool.id)
    assert not caught.value.outcome_unknown
