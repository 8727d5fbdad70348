"""A dashboard that runs is hit in the middle of a click: by a full disk, a database
that another program holds, SIGTERM, SIGKILL. That click may be lost; it runs on."""

import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from os import kill
from pathlib import Path

import pytest
import requests
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts.views import account
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from tests.clock import wait_until
from tests.conftest import PASSWORD
from tests.project.served import Served, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="asks Linux for the processes and their limits"
    ),
]

BUSY = "The dashboard is busy"
NEW_POOL = "/pools/new/"


@pytest.fixture(scope="module")
def running_site(
    running_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Served]]:
    """Gives the dashboard that runs: another where a test has ended it."""
    user = ("ayse", PASSWORD, running_sandbox.keys[0])
    started: list[Served] = []
    with ExitStack() as stack:

        def site() -> Served:
            if not started or started[-1].server.poll() is not None:
                data, url = tmp_path_factory.mktemp("data"), running_sandbox.url
                opened = served(data, user, RECRUSPACE_API_URL=url)
                started.append(stack.enter_context(opened))
            return started[-1]

        yield site


@pytest.fixture
def site(running_sandbox: Sandbox, running_site: Callable[[], Served]) -> Served:
    running_sandbox.reset(Options(candidates=60, rate=0))
    return running_site()


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """That of the pool which is made, another in each test."""
    return request.node.name


@pytest.fixture
def ayse(site: Served) -> requests.Session:
    return site.sign_in("ayse", PASSWORD)


def processes(site: Served) -> list[int]:
    """The gunicorn of this site, and then its worker."""
    address = site.site.removeprefix("http://").encode()
    files = Path("/proc").glob("[0-9]*/cmdline")
    return sorted(int(file.parent.name) for file in files if address in read(file))


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        # The process has ended since.
        return b""


def made(sandbox: Sandbox, name: str) -> int:
    pools = sandbox.company(sandbox.keys[0]).pools.values()
    return [pool.name for pool in pools].count(name)


# A full disk


@contextmanager
def full_disk(site: Served) -> Iterator[None]:
    """No file of the server grows any more, the one of its log included."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    for process in processes(site):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        for process in processes(site):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (most, most))


def test_on_a_full_disk_pages_read_and_nothing_is_sent_until_there_is_room(
    site: Served, ayse: requests.Session, running_sandbox: Sandbox, name: str
) -> None:
    company = running_sandbox.company(running_sandbox.keys[0])
    pages = ["/", "/pools/", "/jobs/", "/company/", "/account/", "/healthz/", NEW_POOL]
    # What was seen there would be stored in the session.
    pages += [f"/pools/{number}/" for number in company.pools]
    pages += [f"/candidates/{number}/" for number in list(company.candidates)[:3]]
    with full_disk(site):
        for _ in range(2):
            for page in pages:
                assert site.get(ayse, page).status_code == 200, page
        answer = site.post(ayse, NEW_POOL, {"name": name})
        assert answer.status_code == 503
        assert BUSY in answer.text
        assert answer.headers["X-Request-ID"] in answer.text
    assert made(running_sandbox, name) == 0
    assert site.post(ayse, NEW_POOL, {"name": name}).ok
    assert made(running_sandbox, name) == 1
    # Calls were shared out. Who starts within a minute of that makes none, as after the
    # SIGKILL below.
    site.server.terminate()
    site.server.wait(60)


# A database that another program holds


@pytest.fixture
def held(transactional_db, keyless: User) -> Iterator[Client]:
    """The browser of somebody who signed in a while ago: now nothing can be written."""
    browser = Client(raise_request_exception=False)
    form = {"username": keyless.username, "password": PASSWORD}
    browser.post(reverse("login"), form)
    browser.get("/account/")
    session = browser.session
    session["_seen_at"] -= 600
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    file = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield browser
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 5000")


def test_pages_go_on_and_nobody_is_signed_out(held: Client) -> None:
    for _ in range(2):
        answer = held.get("/account/")
        assert answer.status_code == 200
        assert "charlie" in answer.content.decode()


def test_a_session_that_cannot_be_written_is_not_told_as_signed_out(
    held: Client, monkeypatch
) -> None:
    def render_and_note(request, *rest):
        request.session["noted"] = True
        return render(request, *rest)

    render = account.render
    monkeypatch.setattr(account, "render", render_and_note)
    answer = held.get("/account/")
    assert answer.status_code == 200
    assert "charlie" in answer.content.decode()
    answer = held.post("/logout/")
    assert answer.status_code == 503
    assert BUSY in answer.content.decode()


# An end in the middle


def create_and(
    end: Callable[[], None],
    site: Served,
    ayse: requests.Session,
    sandbox: Sandbox,
    name: str,
) -> requests.Response:
    """The answer to creating a pool, where `end` comes while the API works on it."""
    sandbox.reset(Options(candidates=60, rate=0, latency_ms=1500))
    with ThreadPoolExecutor(1) as browser:
        form = {"name": name}
        click = browser.submit(site.post, ayse, NEW_POOL, form, allow_redirects=False)
        wait_until(lambda: any(call.method == "POST" for call in sandbox.requests), 60)
        end()
        return click.result()


def test_a_killed_process_makes_nothing_twice_and_another_takes_its_place(
    site: Served, ayse: requests.Session, running_sandbox: Sandbox, name: str
) -> None:
    _, worker = processes(site)
    with pytest.raises(requests.ConnectionError):
        create_and(
            lambda: kill(worker, signal.SIGKILL), site, ayse, running_sandbox, name
        )
    assert site.get(ayse, "/pools/").ok
    creates = [call for call in running_sandbox.requests if call.method == "POST"]
    assert len(creates) == 1


def test_a_dashboard_that_is_told_to_end_finishes_what_it_has_begun(
    site: Served, ayse: requests.Session, running_sandbox: Sandbox, name: str
) -> None:
    gunicorn, _ = processes(site)
    answer = create_and(
        lambda: kill(gunicorn, signal.SIGTERM),
        site,
        ayse,
        running_sandbox,
        name,
    )
    assert answer.status_code == 302
    assert made(running_sandbox, name) == 1
    assert site.server.wait(60) == 0
