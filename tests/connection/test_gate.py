import multiprocessing
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from recruspace_dashboard.connection.gate import ALIAS, Gate, fingerprint, gate_of


@pytest.fixture
def gate(tmp_path, clock):
    with closing(Gate(tmp_path / "calls.sqlite3", limit=3, clock=clock)) as gate:
        yield gate


def test_calls_over_the_limit_are_told_how_long_to_wait(gate, clock):
    for seconds in (0, 10, 20):
        clock.now = 1_000_000 + seconds
        assert gate.take("a") == 0
    clock.now += 0.5
    # 61 seconds after the first call, rounded up.
    assert gate.take("a") == 41
    clock.now = 1_000_000 + 61
    assert gate.take("a") == 0
    assert gate.take("a") == 10


def test_a_refused_call_is_not_counted(gate, clock):
    for _ in range(3):
        gate.take("a")
    clock.now += 60.9
    assert gate.take("a") == 1
    clock.now += 0.1
    assert [gate.take("a") for _ in range(4)] == [0, 0, 0, 61]


def test_calls_do_not_stay_in_the_file(gate, clock, tmp_path):
    for _ in range(200):
        assert gate.take("a") == 0
        clock.now += 30
    with closing(sqlite3.connect(tmp_path / "calls.sqlite3")) as file:
        [[kept]] = file.execute("SELECT count(*) FROM calls").fetchall()
    assert kept <= 6


def test_what_is_left_goes_down_and_comes_back(gate, clock):
    assert gate.left("a") == 3
    gate.take("a")
    clock.now += 30
    gate.take("a")
    assert gate.left("a") == 1
    clock.now += 31
    assert gate.left("a") == 2


def test_keys_do_not_take_from_each_other(gate):
    for _ in range(4):
        gate.take("a")
    assert gate.left("a") == 0
    assert gate.left("b") == 3
    assert gate.take("b") == 0


def test_after_a_refusal_of_the_api_nothing_goes_through_for_so_long(gate, clock):
    gate.block("a", 30)
    gate.block("a", 5)
    assert gate.take("a") == 30
    assert gate.left("a") == 0
    assert gate.take("b") == 0
    clock.now += 30
    assert gate.take("a") == 0


@pytest.mark.parametrize("hour", [3600, -3600])
def test_the_clock_on_the_wall_counts_nothing_away(tmp_path, monkeypatch, hour):
    with closing(Gate(tmp_path / "calls.sqlite3", limit=3)) as gate:
        before = [gate.take("a") for _ in range(2)]
        wall = time.time()
        monkeypatch.setattr(time, "time", lambda: wall + hour)
        assert [*before, gate.take("a"), gate.left("a")] == [0, 0, 0, 0]
        assert gate.take("a") in {60, 61}


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_of_nothing_lets_nothing_through(tmp_path, clock, limit):
    with closing(Gate(tmp_path / "calls.sqlite3", limit, clock=clock)) as gate:
        assert gate.take("a") == 61


def test_it_outlives_the_process_that_counted(gate, clock, tmp_path):
    for _ in range(3):
        gate.take("a")
    gate.close()
    with closing(Gate(tmp_path / "calls.sqlite3", limit=3, clock=clock)) as again:
        assert again.take("a") == 61


def test_a_fingerprint_stands_for_one_key_and_hides_it(settings):
    key = "rsp_a_key_of_somebody"
    assert fingerprint(key) == fingerprint(key)
    assert fingerprint(key) != fingerprint(key + "x")
    assert key not in fingerprint(key)
    before = fingerprint(key)
    settings.SECRET_KEY = "another secret of this installation"
    assert fingerprint(key) != before


