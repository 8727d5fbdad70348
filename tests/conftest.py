"""Who and what the tests have: a sandbox over real HTTP, and people with and without
an API key."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.gate import Gate
from recruspace_dashboard.connection.gate.call_file import SCHEMA
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Company, Pool
from recruspace_dashboard.services.http.upstream import upstream_of
from recruspace_dashboard.writes.form_ids import new_form_id
from tests.clock import Clock

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(Options(candidates=60, rate=0), port=0) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _gate_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The calls of a test, and a 429 that it was given, hold no other test back."""
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
    connection.executescript(SCHEMA)
    connection.execute("INSERT INTO state VALUES ('', NULL)")
    return connection


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No answer of another test is given again, and no API rests from its faults."""
    caches["default"].clear()
    upstream_of.cache_clear()
    # Waits for the calls beside, whose answers would else come into the next test.
    with ThreadPoolExecutor(8) as workers:
        monkeypatch.setattr(
            "recruspace_dashboard.connection.parallel._workers", workers
        )
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def uncached(settings) -> None:
    """Nothing is kept, so that each page shows how the API is now."""
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
    """A signed-up person with the first company's key stored."""
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
    """A signed-in browser of `person`, without JavaScript."""
    client = Browser()
    client.force_login(user)
    return client


@pytest.fixture
def company(sandbox: Sandbox) -> Company:
    """What the sandbox holds for the company of the signed-in person."""
    return sandbox.company(sandbox.keys[0])


@pytest.fixture
def pool(company: Company) -> Pool:
    """The largest pool: more people than fit on two pages of ten."""
    largest = max(company.pools.values(), key=lambda one: len(company.in_pool(one)))
    assert len(company.in_pool(largest)) > 20
    return largest
