"""Two machines on one PostgreSQL and one Redis, with the limit of the API on: how many
calls they make in any minute. As the tests start them: `tests/machines`."""

import json
import socket
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from bench.report import table
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

LIMIT, WINDOW = 100, 60.0
VISITORS, VISIT_SECONDS = 32, 120.0
# The first minute of a sync finds the limit unused.
SYNC_SECONDS = 130.0
# Enough that a sync does not end meanwhile.
CANDIDATES = 30_000


def windows(environment: dict[str, str]) -> str:
    """What was used of the limit: by workers alone, then with visitors as well."""
    with TemporaryDirectory() as folder:
        log = Path(folder, "calls.jsonl")
        options = Options(candidates=CANDIDATES, rate=LIMIT, log=str(log))
        with Sandbox(options) as api, _machines(api, Path(folder), environment) as both:
            began = time.time()
            time.sleep(SYNC_SECONDS)
            visits = time.time()
            shown = _visit(both, api)
            ended = time.time()
        entries = [json.loads(line) for line in log.read_text().splitlines()]
    # CVs come by links, which the limit does not count.
    calls = [one for one in entries if not one["path"].startswith("/files/")]
    times = sorted(datetime.fromisoformat(one["time"]).timestamp() for one in calls)
    refused = sum(one["status"] == 429 for one in calls)
    rows = [
        ["workers alone", *_used(times, began, visits), ""],
        [f"{VISITORS} visitors", *_used(times, visits, ended), f"{shown}"],
        ["all the time", *_used(times, began, ended), f"{refused} calls refused"],
    ]
    return table(["", "most in a minute", "in the last minute", "pages shown"], rows)


def _used(times: list[float], begin: float, end: float) -> list[int]:
    own = [at for at in times if begin <= at < end]
    most = [bisect_left(own, at + WINDOW) - n for n, at in enumerate(own)]
    return [max(most, default=0), sum(at >= end - WINDOW for at in own)]


@contextmanager
def _machines(
    api: Sandbox, folder: Path, environment: dict[str, str]
) -> Iterator[list[Any]]:
    from tests.machines.machines import machine
    from tests.project import served

    shared = environment | {"RECRUSPACE_API_URL": api.url}
    with ExitStack() as stack:
        found = []
        for name in ("one", "other"):
            (folder / name).mkdir()
        own = served.environment(folder / "one", **shared)
        user = ["bench", "correct horse battery", api.keys[0]]
        for program in ([served.MIGRATE], [served.ADD_USERS, *user]):
            command = [sys.executable, "-c", *program]
            subprocess.run(command, cwd=served.BASE_DIR, env=own, check=True)
        for name in ("one", "other"):
            with closing(socket.create_server(("127.0.0.1", 0))) as probe:
                port = probe.getsockname()[1]
            found.append(stack.enter_context(machine(folder / name, port, **shared)))
        yield found


def _visit(both: list[Any], api: Sandbox) -> int:
    """Visitors ask for candidates that are not cached; returns how many they saw."""
    from tests.machines.machines import visitor

    user = visitor()
    form = {"username": "bench", "password": "correct horse battery"}
    both[0].post(user, "/login/", form)
    numbers = cycle(list(api.company(api.keys[0]).candidates))
    ends = time.monotonic() + VISIT_SECONDS

    def visit(number: int) -> int:
        seen = 0
        while time.monotonic() < ends:
            # A process that was renewed meanwhile has closed the connection.
            with suppress(requests.ConnectionError):
                answer = both[number % 2].get(user, f"/candidates/{next(numbers)}/")
                seen += answer.status_code == 200
            # They read what they see, also that they have to wait.
            time.sleep(0.5)
        return seen

    with ThreadPoolExecutor(VISITORS) as visitors:
        return sum(visitors.map(visit, range(VISITORS)))
