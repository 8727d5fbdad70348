"""Times of pages and memory use, measured on the demo: `make bench`.

Two gunicorn processes, the sandbox and the clients share this machine, so the figures
include all of them. They vary between machines: compare figures of the same run.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
from demo_process import Demo, running_demo

REPEATS = 200


def main() -> None:
    with running_demo("--port", "8300", "--rate", "0") as demo:
        session = sign_in(demo)
        pool = largest_pool(session, demo)
        table = {"HX-Request": "true"}
        print(f"{'':34}{'median':>8}{'p95':>8}{'8 at once':>12}")
        measure("health", session, f"{demo.site}/healthz/")
        measure("sign-in page", requests.Session(), f"{demo.site}/login/")
        measure("list of pools", session, f"{demo.site}/pools/")
        measure("a pool's page of 25", session, f"{demo.site}{pool}")
        measure("its table alone, for htmx", session, f"{demo.site}{pool}", table)
        measure("a pool's page of 100", session, f"{demo.site}{pool}?page_size=100")
        print(f"\nlargest process of the dashboard: {largest_process():.0f} MB")


def sign_in(demo: Demo) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.get(f"{demo.site}/login/")
    form = {
        "username": demo.username,
        "password": demo.password,
        "csrfmiddlewaretoken": session.cookies["csrftoken"],
    }
    session.post(f"{demo.site}/login/", data=form).raise_for_status()
    return session


def largest_pool(session: requests.Session, demo: Demo) -> str:
    page = session.get(f"{demo.site}/pools/").text
    return page.split('class="cell-main"><a href="')[1].split('"')[0]


def measure(
    name: str,
    session: requests.Session,
    address: str,
    headers: dict[str, str] | None = None,
) -> None:
    """Print the median and 95th percentile of sequential requests in milliseconds, and
    the requests per second of eight clients at the same time."""

    def once(_: int = 0) -> float:
        began = time.perf_counter()
        session.get(address, headers=headers).raise_for_status()
        return (time.perf_counter() - began) * 1000

    once()
    times = sorted(map(once, range(REPEATS)))
    began = time.perf_counter()
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(once, range(REPEATS)))
    rate = REPEATS / (time.perf_counter() - began)
    p95 = times[int(len(times) * 0.95)]
    print(f"{name:34}{statistics.median(times):6.1f}ms{p95:6.1f}ms{rate:9.0f}/s")


def largest_process() -> float:
    """Resident memory of the largest gunicorn process in MB, on Linux."""
    sizes = [0.0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            status = (folder / "status").read_text()
        except OSError:
            continue
        if b"gunicorn" in command and b"recruspace_dashboard" in command:
            sizes.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    return max(sizes)


if __name__ == "__main__":
    sys.exit(main())
