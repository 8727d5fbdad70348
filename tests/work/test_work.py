"""The worker in a process of its own: it starts by itself, is killed, and ends."""

import json
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils.timezone import now

from recruspace_dashboard.library.cv_text.worker import CvWorker
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.work import loop
from tests.clock import wait_until
from tests.library.conftest import without_links
from tests.project.processes import run
from tests.project.served import BASE_DIR, environment, prepare, working


@pytest.fixture
def api() -> Iterator[Sandbox]:
    """With pools of many pages."""
    options = Options(candidates=1500, rate=0, latency_ms=15, lists="page")
    with Sandbox(options) as sandbox:
        yield sandbox


@pytest.fixture
def data(tmp_path: Path, api: Sandbox) -> Path:
    prepare(tmp_path, ("ayse", "correct horse battery", api.keys[0]))
    return tmp_path


def settings(api: Sandbox, **more: str) -> dict[str, str]:
    plenty = {"RECRUSPACE_CALLS_PER_MINUTE": "1000000"}
    return {"RECRUSPACE_API_URL": api.url} | plenty | more


def query(data: Path, statement: str) -> list[tuple[Any, ...]]:
    """What the copy holds; nothing while there is none."""
    path = data / "library.sqlite3"
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            return copy.execute(statement).fetchall()
    except sqlite3.OperationalError:
        return []


def count(data: Path) -> int:
    return len(query(data, "SELECT id FROM library_copiedcandidate"))


def is_done(data: Path) -> bool:
    [(pools, done)] = query(
        data,
        "SELECT count(*), count(as_of) FROM library_copiedpool",
    ) or [(0, 0)]
    return 0 < pools == done


def candidates_of(api: Sandbox) -> dict[int, Any]:
    pools = RecruspaceClient(api.keys[0], api.url).talent_pools
    return {
        payload["id"]: without_links(payload)
        for pool in pools.all()
        for page in pools.walk_candidates(pool_id=pool.id)
        for payload in page.payloads
    }


def copied(data: Path) -> dict[int, Any]:
    rows = query(data, "SELECT candidate_id, payload FROM library_copiedcandidate")
    found = {number: without_links(json.loads(payload)) for number, payload in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.slow
def test_killed_half_way_and_started_again_it_has_what_the_api_has(data, api):
    expected = candidates_of(api)
    with working(data, **settings(api)) as worker:
        wait_until(lambda: count(data) > 300, 60)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    before = count(data)
    assert before < len(expected)
    calls = len(api.requests)
    path = data / "library.sqlite3"
    # The lease of the one that was killed is over.
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("UPDATE library_copiedpool SET lease_until = '2020-01-01'")
    with working(data, **settings(api)):
        wait_until(lambda: is_done(data), 60)
    assert copied(data) == expected
    # It went on where it was.
    again = [one.path for one in api.requests[calls:] if "/candidates/" in one.path]
    assert len(again) < len(expected) / 100 + 6


@pytest.mark.slow
def test_two_workers_share_the_pools(data, api):
    expected = candidates_of(api)
    calls = len(api.requests)
    with working(data, **settings(api)), working(data, **settings(api)):
        wait_until(lambda: is_done(data), 60)
    assert copied(data) == expected
    asked = [
        (one.path, *one.query["page"])
        for one in api.requests[calls:]
        if "/candidates/" in one.path
    ]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_and_gives_its_pools_back(data, api, number):
    with working(data, **settings(api)) as worker:
        wait_until(lambda: count(data) > 100, 60)
        worker.send_signal(number)
        assert worker.wait(10) == 0
    leased = "SELECT count(*) FROM library_copiedpool WHERE lease_until IS NOT NULL"
    assert query(data, leased) == [(0,)]
    assert "Traceback" not in (data / "work.log").read_text()


def test_a_call_that_hangs_does_not_keep_it_from_ending(data, api):
    api.reply("GET", "/talent-pools/", delay=9)
    with working(data, **settings(api)) as worker:
        wait_until(lambda: api.requests, 30)
        began = time.monotonic()
        worker.terminate()
        assert worker.wait(10) == 0
        assert time.monotonic() - began < 8


def test_a_backup_is_not_restored_under_it(data, api):
    with working(data, **settings(api)):
        wait_until(lambda: count(data) > 0, 60)
        env = environment(data, **settings(api))
        run("manage.py", "backup", str(data / "kept"), cwd=BASE_DIR, env=env)
        ran = run("manage.py", "restore", str(data / "kept"), cwd=BASE_DIR, env=env)
    assert ran.returncode == 1
    assert "is running" in ran.stderr


@pytest.mark.slow
def test_turned_off_it_deletes_the_copy(data, api):
    with working(data, **settings(api)):
        wait_until(lambda: is_done(data), 60)
    [(email,)] = query(data, "SELECT email_key FROM library_copiedcandidate LIMIT 1")
    assert email.encode() in content(data)
    calls = len(api.requests)
    with working(data, **settings(api, LIBRARY="off")):
        wait_until(lambda: not count(data), 30)
        time.sleep(1)
    assert email.encode() not in content(data)
    assert len(api.requests) == calls


def content(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in data.glob("library.sqlite3*"))


@pytest.mark.slow
def test_a_locked_copy_is_tried_again(data, api):
    with working(data, **settings(api)):
        wait_until(lambda: is_done(data), 60)
    with closing(sqlite3.connect(data / "library.sqlite3", isolation_level=None)) as it:
        it.execute("UPDATE library_copiedpool SET due = 1, as_of = NULL")
        it.execute("BEGIN IMMEDIATE")
        with working(data, **settings(api)) as worker:
            wait_until(
                lambda: "The database failed" in (data / "work.log").read_text(), 30
            )
            it.execute("ROLLBACK")
            wait_until(lambda: is_done(data), 60)
            assert worker.poll() is None


@pytest.mark.slow
def test_the_log_of_a_sync_names_nobody(data, api):
    with working(data, **settings(api)):
        wait_until(lambda: is_done(data), 60)
    log = (data / "work.log").read_text()
    assert api.keys[0] not in log
    for payload in copied(data).values():
        assert payload["email"] not in log


@pytest.mark.django_db(transaction=True)
def test_leases_are_given_back_also_where_a_transaction_had_just_begun() -> None:
    CopiedPool.objects.create(id=1, name="Pool", lease_owner="me", lease_until=now())
    worker = SyncWorker()
    worker.owner = "me"
    # As where a signal comes before the block of `atomic` is entered.
    transaction.atomic(using=ALIAS).__enter__()
    loop._give_back(worker, CvWorker())
    assert CopiedPool.objects.get().lease_until is None


def test_it_ends_also_where_rolling_back_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []

    def interrupted(*workers: object) -> None:
        rounds.extend(one for one in workers if isinstance(one, SyncWorker))
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            raise OperationalError("cannot rollback")

    monkeypatch.setattr(loop, "_begin", lambda: None)
    monkeypatch.setattr(loop, "_round", interrupted)
    monkeypatch.setattr(loop, "_give_back", lambda sync, *_: rounds.remove(sync))
    monkeypatch.setattr(loop.repair, "after", lambda error: None)
    monkeypatch.setattr(loop, "_rest_after", lambda last: pytest.fail("it rests"))
    loop.run()
    assert rounds == []
