"""A batch of tags while a user clicks through pools, with the limit of the API on: how
much slower the pages are, how many calls are made in any minute, and how long the batch
takes beside the shortest time that the gate's rules allow.

`python -m bench.outbox` takes twenty minutes, with `--quick` five.
"""

import argparse
import json
import sqlite3
import statistics
import time
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.report import Report, table
from bench.sites import sandbox
from recruspace_dashboard.connection.client import RESERVE
from recruspace_dashboard.connection.gate.rules import WINDOW_SECONDS, allowed
from recruspace_dashboard.services import RecruspaceClient

LIMIT, MINUTE = 95, 60.0
CANDIDATES, LATENCY_MS = 2_000, 50
USER = ("bench", "correct horse battery")
TEXT = """\
A user asks for a page of a pool every four seconds, each one not cached, while the
worker sends a batch of tags with the same key. The API allows 100 calls a minute, the
dashboard makes 95 in 61 seconds and leaves calls to users. The shortest time is that of
a worker without any delay, with the same calls of the user."""


# Seconds between two pages. With fewer, little is left to the batch: for each call of
# the user, two more are kept for them.
PAUSE = 4.0


@dataclass(frozen=True)
class Size:
    """How many are tagged, and how many pages are asked for before that."""

    tags: int
    clicks: int


FULL, QUICK = Size(500, 100), Size(100, 25)


@dataclass(frozen=True)
class Call:
    """A call in the sandbox's log."""

    at: float
    method: str
    status: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in five minutes")
    options = parser.parse_args()
    report = Report()
    size = QUICK if options.quick else FULL
    report.add("A batch beside a user", TEXT, measure(size))
    if not options.quick:
        report.write()


def measure(size: Size) -> str:
    from tests.project.served import served, working

    rates = ["--candidates", str(CANDIDATES), "--latency-ms", str(LATENCY_MS)]
    with TemporaryDirectory() as name:
        data, log = Path(name), Path(name, "calls.jsonl")
        more = ["--rate", "100", "--log", str(log)]
        with sandbox(*rates, *more) as (address, key):
            settings = {"RECRUSPACE_API_URL": address}
            pages = cycle(_pages(RecruspaceClient(key, address)))
            with served(data, (*USER, key), **settings) as site:
                session = site.sign_in(*USER)
                with working(data, **settings):
                    _wait_for_copy(data)
                    # What that took is no longer counted.
                    time.sleep(WINDOW_SECONDS)
                    alone = _click(site, session, pages, size.clicks)
                    began = time.time()
                    _add_batch(data, settings, size.tags)
                    beside = _click(site, session, pages, 0)
        calls = _calls(log)
    return _told(size, calls, began, alone, beside)


def _pages(client: RecruspaceClient) -> list[str]:
    pools = [pool for pool in client.talent_pools.all() if pool.candidate_count]
    return [
        f"/pools/{pool.id}/?page_size=25&page={page}"
        for page in range(1, 4)
        for pool in pools
        if (pool.candidate_count or 0) >= 25 * page
    ]


def _wait_for_copy(data: Path) -> None:
    count = "SELECT count(*), count(as_of) FROM library_copiedpool"
    while True:
        [(pools, done)] = _query(data / "library.sqlite3", count) or [(0, 0)]
        if 0 < pools == done:
            return
        time.sleep(0.5)


def _add_batch(data: Path, settings: dict[str, str], number: int) -> None:
    from tests.project.processes import run
    from tests.project.served import BASE_DIR, environment
    from tests.work.outbox import START

    ids = "SELECT candidate_id FROM library_copiedcandidate ORDER BY 1 LIMIT ?"
    found = _query(data / "library.sqlite3", ids, number)
    rows = [(one, {"title": "Of a batch"}) for (one,) in found]
    plan = data / "plan.json"
    plan.write_text(json.dumps([(USER[0], "tag", rows)]))
    env = environment(data, **settings)
    run("-c", START, str(plan), cwd=BASE_DIR, env=env).check_returncode()


def _click(site: Any, session: Any, pages: Iterator[str], clicks: int) -> list[float]:
    """Milliseconds of so many pages; where it is 0, until the batch has ended."""
    took = list[float]()
    while len(took) < clicks or (not clicks and not _ended(site.data)):
        began = time.perf_counter()
        site.get(session, next(pages)).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE)
    return took


def _ended(data: Path) -> bool:
    batches = "SELECT state FROM writes_batch"
    return _query(data / "dashboard.sqlite3", batches) == [("ended",)]


def _query(path: Path, statement: str, *values: object) -> list[Any]:
    """Nothing while there is no such file or table."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute(statement, values).fetchall()
    except sqlite3.OperationalError:
        return []


def _calls(log: Path) -> list[Call]:
    lines = map(json.loads, log.read_text().splitlines())
    found = [
        Call(
            datetime.fromisoformat(one["time"]).timestamp(),
            one["method"],
            one["status"],
        )
        for one in lines
    ]
    return sorted(found, key=lambda call: call.at)


def _told(
    size: Size,
    calls: list[Call],
    began: float,
    alone: list[float],
    beside: list[float],
) -> str:
    writes = [call.at for call in calls if call.method == "POST" and call.at >= began]
    reads = [call.at for call in calls if call.method == "GET"]
    spent = writes[-1] - began
    shortest = _shortest(size.tags, reads, began)
    times = [call.at for call in calls]
    most = max(bisect_left(times, at + MINUTE) - n for n, at in enumerate(times))
    refused = sum(call.status == 429 for call in calls)
    before, after = _p95(alone), _p95(beside)
    rows: list[list[object]] = [
        ["pages, p95 in ms", f"{before:.0f}", f"{after:.0f}", f"{after / before:.2f}"],
        ["a batch, s", f"{shortest:.0f}", f"{spent:.0f}", f"{spent / shortest:.2f}"],
        ["most calls in a minute", LIMIT, most, f"{refused} refused"],
        ["tags sent, pages beside", size.tags, len(writes), len(beside)],
    ]
    return table(["", "alone or allowed", "seen", "ratio"], rows)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _shortest(number: int, reads: list[float], began: float) -> float:
    """In how many seconds so many writes could be made beside these `reads`, by the
    rules of the gate."""
    now, sent, last = began, list[float](), began
    counted = list(reads)
    while len(sent) < number:
        since = now - WINDOW_SECONDS
        made = bisect_right(reads, now) - bisect_right(reads, since)
        own = len(sent) - bisect_right(sent, since)
        if made + own < allowed(LIMIT, RESERVE, made):
            sent.append(now)
            insort(counted, now)
            last, now = now, now + LATENCY_MS / 1000
        else:
            # The next that is no longer counted.
            now = counted[bisect_right(counted, since)] + WINDOW_SECONDS + 0.001
    return last - began


if __name__ == "__main__":
    main()
