"""Whatever happens to the file of calls, four real processes stay within the limit.

A window is half a second here, and a process asks again every few milliseconds.
"""

import fcntl
import multiprocessing
import os
import sqlite3
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.pool import Pool
from pathlib import Path

import pytest

from recruspace_dashboard.connection.gate import call_file
from recruspace_dashboard.connection.gate.gate import Gate
from tests.clock import wait_until

PROCESSES, LIMIT, WINDOW = 4, 40, 0.8
# What the API counts is shorter: a process may be held up before it notes its call.
COUNTED = 0.5
SECONDS = 1.3


def hammer(path: Path, begins: float, ends: float, jump: float) -> list[float]:
    """When calls went through, in a process of the pool. Halfway, its clock jumps."""
    call_file.BUSY_SECONDS, call_file.REST_SECONDS = 0.1, 0.05
    through = []
    time.sleep(max(0, begins - time.monotonic()))
    with closing(Gate(path, LIMIT, WINDOW, processes=PROCESSES)) as gate:
        while (now := time.monotonic()) < ends:
            if now > (begins + ends) / 2:
                time.offset = jump
            if gate.take("a") == 0:
                through.append(time.monotonic())
            time.sleep(0.002)
    time.offset = 0
    return through


MOVABLE_CLOCK = """
import time
real, time.offset = time.time, 0
time.time = lambda: real() + time.offset
"""


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Processes whose clock can be moved, also where it was imported as a default."""
    folder = tmp_path_factory.mktemp("clock")
    (folder / "sitecustomize.py").write_text(MOVABLE_CLOCK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        pool = multiprocessing.get_context("spawn").Pool(PROCESSES)
    with pool:
        yield pool


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that exists, so that whoever finds it gone knows that it was removed."""
    path = tmp_path / "calls.sqlite3"
    with closing(Gate(path, LIMIT, WINDOW)) as gate:
        assert gate.left("a") == LIMIT
    return path


@pytest.fixture
def calls_while(pool: Pool, path: Path) -> Callable[..., list[float]]:
    """When calls went through in all processes, while something happens to the file."""

    def calls_while(
        act: Callable[[Path], None], *, late: float = 0, jump: float = 0
    ) -> list[float]:
        begins = time.monotonic() + 0.1
        ends = begins + SECONDS
        starts = [begins] * (PROCESSES - 1) + [begins + late]
        jobs = [(path, start, ends, jump) for start in starts]
        running = pool.starmap_async(hammer, jobs, chunksize=1)
        time.sleep(0.1)
        act(path)
        return sorted(at for times in running.get(60) for at in times)

    # All processes have started.
    pool.starmap(hammer, [(path, 0, 0, 0)] * PROCESSES, chunksize=1)
    return calls_while


def most(times: list[float]) -> int:
    return max(bisect_left(times, at + COUNTED) - n for n, at in enumerate(times))


def nothing(path: Path) -> None:
    pass


@contextmanager
def written_by_another(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def locked_by_another(path: Path) -> Iterator[None]:
    """Nobody can even read: the lock bytes of SQLite are taken."""
    with path.with_name(path.name + "-shm").open("r+b") as shared:
        fcntl.lockf(shared, fcntl.LOCK_EX, 8, 120)
        yield


def tear(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"torn" * 1500)


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(4096)


def remove(path: Path) -> None:
    for name in path.parent.glob("calls*"):
        name.unlink()


def remove_all(path: Path) -> None:
    for name in path.parent.iterdir():
        name.unlink()


@pytest.mark.parametrize("hold", [written_by_another, locked_by_another])
@pytest.mark.parametrize("begin", [0, 0.25])
def test_held_by_another_program(calls_while, path, hold, begin):
    def act(path: Path) -> None:
        wait_until(path.with_name(path.name + "-shm").exists)
        time.sleep(begin)
        with hold(path):
            time.sleep(0.4)

    times = calls_while(act)
    assert most(times) <= LIMIT
    # It goes on when the first calls have expired.
    assert times[-1] > times[0] + WINDOW


@pytest.mark.parametrize("hurt", [tear, remove, remove_all])
def test_hurt_while_a_process_is_renewed(calls_while, path, hurt):
    def act(path: Path) -> None:
        time.sleep(0.1)
        hurt(path)

    times = calls_while(act, late=0.15)
    assert most(times) <= LIMIT
    assert len(times) > LIMIT
    with closing(Gate(path, LIMIT, WINDOW)) as gate:
        assert gate.left("a") is not None


@pytest.mark.parametrize("hurt", [cut, remove])
def test_hurt_while_nothing_runs(calls_while, path, hurt):
    with closing(Gate(path, LIMIT, WINDOW)) as gate:
        before = [time.monotonic() for _ in range(LIMIT) if gate.take("a") == 0]
    hurt(path)
    assert most(before + calls_while(nothing)) <= LIMIT


@pytest.mark.parametrize("jump", [3600, -3600])
def test_the_clock_is_moved_by_an_hour(calls_while, jump):
    times = calls_while(nothing, jump=jump)
    assert most(times) <= LIMIT
    assert len(times) > LIMIT
