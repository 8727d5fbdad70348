"""When the file of calls is damaged, removed, or from before a restart."""

from contextlib import closing

import pytest

from recruspace_dashboard.connection.gate import counts
from recruspace_dashboard.connection.gate.gate import Gate
from tests.clock import Clock
from tests.connection.gates import LIMIT, taken


@pytest.mark.parametrize("damage", ["text", "torn", "cut", "empty", "folder"])
def test_a_damaged_file_is_put_aside_and_made_anew_and_is_full(
    open_gate, path, clock, caplog, damage
):
    gate = open_gate()
    gate.take("b")
    gate.close()
    if damage == "torn":
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"torn" * 2000)
    elif damage == "cut":
        with path.open("r+b") as file:
            file.truncate(4096)
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_text("something else " * 100 if damage == "text" else "")
    gate = open_gate()
    assert gate.take("a") == 61
    assert gate.left("a") == 0
    clock.now += 61
    assert taken(gate) == LIMIT
    assert path.with_suffix(".damaged").exists()
    assert caplog.text.count("was damaged") == 1
    assert caplog.text.count("was made anew") == 1


def test_a_file_that_is_removed_is_noticed_and_made_anew_once(
    open_gate, path, clock, caplog
):
    ours, other = open_gate(), open_gate()
    assert taken(ours) == LIMIT
    assert other.left("a") == 0
    path.unlink()
    clock.now += 1
    assert [ours.take("a"), other.take("a")] == [61, 61]
    clock.now += 60
    # Who notices late does not begin the minute anew.
    assert [ours.take("a"), other.take("a")] == [1, 1]
    clock.now += 1
    assert taken(ours) == LIMIT
    assert caplog.text.count("was made anew") == 1


def test_a_file_that_is_removed_while_nothing_runs_was_full(open_gate, path):
    gate = open_gate()
    assert taken(gate) == LIMIT
    gate.close()
    path.unlink()
    assert open_gate().take("a") == 61


def test_a_file_that_is_replaced_by_an_older_one_counts_as_full(open_gate, path, clock):
    gate = open_gate()
    gate.take("a")
    gate.close()
    older = path.read_bytes()
    gate = open_gate()
    assert taken(gate) == LIMIT - 1
    path.unlink()
    path.write_bytes(older)
    clock.now += 1
    assert gate.take("a") == 61


def test_the_first_file_of_an_installation_is_empty(open_gate, caplog):
    assert taken(open_gate()) == LIMIT
    assert not caplog.records


def test_after_a_restart_of_the_machine_what_was_counted_counts_from_then(
    path, monkeypatch
):
    before, after = Clock(), Clock()
    after.now = 200.0
    with closing(Gate(path, LIMIT, clock=before)) as gate:
        assert taken(gate) == LIMIT
        gate.block("b", 600)
    monkeypatch.setattr(counts, "_boot", lambda: "another start")
    with closing(Gate(path, LIMIT, clock=after)) as gate:
        assert gate.take("a") == 61
        assert gate.take("b") == 600
        after.now += 61
        assert taken(gate) == LIMIT


def test_right_after_a_start_of_the_machine_more_may_be_lost(path, monkeypatch):
    before, after = Clock(), Clock()
    after.now = 20.0
    with closing(Gate(path, LIMIT, clock=before)) as gate:
        gate.take("a")
    monkeypatch.setattr(counts, "_boot", lambda: "another start")
    with closing(Gate(path, LIMIT, clock=after)) as gate:
        assert gate.take("b") == 41


def test_times_that_seem_to_be_in_the_future_count_from_now(path):
    before, after = Clock(), Clock()
    after.now = before.now - 3600
    with closing(Gate(path, LIMIT, clock=before)) as gate:
        assert taken(gate) == LIMIT
        gate.block("b", 600)
    with closing(Gate(path, LIMIT, clock=after)) as gate:
        assert [gate.take("a"), gate.take("b")] == [61, 600]
        after.now += 61
        assert gate.take("a") == 0
        after.now += 539
        assert gate.take("b") == 0
