"""Redis keeps answers of the API. Pages do without it."""

import time
from collections.abc import Iterator

import pytest
import requests

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from tests.conftest import PASSWORD
from tests.project.served import Served, served
from tests.redis import Server, is_installed, running

pytest.importorskip("redis", reason="needs requirements-postgresql.txt")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_installed(), reason="needs a Redis server"),
]


@pytest.fixture(scope="module")
def redis() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def site(
    redis: Server,
    running_sandbox: Sandbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    running_sandbox.reset(Options(candidates=60, rate=0))
    more = {"CACHE_URL": redis.url, "RECRUSPACE_API_URL": running_sandbox.url}
    user = ("ayse", PASSWORD, running_sandbox.keys[0])
    with served(tmp_path_factory.mktemp("data"), user, **more) as site:
        yield site


@pytest.fixture(scope="module")
def ayse(site: Served) -> requests.Session:
    return site.sign_in("ayse", PASSWORD)


def test_answers_are_kept_in_it_and_nowhere_else(
    site: Served, ayse: requests.Session, running_sandbox: Sandbox
) -> None:
    site.get(ayse, "/pools/").raise_for_status()
    calls = len(running_sandbox.requests)
    for _ in range(3):
        site.get(ayse, "/pools/").raise_for_status()
    assert len(running_sandbox.requests) == calls
    assert not (site.data / "cache").exists()


def test_one_that_hangs_takes_a_moment_of_a_page(
    site: Served, ayse: requests.Session, redis: Server
) -> None:
    with redis.stopped():
        began = time.monotonic()
        answer = site.get(ayse, "/pools/")
        spent = time.monotonic() - began
    assert answer.status_code == 200
    assert spent < 4
    assert "The cache failed" in site.log.read_text()


def test_one_that_is_gone_costs_a_call_and_no_page(
    site: Served,
    ayse: requests.Session,
    redis: Server,
    running_sandbox: Sandbox,
) -> None:
    redis.kill()
    calls = len(running_sandbox.requests)
    for number in range(1, 4):
        answer = site.get(ayse, "/pools/")
        assert answer.status_code == 200
        assert len(running_sandbox.requests) == calls + number
    answer = site.post(ayse, "/pools/new/", {"name": "Without Redis"})
    assert "Without Redis" in answer.text