@pytest.mark.skipif(ALIAS in connections, reason="the database counts calls")
def test_the_file_is_in_the_data_folder_and_holds_no_key(
    settings, tmp_path, monkeypatch
):
    # Without the gate in memory that tests have.
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path
    settings.RECRUSPACE_CALLS_PER_MINUTE = 7
    with closing(gate_of("rsp_a_key_of_somebody").gate):
        gate = gate_of("rsp_a_key_of_somebody")
        assert gate.take() == 0
        gate.refused(1)
        assert (gate.left(), gate.limit) == (0, 7)
        written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert gate.fingerprint.encode() in written
    assert b"rsp_a_key" not in written


PROCESSES, LIMIT = 4, 20
gate_of_process: Gate


def _open(path: Path) -> None:
    global gate_of_process
    gate_of_process = Gate(path, LIMIT)


def _try(key: str, now: float) -> int:
    """How many of some tries at one moment got through, in a process of the pool."""
    gate_of_process._clock = lambda: now
    return [gate_of_process.take(key) for _ in range(8)].count(0)


def test_four_processes_together_keep_to_the_limit_in_any_minute(tmp_path):
    path = tmp_path / "calls.sqlite3"
    moments = [1_000_000.0 + 10 * step for step in range(14)]
    through = {"a": [], "b": []}
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(PROCESSES, _open, [path]) as pool:
        for now in moments:
            tries = [(key, now) for key in through for _ in range(PROCESSES)]
            counts = pool.starmap(_try, tries, chunksize=1)
            through["a"].append(sum(counts[:PROCESSES]))
            through["b"].append(sum(counts[PROCESSES:]))
    for counts in through.values():
        # Twenty at once, and the same again each time a whole window has passed.
        assert counts == [20, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0]


# The reserve that background work leaves to users


@pytest.mark.parametrize(("limit", "reserve", "allowed"), [(10, 4, 6), (3, 10, 2)])
def test_background_work_leaves_a_reserve(tmp_path, clock, limit, reserve, allowed):
    with closing(Gate(tmp_path / "calls.sqlite3", limit, clock=clock)) as gate:
        took = [gate.take("a", reserve) for _ in range(limit)]
        assert took == [0] * allowed + [61] * (limit - allowed)
        assert gate.left("a") == limit - allowed
        # A user's click still goes through, up to the limit itself.
        assert [gate.take("a") for _ in range(limit - allowed)] == [0] * (
            limit - allowed
        )
        assert gate.take("a") == 61


def test_background_work_is_told_when_to_come_again(gate, clock):
    gate.take("a")
    clock.now += 20
    gate.take("a")
    clock.now += 1
    # Of three calls, one is reserved: the place of the first call is the next one.
    assert gate.take("a", reserve=1) == 40
    clock.now += 40
    assert gate.take("a", reserve=1) == 0


def test_the_reserve_grows_with_what_users_click(tmp_path, clock):
    with closing(Gate(tmp_path / "calls.sqlite3", 95, clock=clock)) as gate:

        def background() -> int:
            """How many calls background work makes before it has to wait."""
            return next(n for n in range(200) if gate.take("a", reserve=10))

        assert background() == 85
        clock.now += 61
        assert [gate.take("a") for _ in range(12)] == [0] * 12
        # Of 95, 12 were made and 24 are left.
        assert background() == 95 - 12 - 24
        assert gate.left("a") == 24
        clock.now += 61
        assert [gate.take("a") for _ in range(40)] == [0] * 40
        # Half of the limit at most.
        assert background() == 95 - 47 - 40
        assert gate.take("b", reserve=10) == 0
        clock.now += 61
        assert background() == 85


def test_a_file_of_an_earlier_version_is_used_on(tmp_path, clock):
    path = tmp_path / "calls.sqlite3"
    with closing(Gate(path, limit=3, clock=clock)) as gate:
        assert gate.take("a") == 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE calls DROP COLUMN background")
    with closing(Gate(path, limit=3, clock=clock)) as gate:
        assert gate.left("a") == 2
        # One for a page leaves none of three: the other two are reserved.
        assert gate.take("a", reserve=1) == 0
        assert [gate.take("a", reserve=1), gate.take("a")] == [61, 0]
