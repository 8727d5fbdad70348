"""Two machines on one PostgreSQL and one Redis are one dashboard.

The tests are one story: they go on where the one before ended, and the last one looks
at all calls that the API got.
"""

import json
import time
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, cycle
from pathlib import Path
from socket import create_server

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from tests import postgresql, redis
from tests.clock import wait_until
from tests.conftest import PASSWORD
from tests.library.conftest import ids_in
from tests.machines.machines import Machine, hidden_fields, machine, visitor
from tests.project.processes import run
from tests.project.served import ADD_USERS, BASE_DIR, MIGRATE, environment

psycopg = pytest.importorskip("psycopg", reason="needs requirements-postgresql.txt")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not postgresql.is_installed(), reason="needs PostgreSQL"),
    pytest.mark.skipif(not redis.is_installed(), reason="needs Redis"),
]
LIMIT, WINDOW = 100, 60.0
SECRETS = {
    "SECRET_KEY": "the-same-on-both-machines-and-only-for-this-test-0123456789",
    "ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
}
VISITORS = 8


@dataclass(frozen=True)
class Site:
    one: Machine
    other: Machine
    api: Sandbox
    calls: Path
    database: postgresql.Server
    cache: redis.Server

    def query(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.database.url) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    calls = tmp_path_factory.mktemp("api") / "calls.jsonl"
    # Slow, so that a sync takes its time.
    options = Options(candidates=3000, rate=LIMIT, latency_ms=1000, log=str(calls))
    with ExitStack() as stack:
        api = stack.enter_context(Sandbox(options))
        database = stack.enter_context(postgresql.running())
        cache = stack.enter_context(redis.running())
        shared = SECRETS | {
            "DATABASE_URL": database.url,
            "CACHE_URL": cache.url,
            "RECRUSPACE_API_URL": api.url,
        }
        folders = [tmp_path_factory.mktemp(name) for name in ("one", "other")]
        user = ("ayse", PASSWORD, api.keys[0])
        for program in ([MIGRATE], [ADD_USERS, *user]):
            env = environment(folders[0], **shared)
            run("-c", *program, cwd=BASE_DIR, env=env).check_returncode()
        probes = [stack.enter_context(closing(create_server(("127.0.0.1", 0))))]
        probes += [stack.enter_context(closing(create_server(("127.0.0.1", 0))))]
        ports = [probe.getsockname()[1] for probe in probes]
        for probe in probes:
            probe.close()
        machines = [
            stack.enter_context(machine(folder, port, **shared))
            for folder, port in zip(folders, ports, strict=True)
        ]
        yield Site(*machines, api, calls, database, cache)


def test_a_worker_that_is_killed_is_replaced_by_those_of_the_other(site: Site) -> None:
    copied = "SELECT candidate_id FROM library_copiedcandidate"
    wait_until(lambda: has_copy(site) and len(site.query(copied)) > 200, 60)
    for worker in site.one.workers:
        worker.kill()
    assert len(site.query(copied)) < 2000
    company = site.api.company(site.api.keys[0])
    walked = "SELECT count(*) FROM library_copiedpool WHERE as_of IS NULL"
    wait_until(lambda: site.query(walked) == [(0,)], 90)
    found = [number for (number,) in site.query(copied)]
    assert sorted(found) == sorted(ids_in(company))
    # Nor is anybody twice in what is searched.
    values = site.query(
        "SELECT key, sum(count) FROM library_indexedvalue WHERE key LIKE 'pool:%' "
        "GROUP BY key"
    )
    sizes = {
        f"pool:{one.id}": len(company.in_pool(one)) for one in company.pools.values()
    }
    assert {key: int(number) for key, number in values} == {
        key: size for key, size in sizes.items() if size
    }
    site.api.api.options = replace(site.api.options, latency_ms=50)


def has_copy(site: Site) -> bool:
    return site.query("SELECT to_regclass('library_copiedcandidate')") != [(None,)]


