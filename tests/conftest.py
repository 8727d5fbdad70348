"""What all tests share: a sandbox over real HTTP, and users with and without an API
key."""

import gc
import math
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from xdist.scheduler import LoadScopeScheduling

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.gate import Gate, counts
from recruspace_dashboard.library import schema, values
from recruspace_dashboard.library.models import CopyState
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.lists.copy import seen_copied
from recruspace_dashboard.operations.databases import disconnect
from recruspace_dashboard.pages.templatetags.keep import kept_parts
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Company, Pool
from recruspace_dashboard.services.http.upstream import upstream_of
from recruspace_dashboard.writes.form_ids import new_form_id
from tests.clock import Clock
from tests.project import processes
from tests.project.served import Served, served

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(Options(candidates=60, rate=0), port=0) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _gate_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The calls of a test, and a 429 that it got, hold no other test back."""
    with ExitStack() as opened:

        @cache
        def in_memory(path: Path, limit: int) -> Gate:
            gate = opened.enter_context(closing(Gate(path, limit)))
            monkeypatch.setattr(gate._file, "_open", _calls_in_memory)
            monkeypatch.setattr(gate._file, "_is_lost", lambda: False)
            return gate

        monkeypatch.setattr("recruspace_dashboard.connection.gate._gate", in_memory)
        yield


def _calls_in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False
    )
    counts.create(connection, full_from=None)
    return connection


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No cached answer and no resting API is left over from another test."""
    caches["default"].clear()
    kept_parts.forget()
    upstream_of.cache_clear()
    values.forget()
    seen_copied.clear()
    # Waits for calls made beside a page: their answers would reach the next test.
    with ThreadPoolExecutor(8) as workers:
        monkeypatch.setattr(
            "recruspace_dashboard.connection.parallel._workers", workers
        )
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tables of the copy are not made by migrations."""
    with django_db_blocker.unblock():
        schema.make()
        yield
        # On PostgreSQL, the database that all share is deleted next.
        disconnect()


@pytest.fixture(autouse=True)
def _empty_copy(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator:
    """No candidates are left over from a test without a transaction around it."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock():
            schema.make()


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A dashboard as it is served, for tests that only look at it."""
    with served(tmp_path_factory.mktemp("dashboard")) as dashboard:
        yield dashboard


class ByFile(LoadScopeScheduling):
    """Gives a worker whole files, as the tests of a file share what takes long to
    start, and half of the files of the browser's tests."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if "/browser/" not in path:
            return path
        half = "first" if Path(path).name < "test_l" else "second"
        return f"{Path(path).parent}, {half} half"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    # The whole matrix of faults is one file, and is spread test by test.
    quick = "faults or" not in config.option.markexpr
    return ByFile(config, log) if quick else None


def pytest_xdist_auto_num_workers() -> int:
    """More than processors, as some tests wait for other processes or for time."""
    return math.ceil(1.5 * (os.cpu_count() or 1))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a database have that of the copy as well."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        marker = item.get_closest_marker("django_db")
        if marker or fixtures & {"db", "transactional_db", "live_server"}:
            transaction = bool(fixtures & {"transactional_db", "live_server"})
            options = {"transaction": transaction} | (marker.kwargs if marker else {})
            options |= {"databases": ["default", "library"]}
            item.add_marker(pytest.mark.django_db(**options), append=False)


def pytest_collection_finish() -> None:
    # The thousands of tests stay to the end: the collector need not look at them.
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    processes.end()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def uncached(settings) -> None:
    """Nothing is cached, so that each page shows how the API is now."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }


@pytest.fixture
def sandbox(running_sandbox: Sandbox, settings) -> Sandbox:
    """The stand-in API with fresh data, and the dashboard set to use it."""
    running_sandbox.reset(Options(candidates=60, rate=0))
    settings.RECRUSPACE_API_URL = running_sandbox.url
    return running_sandbox


def _user(name: str, **more: object) -> User:
    return User.objects.create_user(name, password=PASSWORD, **more)


@pytest.fixture
def user(db, sandbox: Sandbox) -> User:
    """A user with the first company's key stored."""
    # The empty copy that there is belongs to the sandbox.
    CopyState.objects.update(origin=sandbox.url)
    user = _user("ayse", first_name="Ayşe", last_name="Yılmaz")
    ApiKey.store(user, sandbox.keys[0])
    return user


@pytest.fixture
def keyless(db) -> User:
    return _user("charlie")


@pytest.fixture
def superuser(db) -> User:
    return _user("root", is_superuser=True, is_staff=True)


class Browser(Client):
    """A browser that sends forms with the id that their page gave them: a new one,
    where a test does not say which."""

    def post(self, path: str, data: object = None, *args: Any, **more: Any) -> Any:
        user = self.session.get(SESSION_KEY)
        if isinstance(data, dict | None) and user and "form_id" not in (data or {}):
            data = {**(data or {}), "form_id": new_form_id(int(user))}
        return super().post(path, data, *args, **more)


@pytest.fixture
def browse(user: User) -> Client:
    """A signed-in browser of `user`, without JavaScript."""
    client = Browser()
    # As `force_login` does it, at a fifth of the cost: that tells axes and the log too.
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return client


@pytest.fixture
def company(sandbox: Sandbox) -> Company:
    """What the sandbox holds for the company of `user`."""
    return sandbox.company(sandbox.keys[0])


@pytest.fixture
def pool(company: Company) -> Pool:
    """The largest pool: more candidates than fit on two pages of ten."""
    largest = max(company.pools.values(), key=lambda one: len(company.in_pool(one)))
    assert len(company.in_pool(largest)) > 20
    return largest


@pytest.fixture
def sync(sandbox: Sandbox) -> Callable[..., list[Any]]:
    """Does all that a worker finds to do now; returns the outcomes of its walks."""

    def run() -> list[Any]:
        worker = SyncWorker()
        for _ in range(10_000):
            if not worker.step():
                worker.stop()
                return worker.outcomes
        raise AssertionError("a worker without end")

    return run
