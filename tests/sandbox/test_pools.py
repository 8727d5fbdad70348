from __future__ import annotations

from dataclasses import replace

import pytest

from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Company, Pool
from tests.each_case import each_case

from .conftest import OPTIONS, CallApi
from .shapes import POOL, POOL_CANDIDATE, assert_shape


@pytest.fixture
def pool(company: Company) -> Pool:
    return next(iter(company.pools.values()))


def test_pools_come_as_documented(call: CallApi, company: Company) -> None:
    response = call("GET", "/talent-pools/")
    assert response.status_code == 200
    for pool in response.json():
        assert_shape(pool, POOL)
        counted = len(company.in_pool(company.pools[pool["id"]]))
        assert pool["candidate_count"] == counted


def test_the_candidates_of_a_pool_come_whole_as_documented(
    call: CallApi, company: Company, pool: Pool
) -> None:
    response = call("GET", f"/talent-pools/{pool.id}/candidates/?page_size=100")
    assert response.status_code == 200
    candidates = response.json()
    assert len(candidates) == len(company.in_pool(pool))
    for candidate in candidates:
        for name in company.candidates[candidate["id"]].missing:
            candidate[name] = None
        assert_shape(candidate, POOL_CANDIDATE)


def test_the_newest_candidates_come_first(call: CallApi, pool: Pool) -> None:
    candidates = call("GET", f"/talent-pools/{pool.id}/candidates/").json()
    added = [candidate["created_at"] for candidate in candidates]
    assert added == sorted(added, reverse=True)


def test_a_created_pool_is_empty_and_the_callers(call: CallApi) -> None:
    response = call("POST", "/talent-pools/create/", json={"name": " Çırak "}, key=1)
    assert response.status_code == 201
    body = response.json()
    assert_shape(body, POOL)
    assert (body["name"], body["candidate_count"]) == ("Çırak", 0)
    assert body["created_by"]["user"]["first_name"] == "Jonas"
    assert body["id"] in [each["id"] for each in call("GET", "/talent-pools/").json()]


@each_case(
    ("body", "errors"),
    [
        ({}, {"name": ["This field is required."]}),
        ({"name": ""}, {"name": ["This field may not be blank."]}),
        ({"name": None}, {"name": ["This field may not be null."]}),
        ({"name": 7}, {"name": ["Not a valid string."]}),
        (
            {"name": "x" * 256},
            {"name": ["Ensure this field has no more than 255 characters."]},
        ),
        (
            ["name"],
            {
                "non_field_errors": [
                    "Invalid data. Expected a dictionary, but got list."
                ]
            },
        ),
    ],
)
def test_a_pool_without_a_good_name_is_refused(
    call: CallApi, body: object, errors: object
) -> None:
    response = call("POST", "/talent-pools/create/", json=body)
    assert (response.status_code, response.json()) == (400, errors)


def test_a_body_that_is_no_json_is_refused(call: CallApi) -> None:
    path = "/talent-pools/create/"
    broken = call(
        "POST", path, data="{name", headers={"Content-Type": "application/json"}
    )
    assert broken.status_code == 400
    assert broken.json()["detail"].startswith("JSON parse error")
    form = call("POST", path, data={"name": "Interns"})
    assert form.status_code == 415


def test_a_pool_is_renamed(call: CallApi, pool: Pool) -> None:
    response = call("PATCH", f"/talent-pools/{pool.id}/", json={"name": "Yazılım"})
    assert response.status_code == 200
    assert_shape(response.json(), POOL)
    assert pool.name == response.json()["name"] == "Yazılım"
    refused = call("PATCH", f"/talent-pools/{pool.id}/", json={"name": " "})
    assert refused.status_code == 400
    assert pool.name == "Yazılım"


def test_a_renamed_pool_can_be_answered_with_nothing(
    call: CallApi, sandbox: Sandbox
) -> None:
    sandbox.reset(replace(OPTIONS, patch=204))
    pool = next(iter(sandbox.company(sandbox.keys[0]).pools.values()))
    response = call("PATCH", f"/talent-pools/{pool.id}/", json={"name": "New"})
    assert (response.status_code, response.content, pool.name) == (204, b"", "New")


def test_a_deleted_pool_is_gone_and_its_candidates_stay(
    call: CallApi, company: Company, pool: Pool
) -> None:
    candidate = company.in_pool(pool)[0]
    response = call("DELETE", f"/talent-pools/{pool.id}/")
    assert (response.status_code, response.content) == (204, b"")
    assert call("DELETE", f"/talent-pools/{pool.id}/").status_code == 404
    assert call("GET", f"/talent-pools/{pool.id}/candidates/").status_code == 404
    assert call("GET", f"/candidates/{candidate.id}/").status_code == 200


def test_a_pool_of_another_company_is_404(call: CallApi, pool: Pool) -> None:
    path = f"/talent-pools/{pool.id}/"
    assert call("PATCH", path, json={"name": "Mine"}, key=2).status_code == 404
    assert call("DELETE", path, key=2).status_code == 404
    assert call("GET", f"{path}candidates/", key=2).status_code == 404
    assert pool.name == "Backend Engineers"
