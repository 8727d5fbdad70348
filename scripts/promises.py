"""Two promises that take minutes to measure, on real servers: `make promises`.

`hammer`: four processes under load for two minutes never make more calls in any sixty
seconds than the API allows. `calm`: while the API hangs, pages that need no call are as
quick as before.
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

from demo_process import Demo, sign_in

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from scripts import demo, promise_strangers

LIMIT, WINDOW = 100, 60.0
VISITORS = 16
HAMMER_SECONDS = float(os.environ.get("HAMMER_SECONDS", "120"))
HUNG_SECONDS = 30.0
# How long a visitor looks at a page, error pages included.
READING_SECONDS = 1.0


def main() -> int:
    if sys.argv[1:] == ["hammer"]:
        return 0 if hammered() else 1
    if sys.argv[1:] == ["strangers"]:
        return 0 if promise_strangers.kept(running, timed, largest_pool) else 1
    return calm()


@contextmanager
def running(
    folder: str, sandbox: Sandbox, processes: int, limit: int = LIMIT - 5
) -> Iterator[Demo]:
    """The dashboard on this sandbox, with this number of processes."""
    port = demo.free_port(8400)
    site = f"http://127.0.0.1:{port}"
    demo.prepare(site, sandbox, limit=limit, data=Path(folder))
    with demo.served(port, processes, log=subprocess.DEVNULL) as server:
        demo.wait_for(f"{site}/healthz/", server)
        yield Demo(site, demo.USERNAME, demo.PASSWORD)


def hammered() -> bool:
    """Print how many calls the API got. True if no window had too many."""
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
        f"under load for {HAMMER_SECONDS:.0f} s by {VISITORS} visitors, 4 processes: "
        f"{len(statuses)} pages requested, {statuses.count(200)} shown, "
        f"{statuses.count(429)} with a wait, {count_others(statuses)} other\n"
        f"calls to the API: {len(calls)}, refused {refused}; "
        f"most in {WINDOW:.0f} s: {max(windows)}; "
        f"windows with more than {LIMIT}: {over} of {len(windows)}"
    )
    return over == 0


def count_others(statuses: list[int]) -> int:
    return sum(status not in (200, 429) for status in statuses)


def visit(site: Demo, sandbox: Sandbox, seconds: float, pause: float = 0) -> list[int]:
    """The statuses of the pages that all visitors requested."""
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
        results = visitors.map(one, range(0, len(pages), len(pages) // VISITORS))
        return [status for found in results for status in found]


def calm() -> int:
    """Print how long pages without a call take: first normally, then while visitors
    wait for an API that hangs."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RECRUSPACE_CACHE_SECONDS": "600"}
        options = Options(candidates=400, rate=0)
        with Sandbox(options) as sandbox, running(folder, sandbox, 2) as site:
            session = sign_in(site)
            cached = largest_pool(sandbox)

            def healthz() -> int:
                return session.get(f"{site.site}/healthz/").status_code

            def pool() -> int:
                return session.get(site.site + cached).status_code

            pages = {"/healthz/": healthz, "a cached pool page": pool}
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
            f"{name:20} idle {summary(before)}, API hung with {VISITORS} visitors "
            f"{summary(after)}: ratio of medians "
            f"{statistics.median(after) / statistics.median(before):.2f}"
        )
    return 0


def summary(times: list[float]) -> str:
    p95 = sorted(times)[int(len(times) * 0.95)]
    return f"median {statistics.median(times):.1f} ms p95 {p95:.1f} ms"


def timed(ask: Callable[[], int], seconds: float) -> list[float]:
    """Milliseconds of each request, repeated for `seconds`."""
    ends, times = time.monotonic() + seconds, []
    while time.monotonic() < ends:
        began = time.perf_counter()
        status = ask()
        times.append((time.perf_counter() - began) * 1000)
        if status != 200:
            sys.exit(f"unexpected status {status}")
        time.sleep(0.05)
    return times


def largest_pool(sandbox: Sandbox) -> str:
    company = sandbox.company(sandbox.keys[0])
    pool = max(company.pools.values(), key=lambda one: len(company.in_pool(one)))
    return f"/pools/{pool.id}/"


if __name__ == "__main__":
    sys.exit(main())
