"""The worker in a process of its own is asked to end while it sends."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.work.loop import SENDING_SECONDS
from tests.clock import wait_until
from tests.project.served import working
from tests.work.outbox import Outbox, outbox


@pytest.fixture
def api() -> Iterator[Sandbox]:
    with Sandbox(Options(candidates=60, rate=0)) as sandbox:
        yield sandbox


@pytest.fixture
def box(tmp_path: Path, api: Sandbox) -> Iterator[Outbox]:
    with outbox(tmp_path, api) as found:
        found.settings["LIBRARY"] = "off"
        ids = list(api.company(api.keys[0]).candidates)[:2]
        found.add([("ayse", "note", [(one, {"text": "Call her."}) for one in ids])])
        yield found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("delay", "ends_after", "expected"),
    [
        (1.5, 0, ["done", "waiting"]),
        (20, SENDING_SECONDS - 1, ["unknown", "waiting"]),
    ],
)
def test_a_write_under_way_may_end_if_it_does_so_soon(
    box: Outbox, api: Sandbox, delay: float, ends_after: float, expected: list[str]
) -> None:
    api.reply("POST", "/candidates/", status=201, body={}, delay=delay)
    with working(box.data, **box.settings) as worker:
        wait_until(lambda: api.requests, 30)
        began = time.monotonic()
        worker.terminate()
        assert worker.wait(delay + 5) == 0
        assert ends_after <= time.monotonic() - began < max(delay, 15)
    assert [row.state for row in box.outcomes()] == expected
    assert len(api.requests) == 1
    assert "Traceback" not in (box.data / "work.log").read_text()