def test_who_signs_in_on_one_is_signed_in_on_the_other_and_out_of_both(
    site: Site,
) -> None:
    ayse = visitor()
    site.one.post(ayse, "/login/", {"username": "ayse", "password": PASSWORD})
    for each in (site.one, site.other):
        assert each.get(ayse, "/account/").url == f"{each.site}/account/"
    kept = dict(ayse.cookies)
    token = hidden_fields(site.other.get(ayse, "/account/").text)["csrfmiddlewaretoken"]
    form = {"csrfmiddlewaretoken": token}
    ayse.post(f"{site.other.site}/logout/", data=form, timeout=60).raise_for_status()
    again = visitor()
    again.cookies.update(kept)
    for each in (site.one, site.other):
        assert "/login/" in each.get(again, "/account/").url


def test_tries_of_a_password_are_counted_together(site: Site) -> None:
    form = {"username": "nobody", "password": "wrong"}
    answers = [
        each.post(visitor(), "/login/", form).status_code
        for _ in range(6)
        for each in (site.one, site.other)
    ]
    assert answers == [422] * 10 + [429] * 2


def test_a_form_sent_to_both_at_once_makes_one(site: Site) -> None:
    ayse = signed_in(site)
    page = site.one.get(ayse, "/pools/new/").text
    form = hidden_fields(page) | {"name": "Only once"}

    def send(each: Machine) -> str:
        answer = ayse.post(f"{each.site}/pools/new/", data=form, timeout=60)
        assert answer.status_code == 200
        return answer.url.removeprefix(each.site)

    with ThreadPoolExecutor(4) as threads:
        addresses = list(threads.map(send, [site.one, site.other] * 2))
    assert len(set(addresses)) == 1
    company = site.api.company(site.api.keys[0])
    made = [one.id for one in company.pools.values() if one.name == "Only once"]
    assert [f"/pools/{number}/" for number in made] == addresses[:1]
    # What one machine has kept of the list of pools does not hide it on the other.
    for each in (site.one, site.other):
        assert "Only once" in each.get(ayse, "/pools/").text


def test_without_redis_pages_go_on(site: Site) -> None:
    """Visitors ask both for what is not kept; half-way, Redis is killed."""
    ayse, company = signed_in(site), site.api.company(site.api.keys[0])
    pages = cycle([f"/candidates/{number}/" for number in company.candidates])
    ends = time.monotonic() + 70
    seen: list[tuple[float, int]] = []

    def visit(number: int) -> None:
        each = (site.one, site.other)[number % 2]
        for turn in count():
            if time.monotonic() > ends:
                return
            page = "/account/" if turn % 4 == 3 else next(pages)
            answer = each.get(ayse, page)
            seen.append((time.monotonic(), answer.status_code))

    with ThreadPoolExecutor(VISITORS) as visitors:
        visits = [visitors.submit(visit, number) for number in range(VISITORS)]
        time.sleep(30)
        site.cache.kill()
        killed = time.monotonic()
        for one in visits:
            one.result()
    statuses = {status for _, status in seen}
    assert statuses <= {200, 429}
    after = [status for at, status in seen if at > killed + 1]
    # One in four needs no call.
    assert after.count(200) > len(after) / 5
    assert "The cache failed" in site.one.log()
    # Nobody was signed out.
    for each in (site.one, site.other):
        assert each.get(ayse, "/account/").url == f"{each.site}/account/"


def test_all_together_never_made_more_calls_than_the_limit(site: Site) -> None:
    lines = [json.loads(line) for line in site.calls.read_text().splitlines()]
    assert [one for one in lines if one["status"] == 429] == []
    # Files are fetched by their links, which are no calls.
    calls = [one for one in lines if one["path"].startswith("/api/")]
    times = sorted(datetime.fromisoformat(one["time"]).timestamp() for one in calls)
    windows = [bisect_left(times, at + WINDOW) - n for n, at in enumerate(times)]
    assert max(windows) <= LIMIT
    # Few calls would prove nothing.
    assert max(windows) > 0.8 * LIMIT
    for each in (site.one, site.other):
        assert "Traceback" not in each.log()
        left = {path.name for path in each.data.iterdir()}
        assert left <= {"log", "running.lock", *(f"hashing-{n}.lock" for n in range(9))}


def signed_in(site: Site):
    ayse = visitor()
    site.one.post(ayse, "/login/", {"username": "ayse", "password": PASSWORD})
    return ayse
