"""The client against the stand-in API, in each reading of its documents."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import RecordedRequest, Sandbox
from recruspace_dashboard.sandbox.state import Company
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.http.wire import Limits
from tests.services.endpoint_mark import MARK, sent_to
from tests.services.list_server import ListServer, ServedList
from tests.services.raw_server import RawServer, Reply


def reading(lists: str, wrap: bool) -> Any:
    options = Options(lists, wrap, candidates=60, rate=0)
    return pytest.param(options, id=f"{lists}-{'wrapped' if wrap else 'plain'}")


# A body may come in an envelope, and a list in three shapes.
READINGS = [reading("page", False), reading("page", True)]
reads_lists = pytest.mark.parametrize(
    "sandbox",
    [
        reading(lists, wrap)
        for lists, wrap in product(("array", "page", "mixed"), (False, True))
    ],
    indirect=True,
)

KEY = "rs_live_0123456789abcdef"
# Long enough for a busy machine, short for a test that waits.
QUICK = Limits(read=2, total=3, upload_read=2, upload=3)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARK)


@pytest.fixture(params=READINGS)
def sandbox(
    request: pytest.FixtureRequest, running_sandbox: Sandbox
) -> Iterator[Sandbox]:
    """The stand-in API with fresh data. What reads lists is tested in all readings, by
    `@reads_lists`. A test with the mark of an endpoint fails if it
    did not send that endpoint's call."""
    running_sandbox.reset(request.param)
    yield running_sandbox
    mark = request.node.get_closest_marker("endpoint")
    if mark is not None:
        assert any(sent_to(mark.args[0], call) for call in running_sandbox.requests)


@pytest.fixture
def key(sandbox: Sandbox) -> str:
    return sandbox.keys[0]


@pytest.fixture
def company(sandbox: Sandbox, key: str) -> Company:
    """The data of the key's company."""
    return sandbox.company(key)


@pytest.fixture
def recruspace(sandbox: Sandbox, key: str) -> RecruspaceClient:
    return RecruspaceClient(key, sandbox.url)


@pytest.fixture
def the_call(sandbox: Sandbox, key: str) -> Callable[[], RecordedRequest]:
    """The only call that was sent, which had the key in its header."""

    def find() -> RecordedRequest:
        [call] = sandbox.requests
        assert call.headers.getlist("Authorization") == [f"Bearer {key}"]
        assert call.headers["Accept"] == "application/json"
        return call

    return find


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Starts a server that sends these replies, one after the other."""
    servers: list[RawServer] = []

    def start(*replies: Reply, **options: Any) -> RawServer:
        servers.append(RawServer(*replies, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def serve_list() -> Iterator[Callable[[ServedList], ListServer]]:
    servers: list[ListServer] = []

    def start(served: ServedList) -> ListServer:
        servers.append(ListServer(served))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def client_of(server: RawServer, limits: Limits = QUICK) -> RecruspaceClient:
    return RecruspaceClient(KEY, server.url, limits)
