"""Rules of all calls: keys, limit, methods, slashes, lists, envelope."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Literal

import pytest
import requests

from recruspace_dashboard.sandbox.app import ENDPOINTS
from recruspace_dashboard.sandbox.options import API_ROOT
from recruspace_dashboard.sandbox.server import Sandbox
from tests.each_case import each_case

from .conftest import OPTIONS, CallApi

NO_CREDENTIALS = {"detail": "Authentication credentials were not provided."}
PATHS = [(method, re.sub("<.*?>", "1", path)) for method, path, _ in ENDPOINTS]


def test_there_are_eighteen_endpoints() -> None:
    assert len(set(PATHS)) == 18


@each_case(("method", "path"), PATHS)
def test_every_endpoint_asks_for_a_key(call: CallApi, method: str, path: str) -> None:
    for key in ("", "Bearer wrong", "Token rsp_demo", "Bearer"):
        headers = {"Authorization": key} if key else {}
        response = call(method, path, key=None, headers=headers)
        assert (response.status_code, response.json()) == (401, NO_CREDENTIALS)


@each_case(("method", "path"), PATHS)
def test_every_endpoint_without_its_slash_is_a_redirect(
    call: CallApi, method: str, path: str
) -> None:
    response = call(method, path.rstrip("/") + "?page=2")
    assert response.status_code == 301
    assert response.headers["Location"].endswith(f"{API_ROOT}{path}?page=2")


def test_a_wrong_method_is_405(call: CallApi) -> None:
    response = call("PUT", "/talent-pools/")
    assert response.status_code == 405
    assert response.json() == {"detail": 'Method "PUT" not allowed.'}
    assert call("GET", "/talent-pools/1/").headers["Allow"] == "PATCH, DELETE"


def test_a_path_that_does_not_exist_is_a_404_page(call: CallApi) -> None:
    response = call("GET", "/candidates/abc/")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


def test_calls_over_the_rate_are_429_by_key(call: CallApi, sandbox: Sandbox) -> None:
    sandbox.reset(replace(OPTIONS, rate=3))
    statuses = [call("GET", "/talent-pools/").status_code for _ in range(3)]
    response = call("GET", "/companies/users/")
    assert statuses == [200, 200, 200]
    assert response.status_code == 429
    seconds = response.headers["Retry-After"]
    assert 55 <= int(seconds) <= 60
    assert response.json() == {
        "detail": f"Request was throttled. Expected available in {seconds} seconds."
    }
    assert call("GET", "/companies/users/", key=1).status_code == 200


def pages(sandbox: Sandbox, lists: Literal["array", "page", "mixed"]) -> str:
    """The path of the first pool's candidates, with that format of lists."""
    sandbox.reset(replace(OPTIONS, lists=lists))
    company = sandbox.company(sandbox.keys[0])
    return f"/talent-pools/{next(iter(company.pools))}/candidates/"


def test_a_list_can_be_a_page(call: CallApi, sandbox: Sandbox) -> None:
    path = pages(sandbox, "page")
    first = call("GET", path, params={"page_size": 8}).json()
    assert first.keys() == {"count", "next", "previous", "results"}
    assert (len(first["results"]), first["previous"]) == (8, None)
    key = {"Authorization": f"Bearer {sandbox.keys[0]}"}
    url, seen = first["next"], first["results"]
    while url:
        page = requests.get(url, headers=key, timeout=10).json()
        assert page["previous"]
        url, seen = page["next"], seen + page["results"]
    assert len({candidate["id"] for candidate in seen}) == first["count"]
    past = call("GET", path, params={"page": 99})
    assert (past.status_code, past.json()) == (404, {"detail": "Invalid page."})


def test_a_list_can_be_an_array(call: CallApi, sandbox: Sandbox) -> None:
    path = pages(sandbox, "array")
    first, second, past = (
        call("GET", path, params={"page": page, "page_size": 8}).json()
        for page in (1, 2, 99)
    )
    assert len(first) == 8
    assert not {each["id"] for each in first} & {each["id"] for each in second}
    assert past == []
    assert isinstance(call("GET", "/job-posts/").json(), list)


def test_mixed_lists_leave_out_the_ends(call: CallApi, sandbox: Sandbox) -> None:
    assert isinstance(call("GET", pages(sandbox, "mixed")).json(), list)
    path = "/job-posts/?page_size=5"
    first = call("GET", path).json()
    assert first.keys() == {"count", "next", "results"}
    last = call("GET", f"{path}&page=2").json()
    assert last.keys() == {"count", "previous", "results"}
    assert "page_size=5" in last["previous"]
    assert call("GET", f"{path}&page=3").status_code == 404


@pytest.mark.parametrize("lists", ["array", "page", "mixed"])
@pytest.mark.parametrize("page", ["abc", "0", "-1", ""])
def test_a_page_that_is_no_number_is_404(
    call: CallApi, sandbox: Sandbox, lists: Any, page: str
) -> None:
    response = call("GET", pages(sandbox, lists), params={"page": page})
    assert (response.status_code, response.json()) == (404, {"detail": "Invalid page."})


def test_a_page_holds_twenty_and_at_most_a_hundred(
    call: CallApi, sandbox: Sandbox
) -> None:
    sandbox.reset(replace(OPTIONS, candidates=400))
    pool = next(iter(sandbox.company(sandbox.keys[0]).pools))
    path = f"/talent-pools/{pool}/candidates/"
    sizes = {"": 20, "abc": 20, "0": 20, "7": 7, "100": 100, "5000": 100}
    for size, expected in sizes.items():
        assert len(call("GET", path, params={"page_size": size}).json()) == expected


def test_the_envelope_is_for_all_that_succeeds(call: CallApi, sandbox: Sandbox) -> None:
    sandbox.reset(replace(OPTIONS, wrap=True))
    pools = call("GET", "/talent-pools/").json()
    assert pools.keys() == {"success", "content"}
    assert pools["success"] == "OK"
    made = call("POST", "/talent-pools/create/", json={"name": "New"})
    assert made.status_code == 201
    assert made.json()["content"]["name"] == "New"
    assert call("GET", "/candidates/1/").json() == {"detail": "Not found."}
    path = f"/talent-pools/{made.json()['content']['id']}/"
    assert call("DELETE", path).content == b""
