"""Whatever happens to the file of calls, four real processes stay within the limit.

A window is half a second here, and a process asks again every few milliseconds.
"""

import fcntl
import multiprocessing
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


def hammer(path: Path, begins: float, ends: float) -> list[float]:
    """When calls went through, in a process of the pool."""
    call_file.BUSY_SECONDS, call_file.REST_SECONDS = 0.1, 0.05
    through = []
    time.sleep(max(0, begins - time.monotonic()))
    with closing(Gate(path, LIMIT, WINDOW, processes=PROCESSES)) as gate:
        while time.monotonic() < ends:
            if gate.take("a") == 0:
                through.append(time.monotonic())
            time.sleep(0.002)
    return through


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
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

    def calls_while(act: Callable[[Path], None], *, late: float = 0) -> list[float]:
        begins = time.monotonic() + 0.1
        ends = begins + SECONDS
        starts = [begins] * (PROCESSES - 1) + [begins + late]
        jobs = [(path, start, ends) for start in starts]
        running = pool.starmap_async(hammer, jobs, chunksize=1)
        time.sleep(0.1)
        act(path)
        return sorted(at for times in running.get(60) for at in times)

    # All processes have started.
    pool.starmap(hammer, [(path, 0, 0)] * PROCESSES, chunksize=1)
    return calls_while


def most(times: list[float]) -> int:
    return max(bisect_left(times, at + COUNTED) - n for n, at in enumerate(times))


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


def remove(path: Path) -> None:
    for name in path.parent.iterdir():
        name.unlink()


@pytest.mark.parametrize("hold", [written_by_another, locked_by_another])
def test_held_by_another_program(calls_while, path, hold):
    def act(path: Path) -> None:
        wait_until(path.with_name(path.name + "-shm").exists)
        # By then some calls have been made.
        time.sleep(0.05)
        with hold(path):
            time.sleep(0.4)

    times = calls_while(act)
    assert most(times) <= LIMIT
    # It goes on when the first calls have expired.
    assert times[-1] > times[0] + WINDOW


@pytest.mark.parametrize("hurt", [tear, remove])
def test_hurt_while_a_process_is_renewed(calls_while, path, hurt):
    def act(path: Path) -> None:
        time.sleep(0.1)
        hurt(path)

    times = calls_while(act, late=0.15)
    assert most(times) <= LIMIT
    assert len(times) > LIMIT
    with closing(Gate(path, LIMIT, WINDOW)) as gate:
        assert gate.left("a") is not None
