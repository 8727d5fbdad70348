"""The promise of the outbox: nothing is sent twice, nothing is lost and every state is
true, whatever becomes of the API and of the workers."""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from secrets import randbelow
from subprocess import Popen

import pytest

from recruspace_dashboard.sandbox.options import Options
from tests.clock import wait_until
from tests.project.served import working
from tests.work.faulty_api import FaultySandbox
from tests.work.outbox import Outbox, arrivals, outbox, thousand, times_made

pytestmark = pytest.mark.slow

KILLS = 20
OPEN = "state IN ('staged', 'waiting', 'sending')"
SENDING = "state = 'sending'"
NOT_LOOKED_FOR = (
    "state = 'unknown' AND action <> 'note' "
    "AND (looked_at IS NULL OR looked_at < ended_at)"
)


@pytest.fixture
def random() -> Random:
    """`SEED=7 pytest …` draws the same faults and kills again."""
    seed = int(os.environ.get("SEED") or randbelow(10**6))
    sys.stdout.write(f"SEED={seed}\n")
    return Random(seed)  # noqa: S311


@pytest.fixture
def api(random: Random) -> Iterator[FaultySandbox]:
    options = Options(candidates=400, rate=0, latency_ms=30)
    with FaultySandbox(options, random) as sandbox:
        yield sandbox


@pytest.fixture
def box(tmp_path: Path, api: FaultySandbox) -> Iterator[Outbox]:
    with outbox(tmp_path, api) as found:
        yield found


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_twenty_times_each_write_is_sent_at_most_once(
    box: Outbox, api: FaultySandbox, random: Random, workers: int
) -> None:
    box.add(thousand(api))
    began, cut_off = time.monotonic(), set[int]()
    with ExitStack() as stack:
        started = [start(box, stack) for _ in range(workers)]
        for number, calls in enumerate(sorted(random.sample(range(5, 900), KILLS))):
            wait_until(lambda calls=calls: len(api.requests) >= calls, 60)
            # Anywhere in a call, or between two.
            time.sleep(random.uniform(0, 0.1))
            place = number % workers
            started[place].kill()
            started[place].wait()
            left = being_sent(box)
            started[place] = start(box, stack)
            # The other worker has ended its own by then.
            cut_off |= left & being_sent(box)
        assert box.count(OPEN) > 0
        wait_until(lambda: not box.count(OPEN), 300)
        wait_until(lambda: not box.count(NOT_LOOKED_FOR), 60)
        # A batch is ended right after its last write.
        wait_until(lambda: box.batches() == {"ended"}, 60)
        took = time.monotonic() - began
    tell(box, api, len(cut_off), took)
    check(box, api)


def being_sent(box: Outbox) -> set[int]:
    time.sleep(0.3)
    return {pk for (pk,) in box.query(f"SELECT id FROM writes_write WHERE {SENDING}")}  # noqa: S608


def start(box: Outbox, stack: ExitStack) -> Popen:
    return stack.enter_context(working(box.data, **box.settings))


def tell(box: Outbox, api: FaultySandbox, cut_off: int, took: float) -> None:
    states = Counter(f"{row.action} {row.state}" for row in box.outcomes())
    sys.stdout.write(
        f"{took:.0f} s, {len(api.requests)} calls, {cut_off} writes cut off\n"
        f"{dict(sorted(api.api.faults.items()))}\n{dict(sorted(states.items()))}\n"
    )


def check(box: Outbox, api: FaultySandbox) -> None:
    wrong = []
    rows = box.outcomes()
    for row in rows:
        arrived, made = len(arrivals(api, row)), times_made(api, row)
        allowed = {
            "done": made == 1,
            "refused": made == 0,
            # Where the API tells, it was looked for, and found if it was there.
            "unknown": made == 0 or row.action == "note",
        }
        if arrived > 1 or made > 1 or not allowed.get(row.state):
            wrong.append((row, arrived, made))
    assert not wrong
    assert len(rows) == 1000
    assert box.batches() == {"ended"}
    # It had to be shown at many faults, and not by sending little.
    assert sum(api.api.faults.values()) > 20
    assert sum(row.state == "done" for row in rows) > 900
    assert "Traceback" not in (box.data / "work.log").read_text()
