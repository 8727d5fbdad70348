"""Two promises that take minutes to see, on the real servers: `make promises`.

The limit: four processes, hammered for two minutes, never make more calls in any sixty
seconds than the API allows. The calm: while the API hangs, pages that need no call are
as quick as before.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import cycle
from pathlib import Path

from bench import sign_in
from demo_process import Demo

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from scripts import demo

LIMIT, WINDOW = 100, 60.0
VISITORS = 16
HAMMER_SECONDS = float(os.environ.get("HAMMER_SECONDS", "120"))
HUNG_SECONDS = 30.0
# How long a visitor looks at a page, be it one that says that nothing is to be had.
READING_SECONDS = 1.0


def main() -> int:
    if sys.argv[1:] == ["hammer"]:
        return 0 if hammered() else 1
    return calm()


@contextmanager
def running(folder: str, sandbox: Sandbox, processes: int) -> Iterator[Demo]:
    """The dashboard on this sandbox, served by so many processes."""
    port = demo.free_port(8400)
    site = f"http://127.0.0.1:{port}"
    demo.prepare(site, sandbox, limit=LIMIT - 5, data=Path(folder))
    with demo.served(port, processes, log=subprocess.DEVNULL) as server:
        demo.wait_for(f"{site}/healthz/", server)
        yield Demo(site, demo.USERNAME, demo.PASSWORD)


def hammered() -> bool:
    """Prints how many calls the API got; whether no window had too many."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "calls.jsonl")
        options = Options(candidates=400, rate=LIMIT, log=str(log))
        os.environ |= {"RECRUSPACE_CACHE_SECONDS": "0"}
        with Sandbox(options) as sandbox, running(folder, sandbox, 4) as site:
            statuses = visit(site, sandbox, HAMMER_SECONDS)
        calls = [json.loads(line) for line in log.read_text().splitlines()]
    times = sorted(datetime.fromisoformat(call["time"]).timestamp() for call in calls)
    windows = [bisect_right(times, at + WINDOW) - n for n, at in enumerate(times)]
    over = sum(count > LIMIT for count in windows)
    refused = sum(call["status"] == 429 for call in calls)
    print(
        f"hammered {HAMMER_SECONDS:.0f} s by {VISITORS} visitors, 4 processes: "
        f"{len(statuses)} pages asked, {statuses.count(200)} shown, "
        f"{statuses.count(429)} told to wait, {count_others(statuses)} other\n"
        f"calls at the API: {len(calls)}, refused by it {refused}; "
        f"most in {WINDOW:.0f} s: {max(windows)}; "
        f"windows with more than {LIMIT}: {over} of {len(windows)}"
    )
    return over == 0


def count_others(statuses: list[int]) -> int:
    return sum(status not in (200, 429) for status in statuses)


def visit(site: Demo, sandbox: Sandbox, seconds: float, pause: float = 0) -> list[int]:
    """The statuses of the pages that all visitors asked for, one after the other."""
    company = sandbox.company(sandbox.keys[0])
    pages = [f"/candidates/{number}/" for number in company.candidates]
    pages += [f"/pools/{number}/" for number in company.pools]
    pages += ["/", "/pools/", "/jobs/", "/company/"]
    ends, session = time.monotonic() + seconds, sign_in(site)

    def one(first: int) -> list[int]:
        found = []
        for page in cycle(pages[first:] + pages[:first]):
            if time.monotonic() > ends:
                return found
            found.append(session.get(site.site + page, timeout=60).status_code)
            time.sleep(pause)

    with ThreadPoolExecutor(VISITORS) as visitors:
        all_of_them = visitors.map(one, range(0, len(pages), len(pages) // VISITORS))
        return [status for found in all_of_them for status in found]


def calm() -> int:
    """Prints how long pages take that need no call: while all is well, and while
    visitors wait for an API that hangs."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RECRUSPACE_CACHE_SECONDS": "600"}
        options = Options(candidates=400, rate=0)
        with Sandbox(options) as sandbox, running(folder, sandbox, 2) as site:
            session = sign_in(site)
            kept = largest_pool(sandbox)

            def healthz() -> int:
                return session.get(f"{site.site}/healthz/").status_code

            def pool() -> int:
                return session.get(site.site + kept).status_code

            pages = {"/healthz/": healthz, "a kept pool's page": pool}
            pool()
            idle = {name: timed(ask, seconds=5) for name, ask in pages.items()}
            for method in ("GET", "POST"):
                sandbox.reply(method, "/", delay=3600)
            visitors = threading.Thread(
                target=visit, args=[site, sandbox, HUNG_SECONDS, READING_SECONDS]
            )
            visitors.start()
            time.sleep(0.5)
            share = (HUNG_SECONDS - 2) / len(pages)
            hung = {name: timed(ask, seconds=share) for name, ask in pages.items()}
            visitors.join()
    for name in pages:
        before, after = idle[name], hung[name]
        print(
            f"{name:20} idle {told(before)}, API hung with {VISITORS} visitors "
            f"{told(after)}: ratio of medians "
            f"{statistics.median(after) / statistics.median(before):.2f}"
        )
    return 0


def told(times: list[float]) -> str:
    p95 = sorted(times)[int(len(times) * 0.95)]
    return f"median {statistics.median(times):.1f} ms p95 {p95:.1f} ms"


def timed(ask: Callable[[], int], seconds: float) -> list[float]:
    """How many milliseconds each of the requests took that fit into `seconds`."""
    ends, times = time.monotonic() + seconds, []
    while time.monotonic() < ends:
        began = time.perf_counter()
        status = ask()
        times.append((time.perf_counter() - began) * 1000)
        if status != 200:
            sys.exit(f"answered with {status}")
        time.sleep(0.05)
    return times


def largest_pool(sandbox: Sandbox) -> str:
    company = sandbox.company(sandbox.keys[0])
    pool = max(company.pools.values(), key=lambda one: len(company.in_pool(one)))
    return f"/pools/{pool.id}/"


if __name__ == "__main__":
    sys.exit(main())
