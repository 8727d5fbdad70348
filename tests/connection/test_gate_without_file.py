"""While the file of calls cannot be used."""

import logging
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from django.conf import settings

from recruspace_dashboard.connection.gate import call_file
from recruspace_dashboard.connection.gate.gate import RETRY_SECONDS, SIDE_FILE, Gate
from recruspace_dashboard.connection.gate.side_file import SideFile
from tests.connection.gates import LIMIT, taken


@pytest.fixture
def break_file(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets a gate fail to write to its file, or also to read it."""

    def break_file(gate: Gate, *, readable: bool = True) -> None:
        def fail(work: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        monkeypatch.setattr(gate._file, "_transact", fail)
        if not readable:
            gate._file._close()

    return break_file


def test_on_a_broken_file_each_process_takes_its_share_of_what_was_left(
    open_gate, break_file, clock
):
    ours, other = open_gate(), open_gate()
    assert [other.take("a") for _ in range(3)] == [0, 0, 0]
    ours.take("b")
    for gate in (ours, other):
        break_file(gate)
    assert [taken(ours), taken(other)] == [3, 3]
    # The calls in the file expire, then those of each process.
    clock.now += 60.9
    assert [taken(ours), taken(other)] == [0, 0]
    clock.now += 0.1
    assert [taken(ours), taken(other)] == [4, 4]
    assert ours.left("a") is None


def test_processes_that_can_use_the_file_leave_their_share_to_those_that_cannot(
    open_gate, break_file, clock
):
    ours, other = open_gate(), open_gate()
    assert other.take("a") == 0
    ours.take("b")
    break_file(ours)
    assert taken(ours) == 4
    # They are in no file, and yet the other process knows.
    assert other.left("a") == 4
    clock.now += 1
    assert taken(other) == 4
    clock.now += 61
    assert taken(other) == LIMIT


def test_what_was_counted_just_before_is_not_shared_out(open_gate, break_file):
    ours, other = open_gate(), open_gate()
    ours.take("a")
    # More than our share, and our process has not read it.
    assert taken(other) == LIMIT - 1
    break_file(ours)
    assert taken(ours) == 0


def test_a_process_that_starts_meanwhile_makes_no_calls_for_a_minute(
    open_gate, break_file, clock
):
    ours, other = open_gate(), open_gate()
    ours.take("b")
    other.take("b")
    break_file(ours)
    assert [taken(ours), other.left("a")] == [4, 4]
    ours.close()
    clock.now += 1
    # It may be in the place of the one that has ended.
    ours = open_gate()
    assert [ours.take("a"), ours.left("a")] == [61, 0]
    clock.now += 1
    assert taken(other) == 4
    clock.now += 60
    assert taken(ours) == 5


def test_what_was_announced_outlives_a_side_file_that_is_removed(
    open_gate, break_file, path, clock
):
    ours, other = open_gate(), open_gate()
    ours.take("b")
    other.take("b")
    break_file(ours)
    assert taken(ours) == 4
    path.with_name(SIDE_FILE).unlink()
    # Also where this process has not heard of it yet.
    assert other.left("a") == 4
    clock.now += 61
    assert other.left("a") == LIMIT
    # A file of calls that is gone was removed, for all that the new one knows.
    path.unlink()
    assert open_gate().take("a") == 61


def test_a_file_of_calls_that_is_made_hides_no_announcement(open_gate, path, clock):
    """Before there was one, a process made its share of calls."""
    ours, other = open_gate(), open_gate()
    path.with_suffix(".new").mkdir()
    assert taken(ours) == 4
    path.with_suffix(".new").rmdir()
    assert other.take("a") == 61


def test_who_was_away_meanwhile_takes_no_announcement_for_an_old_one(
    open_gate, break_file, clock
):
    ours, other, failing = open_gate(), open_gate(), open_gate()
    for gate in (ours, other, failing):
        gate.take("b")
    break_file(failing)
    assert [failing.take("a"), ours.left("a")] == [0, 4]
    clock.now += 61
    # All calls were free again, which our process has not seen.
    assert taken(other) == LIMIT
    assert failing.take("a") == RETRY_SECONDS
    break_file(ours, readable=False)
    assert taken(ours) == 0


def test_a_file_that_cannot_even_be_read_lets_nothing_through_for_a_minute(
    open_gate, break_file, clock
):
    ours, other = open_gate(), open_gate()
    ours.take("b")
    break_file(ours, readable=False)
    assert taken(other) == LIMIT
    for _ in range(12):
        assert ours.take("a") == RETRY_SECONDS
        assert other.left("a") == 0
        clock.now += RETRY_SECONDS
    # By now nobody knows of a call but its own process.
    clock.now += 1
    assert [taken(ours), taken(other)] == [LIMIT // 2, LIMIT // 2]


def test_where_no_file_was_ever_made_each_process_has_its_share_at_once(
    open_gate, path
):
    path.with_suffix(".new").mkdir()
    assert taken(open_gate()) == LIMIT // 2


def test_without_its_folder_nothing_goes_through(tmp_path, clock):
    path = tmp_path / "nowhere" / "calls.sqlite3"
    with closing(Gate(path, LIMIT, clock=clock)) as gate:
        for _ in range(30):
            assert gate.take("a") == RETRY_SECONDS
            clock.now += 5
        assert gate.left("a") is None


def test_a_refusal_of_the_api_counts_without_the_file_too(open_gate, break_file, clock):
    gate = open_gate()
    gate.block("a", 20)
    break_file(gate)
    gate.block("b", 20)
    clock.now += 19
    assert [gate.take("a"), gate.take("b")] == [1, 1]
    clock.now += 1
    assert [gate.take("a"), gate.take("b")] == [0, 0]


def test_background_work_leaves_its_reserve_without_the_file_too(open_gate, break_file):
    gate = open_gate(limit=20)
    gate.take("b")
    break_file(gate)
    assert taken(gate, reserve=4) == 8
    assert taken(gate) == 2


def test_a_file_that_another_program_holds_is_waited_for_once(
    open_gate, path, clock, monkeypatch, caplog
):
    monkeypatch.setattr(call_file, "BUSY_SECONDS", 0.2)
    caplog.set_level(logging.INFO)
    gate = open_gate()
    assert gate.take("a") == 0
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert taken(gate) == 4
        clock.now += 5
        assert gate.take("a") == RETRY_SECONDS
    clock.now += 5
    # Its share counts until nobody has made a call outside the file for a window.
    assert gate.take("a") == 51
    clock.now += 61
    assert taken(gate) == LIMIT
    assert caplog.text.count("cannot be used: database is locked") == 1
    assert caplog.text.count("is used again") == 1


FULL_DISK = """
import resource, sys
from pathlib import Path
from recruspace_dashboard.connection.gate.gate import Gate
gate = Gate(Path(sys.argv[1]), 95, processes=2)
before = [gate.take("a") for _ in range(5)]
# No file may grow from here on.
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
print(before.count(0), [gate.take("a") for _ in range(60)].count(0))
"""


def test_on_a_full_disk_a_process_goes_on_with_its_share(path):
    command = [sys.executable, "-c", FULL_DISK, str(path)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout == "5 45\n"


def test_a_process_that_has_ended_has_its_share_all_the_same(
    open_gate, break_file, clock, monkeypatch
):
    running = [3]
    monkeypatch.setattr(SideFile, "processes", lambda _: running[0])
    gate = open_gate()
    gate.take("b")
    running[0] = 1
    clock.now += 10
    break_file(gate)
    assert taken(gate) == 3


HOLD_SIDE_FILE = """
import sys, time
from pathlib import Path
from recruspace_dashboard.connection.gate.side_file import SideFile
side_file = SideFile(Path(sys.argv[1]), time.monotonic)
side_file.announce()
print("open", flush=True)
time.sleep(60)
"""


def test_processes_are_counted_while_they_run(tmp_path):
    path = tmp_path / SIDE_FILE
    with closing(SideFile(path, time.monotonic)) as side_file:
        assert side_file.processes() == 1
        command = [sys.executable, "-c", HOLD_SIDE_FILE, str(path)]
        others = [
            subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE)
            for _ in range(2)
        ]
        for other in others:
            assert other.stdout.readline() == b"open\n"
        assert side_file.processes() == 3
        for left, other in zip((2, 1), others, strict=True):
            other.send_signal(signal.SIGKILL)
            other.wait()
            other.stdout.close()
            assert side_file.processes() == left
