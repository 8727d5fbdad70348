"""Both sites behind gunicorn, as the Procfile starts it, and visitors at once."""

import http.client
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from bench.pages import Sites
from bench.report import table
from bench.sites import BASE_DIR, Site

MANY = 32
VISITORS = (1, 8, MANY)
THREADS, PROCESSES = 24, 2
APPLICATIONS = {
    "dashboard": ["recruspace_dashboard.wsgi"],
    "floor": ["bench.floor.wsgi", "--config", "bench/floor/gunicorn.conf.py"],
}


@dataclass
class Server:
    """A site that is served; `path` is the page that visitors ask for."""

    port: int
    cookie: str
    path: str
    process: int

    def memory(self) -> float:
        """Resident memory of its largest process in MB, on Linux."""
        task = Path(f"/proc/{self.process}/task/{self.process}/children")
        sizes = [0.0]
        for child in task.read_text().split():
            with suppress(OSError):
                status = Path(f"/proc/{child}/status").read_text()
                sizes.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
        return max(sizes)


@dataclass
class Visit:
    """Milliseconds of the pages that came, and how many did not."""

    times: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    def add(self, other: "Visit") -> None:
        self.times += other.times
        self.failed += other.failed
        self.seconds += other.seconds

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


@contextmanager
def served(name: str, site: Site, path: str, port: int) -> Iterator[Server]:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", *APPLICATIONS[name]),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(PROCESSES)),
            *("--threads", str(THREADS), "--max-requests", "0"),
            *("--access-logfile", "/dev/null", "--log-level", "warning"),
        ],
        cwd=BASE_DIR,
        env=site.environment,
        stderr=subprocess.DEVNULL,
    )
    server = Server(port, site.cookie, path, process.pid)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait()


def _wait_for(server: Server) -> None:
    for _ in range(300):
        with suppress(OSError):
            if not visit(server, 1, requests=1).failed:
                return
        time.sleep(0.1)
    sys.exit("A site could not be served.")


def visit(
    server: Server,
    visitors: int,
    *,
    seconds: float = 3600.0,
    requests: int = 0,
    a_second: float = 0.0,
    paths: Iterator[str] | None = None,
) -> Visit:
    """So many visitors ask at once: each one page after the other, all together
    `a_second`, or as fast as they come."""
    found, lock = Visit(), threading.Lock()
    left = iter(range(requests or sys.maxsize))
    began = time.perf_counter()

    def one() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while time.perf_counter() - began < seconds:
            with lock:
                number = next(left, None)
                path = next(paths) if paths else server.path
            if number is None:
                return
            if a_second:
                time.sleep(max(0.0, began + number / a_second - time.perf_counter()))
            start = time.perf_counter()
            try:
                connection.request("GET", path, headers={"Cookie": server.cookie})
                answer = connection.getresponse()
                answer.read()
                good = answer.status == 200
            except (OSError, http.client.HTTPException):
                good = False
                connection.close()
            took = (time.perf_counter() - start) * 1000
            with lock:
                if good:
                    found.times.append(took)
                else:
                    found.failed += 1

    threads = [threading.Thread(target=one) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    return found


@contextmanager
def both(found: Sites) -> Iterator[tuple[Server, Server]]:
    pool = f"/pools/{found.pool}/"
    with (
        served("floor", found.floor, "/", 8470) as floor,
        served("dashboard", found.dashboard, pool, 8471) as own,
    ):
        yield floor, own


def at_once(found: Sites, rounds: int, seconds: float) -> str:
    """Both sites by turns, for so many seconds each time."""
    rows = []
    with both(found) as servers:
        for visitors in VISITORS:
            visits = [Visit(), Visit()]
            for _ in range(rounds):
                for known, server in zip(visits, servers, strict=True):
                    known.add(visit(server, visitors, seconds=seconds))
            floor, own = visits
            for name, one in (("floor", floor), ("a pool's page", own)):
                figures = [f"{one.rate:.0f}", f"{one.p50:.0f}", f"{one.p95:.0f}"]
                rows.append([name, visitors, *figures, one.failed])
            rows.append(["ratio", visitors, *_ratios(own, floor), ""])
    heads = ["page", "visitors", "a second", "p50, ms", "p95, ms", "failed"]
    return table(heads, rows)


def _ratios(own: Visit, floor: Visit) -> list[str]:
    pairs = [(own.rate, floor.rate), (own.p50, floor.p50), (own.p95, floor.p95)]
    return [f"{ours / theirs:.2f}" for ours, theirs in pairs]


def memory(found: Sites, requests: int) -> str:
    """Memory of a process of the dashboard, while it answers."""
    pool = f"/pools/{found.pool}/"
    rows, before = [], 0
    with served("dashboard", found.dashboard, pool, 8471) as own:
        for done in (requests // 10, requests // 2, requests):
            visit(own, 8, requests=done - before)
            rows.append([done, f"{own.memory():.1f}"])
            before = done
    return table(["requests", "MB"], rows)


def steady(found: Sites, seconds: float, a_second: float) -> str:
    """As many requests a second as a busy team makes."""
    pool = f"/pools/{found.pool}/"
    with served("dashboard", found.dashboard, pool, 8471) as own:
        idle = visit(own, 1, requests=100)
        halves, sizes = [], [own.memory()]
        for _ in range(2):
            halves.append(
                visit(own, 32, requests=int(seconds / 2 * a_second), a_second=a_second)
            )
            sizes.append(own.memory())
    whole = Visit()
    for half in halves:
        whole.add(half)
    growth = sizes[2] / sizes[1] - 1
    return table(
        [
            "requests",
            "failed",
            "idle p50",
            "p50",
            "p95",
            "p95 to idle",
            "MB",
            "second half",
        ],
        [
            [
                *(
                    len(whole.times),
                    whole.failed,
                    f"{idle.p50:.1f}",
                    f"{whole.p50:.1f}",
                ),
                *(f"{whole.p95:.1f}", f"{whole.p95 / idle.p50:.1f}"),
                *(f"{sizes[2]:.0f}", f"{growth:+.1%}"),
            ]
        ],
    )


def slow_api(found: Sites, seconds: float, latency: float) -> str:
    """Pages of all pools, with the API taking `latency` milliseconds."""
    paths = [
        f"/pools/{pool.id}/?page_size=10&page={number}"
        for pool in found.client.talent_pools.all()
        for number in range(1, (pool.candidate_count or 0) // 10 + 2)
    ]
    site = found.dashboard.with_environment(RECRUSPACE_CACHE_SECONDS="5")
    with served("dashboard", site, paths[0], 8471) as own:
        calls = found.log.count()
        done = visit(own, MANY, seconds=seconds, paths=cycle(paths))
        calls = found.log.count() - calls
    allowed = min(MANY, PROCESSES * THREADS) * 1000 / latency
    return table(
        ["pages a second", "threads allow", "share", "calls a page", "p50", "failed"],
        [
            [
                *(f"{done.rate:.0f}", f"{allowed:.0f}", f"{done.rate / allowed:.2f}"),
                *(f"{calls / len(done.times):.2f}", f"{done.p50:.0f}", done.failed),
            ]
        ],
    )
