"""The dashboard in front of the fault server, and what was logged meanwhile."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import trustme
from django.test import Client

from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.intake.models import Intake
from recruspace_dashboard.library.models import CopyState
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.services.http.upstream import upstream_of
from recruspace_dashboard.services.http.wire import Limits
from tests.faults.faults import Fault
from tests.faults.pages import PoolPage
from tests.faults.server import FaultServer, Strike

# The time a page has for its calls where time has to pass, and what it may then take
# on a busy machine.
SHORT, LATE = 1.0, 8.0


@pytest.fixture(scope="session")
def running_server(running_sandbox: Sandbox) -> Iterator[FaultServer]:
    server = FaultServer(running_sandbox)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with one authority, which signs nothing, in place of the 140 that take
    long to be read for each connection."""
    path = tmp_path_factory.mktemp("authority") / "one.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def server(
    running_server: FaultServer, sandbox: Sandbox, settings, one_authority, monkeypatch
) -> FaultServer:
    """Nothing is fresh here, so that every page asks."""
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", one_authority)
    settings.RECRUSPACE_API_URL = running_server.url
    settings.RECRUSPACE_CACHE_SECONDS = 0
    running_server.requests.clear()
    return running_server


@pytest.fixture
def place(company) -> PoolPage:
    return PoolPage.of(company)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that the dashboard's own settings let into the log, and Django's too."""
    logging.getLogger("django").addHandler(caplog.handler)
    with caplog.at_level(logging.DEBUG):
        yield caplog
    logging.getLogger("django").removeHandler(caplog.handler)


@pytest.fixture
def acted_out(server: FaultServer, settings, monkeypatch):
    """Lets a fault happen to the calls of a method and path; gives the strike."""

    @contextmanager
    def act_out(
        fault: Fault, method: str, path: str, query: str = ""
    ) -> Iterator[Strike]:
        act = fault.act or b""
        strike = Strike(method, path, act, hasty=fault.hasty, query=query)
        well, seconds = server.url, settings.RECRUSPACE_SECONDS
        if fault.slow:
            settings.RECRUSPACE_SECONDS = SHORT
        if fault.of_uploads:
            monkeypatch.setattr(Limits, "of_page", in_a_hurry)
        if fault.way:
            with fault.way(server) as url:
                settings.RECRUSPACE_API_URL = url
                # The same API, which is not at another address in truth.
                CopyState.objects.update(origin=url)
                Intake.objects.update(api=url)
                yield strike
        else:
            with server.strike(strike):
                yield strike
        settings.RECRUSPACE_API_URL, settings.RECRUSPACE_SECONDS = well, seconds
        CopyState.objects.update(origin=well)
        Intake.objects.update(api=well)

    return act_out


def in_a_hurry(seconds: float) -> Limits:
    """The limits of a page, with no more time to send a file than for the rest."""
    limits = Limits(connect=0.3 * seconds, read=0.8 * seconds, total=seconds)
    return replace(
        limits, upload_read=limits.read, upload=seconds, together=limits.total
    )


@pytest.fixture
def time_passes(sandbox: Sandbox, monkeypatch):
    """After a refusal and a rest, calls are made again."""

    def pass_time(key: str = sandbox.keys[0]) -> None:
        upstream_of.cache_clear()
        gate = gate_of(key).gate
        monkeypatch.setattr(gate, "_clock", lambda: time.monotonic() + 1000)

    return pass_time


@pytest.fixture
def ask(browse: Client, server: FaultServer):
    """Asks for a page, whole or as htmx does; the test fails on any bare 500."""
    CopyState.objects.update(origin=server.url)

    def ask(address: str, data: dict | None = None, *, htmx: bool = False):
        headers = {
            "HX-Request": "true",
            "HX-Current-URL": f"http://testserver{address}",
        }
        more = {"headers": headers} if htmx else {}
        began = time.monotonic()
        if data is None:
            response = browse.get(address, **more)
        else:
            response = browse.post(address, data, **more)
        if response.streaming:
            response.page = b"".join(response.streaming_content).decode("latin-1")
        else:
            response.page = response.content.decode()
        response.took = time.monotonic() - began
        return response

    return ask


def pytest_terminal_summary(terminalreporter) -> None:
    """How many cells of the matrix were passed."""
    reports = {
        outcome: terminalreporter.getreports(outcome)
        for outcome in ("passed", "failed")
    }
    cells = {
        outcome: sum("test_matrix.py" in each.nodeid for each in found)
        for outcome, found in reports.items()
    }
    if any(cells.values()):
        terminalreporter.write_line(
            f"faults \u00d7 pages passed: {cells['passed']}, failed: {cells['failed']}"
        )
    noted: Counter[str] = Counter()
    for each in reports["passed"]:
        for kind, number in each.user_properties:
            noted[kind] += number
    for kind, number in noted.items():
        terminalreporter.write_line(f"{kind} passed: {number}")
