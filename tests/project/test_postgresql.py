"""The dashboard on PostgreSQL, while that hangs, is read-only or lacks a table."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from tests.clock import wait_until
from tests.conftest import PASSWORD
from tests.postgresql import Server, is_installed, running
from tests.project.processes import run
from tests.project.served import (
    ADD_USERS,
    BASE_DIR,
    MIGRATE,
    Served,
    environment,
    prepare,
    served,
)

psycopg = pytest.importorskip("psycopg", reason="needs requirements-postgresql.txt")
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(not is_installed(), reason="needs a PostgreSQL server"),
]
BUSY = "The dashboard is busy"
# Ends all other connections, as a restart of the server does.
HANG_UP = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def site(
    postgresql: Server,
    running_sandbox: Sandbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    running_sandbox.reset(Options(candidates=60, rate=0))
    more = {"DATABASE_URL": postgresql.url, "RECRUSPACE_API_URL": running_sandbox.url}
    data = tmp_path_factory.mktemp("data")
    prepare(data)
    user = ("ayse", PASSWORD, running_sandbox.keys[0])
    for program in (["-c", MIGRATE], ["-c", ADD_USERS, *user]):
        env = environment(data, **more)
        run(*program, cwd=BASE_DIR, env=env).check_returncode()
    with served(data, **more) as site:
        yield site


@pytest.fixture(scope="module")
def ayse(site: Served) -> requests.Session:
    return site.sign_in("ayse", PASSWORD)


def test_a_path_with_a_nul_makes_no_draft(site: Served, ayse: requests.Session) -> None:
    form = {"draft_path": "/pools/new/\x00", "language": "en", "name": "Typed"}
    answer = site.post(ayse, "/account/preferences/", form, page="/pools/new/")
    assert answer.status_code == 200
    assert 'value="Typed"' not in site.get(ayse, "/pools/new/").text


def test_a_nul_elsewhere_is_no_fault_of_ours(site: Served) -> None:
    stranger = requests.Session()
    form = {"username": "a\x00b", "password": "a\x00b"}
    assert site.post(stranger, "/login/", form).status_code < 500
    # Within quotes, a cookie may hold any byte by its octal number.
    cookie = {"Cookie": 'sessionid="\\000\\000\\000\\000abcdefgh"'}
    for page in ("/", "/login/"):
        answer = requests.get(site.site + page, headers=cookie, timeout=60)
        assert answer.status_code < 500
        assert '<main id="main"' in answer.text


def test_a_read_only_database_shows_pages(
    site: Served, ayse: requests.Session, postgresql: Server, running_sandbox: Sandbox
) -> None:
    company = running_sandbox.company(running_sandbox.keys[0])
    before = len(company.pools)
    pages = ["/", "/pools/", "/account/", *(f"/pools/{n}/" for n in company.pools)]
    postgresql.run(
        "ALTER DATABASE postgres SET default_transaction_read_only = on", HANG_UP
    )
    for page in pages:
        assert site.get(ayse, page).status_code == 200, page
    answer = site.post(ayse, "/pools/new/", {"name": "New"})
    postgresql.run(
        "SET default_transaction_read_only = off",
        "ALTER DATABASE postgres RESET default_transaction_read_only",
        HANG_UP,
    )
    assert answer.status_code == 503
    assert BUSY in answer.text
    assert len(company.pools) == before


def test_a_missing_table_is_told_as_a_page(
    site: Served, ayse: requests.Session, postgresql: Server
) -> None:
    postgresql.run("ALTER TABLE auth_user RENAME TO elsewhere")
    answer = site.get(ayse, "/pools/")
    postgresql.run("ALTER TABLE elsewhere RENAME TO auth_user")
    assert answer.status_code == 503
    assert BUSY in answer.text
    assert site.get(ayse, "/pools/").status_code == 200


# What is promised. One wait for a statement takes five or six of them, a second wait
# would take more than all: a busy machine may take the rest.
TOLD = 10


def timed(site: Served, browser: requests.Session, page: str) -> tuple[int, float]:
    began = time.monotonic()
    return site.get(browser, page).status_code, time.monotonic() - began


def test_a_table_that_is_locked_is_not_waited_for_for_ever(
    site: Served, ayse: requests.Session, postgresql: Server
) -> None:
    with psycopg.connect(postgresql.url) as other:
        other.execute("LOCK TABLE auth_user")
        status, seconds = timed(site, ayse, "/pools/")
        assert status == 503
        assert seconds < TOLD
        assert timed(site, ayse, "/healthz/")[0] == 200
    assert site.get(ayse, "/pools/").status_code == 200


@pytest.mark.parametrize("table", ["copystate", "copiedpool", "keypools"])
def test_a_locked_table_of_the_copy_leaves_what_is_live(
    site: Served,
    ayse: requests.Session,
    postgresql: Server,
    running_sandbox: Sandbox,
    table: str,
) -> None:
    company = running_sandbox.company(running_sandbox.keys[0])
    live = ["/", f"/pools/{next(iter(company.pools))}/"]
    live.append(f"/candidates/{next(iter(company.candidates))}/")
    # The tables of the copy are made by its first page.
    assert site.get(ayse, "/candidates/").status_code == 200
    with psycopg.connect(postgresql.url) as other, ThreadPoolExecutor(4) as threads:
        other.execute(f"LOCK TABLE library_{table}")
        pages = [*live, "/candidates/"]
        answers = list(threads.map(lambda page: timed(site, ayse, page), pages))
        statuses = [status for status, _ in answers]
    assert statuses == [200, 200, 200, 503]
    assert max(seconds for _, seconds in answers) < TOLD
    assert site.get(ayse, "/candidates/").status_code == 200


def test_a_server_that_hangs_is_told_in_time(
    site: Served, ayse: requests.Session, postgresql: Server
) -> None:
    with postgresql.stopped():
        status, seconds = timed(site, ayse, "/healthz/")
        assert status == 503
        # Within three by itself, and here sooner than any statement is given up.
        assert seconds < 5
        status, seconds = timed(site, ayse, "/pools/")
        assert status == 503
        assert seconds < TOLD
    wait_until(lambda: site.get(ayse, "/healthz/").ok, 10)
    assert site.get(ayse, "/pools/").status_code == 200


def test_a_statement_under_way_when_it_hangs_ends_too(
    site: Served, ayse: requests.Session, postgresql: Server
) -> None:
    """It has a connection already, and its server ends nothing by itself."""
    with psycopg.connect(postgresql.url) as other:
        other.execute("LOCK TABLE auth_user")
        with ThreadPoolExecutor(1) as thread:
            page = thread.submit(timed, site, ayse, "/pools/")
            time.sleep(1)
            with postgresql.stopped():
                status, seconds = page.result()
    assert status == 503
    assert seconds < TOLD


def test_a_server_that_was_restarted_costs_no_page(
    site: Served, ayse: requests.Session, postgresql: Server
) -> None:
    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            # So that several connections are in the pool.
            list(threads.map(lambda _: site.get(ayse, "/candidates/"), range(8)))
            postgresql.run(HANG_UP)
            time.sleep(0.1)
            # It finds all those that are closed.
            assert site.get(ayse, "/candidates/").status_code == 200
            answers = threads.map(lambda _: site.get(ayse, "/candidates/"), range(8))
            assert [answer.status_code for answer in answers] == [200] * 8


def test_connections_are_used_again(
    site: Served, ayse: requests.Session, postgresql: Server
) -> None:
    def connections() -> set[tuple]:
        with psycopg.connect(postgresql.url) as other:
            return set(
                other.execute(
                    "SELECT pid, backend_start FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
            )

    site.get(ayse, "/candidates/")
    before = connections()
    assert before
    for _ in range(20):
        assert site.get(ayse, "/candidates/").status_code == 200
    assert before & connections()
    assert len(connections() - before) < 5
