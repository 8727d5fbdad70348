"""A tab in each of three engines, with and without JavaScript, on a dashboard as it is
served. A file of tests for each engine, so that they run side by side."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Company
from tests.conftest import PASSWORD
from tests.engines.engines import ENGINES
from tests.engines.tabs import Tab
from tests.project.served import Served, served

REQUIRED = os.environ.get("BROWSER_TESTS") == "required"


pytest.register_assert_rewrite("tests.engines.journeys", "tests.engines.looks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "engine" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.engines)
            # Selenium's own, when it starts WebKit.
            item.add_marker(
                pytest.mark.filterwarnings("ignore:setting remote_server_addr")
            )
            # A browser that shares a busy machine may be late.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> str:
    return request.module.ENGINE


@pytest.fixture(
    scope="module", params=[True, False], ids=["with JavaScript", "without JavaScript"]
)
def javascript(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def company(running_sandbox: Sandbox) -> Company:
    return running_sandbox.company(running_sandbox.keys[0])


@pytest.fixture(scope="module")
def site(
    running_sandbox: Sandbox, engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A dashboard for one engine, on a sandbox with fresh data."""
    running_sandbox.reset()
    data = tmp_path_factory.mktemp(engine)
    with served(
        data,
        ("ayse", PASSWORD, running_sandbox.keys[0]),
        RECRUSPACE_API_URL=running_sandbox.url,
        RECRUSPACE_CALLS_PER_MINUTE="10000",
    ) as site:
        yield site


@pytest.fixture(scope="module")
def started(
    engine: str,
    javascript: bool,
    site: Served,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Tab]:
    with ExitStack() as stack:
        try:
            folder: Path = tmp_path_factory.mktemp(engine)
            tab = stack.enter_context(ENGINES[engine](site.site, javascript, folder))
        except Exception as error:
            if REQUIRED:
                raise
            pytest.skip(f"No {engine} to drive: {str(error).splitlines()[0]}")
        yield tab


@pytest.fixture
def tab(started: Tab) -> Tab:
    """A tab of a user who has signed in."""
    started.resize(1366, 900)
    started.open("/")
    if "/login/" in started.url:
        started.type("username", "ayse")
        started.type("password", PASSWORD)
        started.press("Sign in")
        started.wait_until(lambda: "/login/" not in started.url, "signed in")
    return started
