"""The worker reads CVs in a process of its own: killed, two of them, turned off."""

import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from tests.clock import wait_until
from tests.project.served import prepare, working
from tests.work.test_work import query, settings


@pytest.fixture
def api() -> Iterator[Sandbox]:
    with Sandbox(Options(candidates=60, rate=0)) as sandbox:
        yield sandbox


@pytest.fixture
def data(tmp_path: Path, api: Sandbox) -> Path:
    prepare(tmp_path, ("ayse", "correct horse battery", api.keys[0]))
    return tmp_path


def read(data: Path) -> int:
    rows = query(data, "SELECT count(*) FROM library_cvtext WHERE state <> 'later'")
    return rows[0][0] if rows else 0


def with_cv(api: Sandbox) -> int:
    candidates = api.company(api.keys[0]).candidates.values()
    return sum(one.cv is not None and one.pool is not None for one in candidates)


def fetched(api: Sandbox) -> Counter[str]:
    return Counter(one.path for one in api.requests if one.path.startswith("/files/"))


@pytest.mark.slow
def test_killed_in_the_middle_and_started_again_it_has_them_all(data, api):
    with working(data, **settings(api)) as worker:
        wait_until(lambda: read(data) > 3, 60)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert read(data) < with_cv(api)
    # The lease of the one that was killed is over.
    with closing(sqlite3.connect(data / "library.sqlite3")) as copy, copy:
        copy.execute("UPDATE library_cvtext SET lease_until = '2020-01-01'")
    with working(data, **settings(api)) as worker:
        wait_until(lambda: read(data) == with_cv(api), 90)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    assert "Traceback" not in (data / "work.log").read_text()
    # Only those in work at that moment were fetched again.
    assert sum(fetched(api).values()) <= with_cv(api) + 24
    leased = "SELECT count(*) FROM library_cvtext WHERE lease_owner <> ''"
    assert query(data, leased) == [(0,)]
    # Turned off, nothing of it is left, and nothing is read.
    before = sum(fetched(api).values())
    with working(data, **settings(api, CV_TEXT="off")):
        wait_until(lambda: read(data) == 0, 30)
        wait_until(lambda: "texts of" in (data / "work.log").read_text(), 30)
    assert sum(fetched(api).values()) == before
    assert b"kubernetes" not in (data / "library.sqlite3").read_bytes()
    assert query(data, "SELECT count(*) FROM library_copiedcandidate")[0][0] > 50


@pytest.mark.slow
def test_two_workers_share_the_cvs(data, api):
    with working(data, **settings(api)), working(data, **settings(api)):
        wait_until(lambda: read(data) == with_cv(api), 90)
    assert max(fetched(api).values()) == 1
    assert "Traceback" not in (data / "work.log").read_text()
