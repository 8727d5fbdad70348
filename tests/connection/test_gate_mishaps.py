"""Whatever happens to the file of calls, and in whatever order, gates that stand for
three processes never allow more calls than the limit. Time is that of the test."""

import random
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from recruspace_dashboard.connection.gate import call_file
from recruspace_dashboard.connection.gate.gate import SIDE_FILE, Gate
from tests.clock import Clock

PROCESSES, LIMIT, SECONDS, STEPS = 3, 20, 60, 200
SEEDS = range(14)


class Mishaps:
    def __init__(self, path: Path, clock: Clock, seed: int) -> None:
        self.path = path
        self.clock = clock
        self.random = random.Random(seed)  # noqa: S311
        self.gates = [self.opened() for _ in range(PROCESSES)]
        self.holder: sqlite3.Connection | None = None
        self.through: list[float] = []

    def opened(self) -> Gate:
        return Gate(self.path, LIMIT, clock=self.clock, processes=PROCESSES)

    def happen(self) -> None:
        likely = [self.calls, self.time] * 10
        rare = [self.tear, self.cut, self.remove, self.remove_side_file]
        often = [self.hold, self.release, self.renew, self.fail, self.recover] * 3
        self.random.choice(likely + rare + often)()
        self.clock.now += 0.001

    def one(self) -> Gate:
        return self.random.choice(self.gates)

    def calls(self) -> None:
        gate = self.one()
        for _ in range(self.random.choice([1, 3, LIMIT])):
            if gate.take("a") == 0:
                self.through.append(self.clock.now)

    def time(self) -> None:
        self.clock.now += self.random.choice([0.01, 0.5, 1.1, 5, 20, 30, 61.1])

    def hold(self) -> None:
        if self.holder is None and self.path.exists():
            self.holder = sqlite3.connect(self.path, isolation_level=None, timeout=0)
            # It may be damaged, or held by a gate that failed.
            with suppress(sqlite3.Error):
                self.holder.execute("BEGIN EXCLUSIVE")

    def release(self) -> None:
        if self.holder is not None:
            self.holder.close()
            self.holder = None

    def renew(self) -> None:
        place = self.random.randrange(PROCESSES)
        self.gates[place].close()
        self.gates[place] = self.opened()

    def fail(self) -> None:
        """One cannot write to the file, or not even read it, while others can."""
        file = self.one()._file

        def fail(work: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        vars(file)["_transact"] = fail
        if self.random.random() < 0.5:
            file._close()

    def recover(self) -> None:
        vars(self.one()._file).pop("_transact", None)

    def tear(self) -> None:
        if self.path.exists():
            with self.path.open("r+b") as file:
                file.write(b"torn" * 1500)

    def cut(self) -> None:
        if self.path.exists():
            with self.path.open("r+b") as file:
                file.truncate(4096)

    def remove(self) -> None:
        names = list(self.path.parent.glob("calls.sqlite3*"))
        for name in names[: self.random.choice([1, len(names)])]:
            name.unlink()

    def remove_side_file(self) -> None:
        # If nobody who knows of it looks before it is made again, nobody can notice.
        knowing = [gate for gate in self.gates if gate._side_file._was_made]
        if knowing:
            self.path.with_name(SIDE_FILE).unlink()
            knowing[0]._side_file.announced_at()

    def mend(self) -> None:
        """All is well for two windows: one for the file, one for the shares."""
        self.release()
        for _ in range(3):
            for gate in self.gates:
                vars(gate._file).pop("_transact", None)
                gate.take("a")
            self.clock.now += 61

    def close(self) -> None:
        self.release()
        for gate in self.gates:
            gate.close()


@pytest.fixture
def start(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[int], Mishaps]]:
    monkeypatch.setattr(call_file, "BUSY_SECONDS", 0)
    monkeypatch.setattr(call_file, "BUSY_SECONDS_AFTER_AN_ERROR", 0)
    started = []

    def start(seed: int) -> Mishaps:
        started.append(Mishaps(tmp_path / "calls.sqlite3", clock, seed))
        return started[-1]

    yield start
    for mishaps in started:
        mishaps.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_mishap_lets_more_calls_through(start: Callable[[int], Mishaps], seed: int):
    mishaps = start(seed)
    for _ in range(STEPS):
        mishaps.happen()
    times = mishaps.through
    most = max(bisect_left(times, at + SECONDS) - n for n, at in enumerate(times))
    assert most <= LIMIT
    mishaps.mend()
    assert mishaps.gates[0].left("a") == LIMIT
