"""Two promises about calls, measured on real servers: part of `make promises`.

`hurt`: whatever happens to the file that counts calls, four processes under load never
make more calls in any sixty seconds than the API allows. `fair`: one user with many
tabs leaves pages to another.
"""

import json
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import cycle, pairwise
from pathlib import Path

import requests
from demo_process import Demo, sign_in
from promises import LIMIT, WINDOW, running, visit

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

CALLS = "calls.sqlite3"
TABS, PAGES, LATENCY_MS = 24, 40, 800
FAULT = '<p class="alert alert-error" role="alert"><strong>'

# Lets a file say by how much the clock on the wall is wrong.
MOVABLE_CLOCK = """
import time
from pathlib import Path
real = time.time
def moved():
    try:
        return real() + float(Path({path!r}).read_text())
    except (OSError, ValueError):
        return real()
time.time = moved
"""


def main() -> int:
    return {"hurt": hurt, "fair": fair}[sys.argv[1]]()


# The limit of calls


def hold(folder: Path, seconds: float) -> None:
    with closing(sqlite3.connect(folder / CALLS, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)


def hold_for_a_minute(folder: Path) -> None:
    threading.Timer(15, renew_a_process).start()
    hold(folder, 75)


def tear(folder: Path) -> None:
    with (folder / CALLS).open("r+b") as file:
        file.write(b"torn" * 1500)
    renew_a_process()


def remove(folder: Path) -> None:
    for name in folder.glob(f"{CALLS}*"):
        name.unlink()
    renew_a_process()


def set_clock(folder: Path, seconds: int) -> None:
    (folder / "clock").write_text(str(seconds))


def renew_a_process() -> None:
    [master] = children(os.getpid())
    os.kill(children(master)[0], signal.SIGTERM)


def children(pid: int) -> list[int]:
    """On Linux."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


# What happens at which second. Calls may be made again 61 s after the first ones, so
# that each fault is at a moment when one that counts too few lets calls through.
FAULTS: list[tuple[float, str, Callable[[Path], None]]] = [
    (0, "nothing", lambda _: None),
    (10, "clock an hour ahead", partial(set_clock, seconds=3600)),
    (20, "clock an hour behind", partial(set_clock, seconds=-3600)),
    (59, "held for 2.6 s", partial(hold, seconds=2.6)),
    (68, "torn, one process renewed", tear),
    (138, "removed, one process renewed", remove),
    (194, "held for 75 s, one process renewed", hold_for_a_minute),
    (275, "the end", lambda _: None),
]


def hurt() -> int:
    """Print how many calls the API got after each fault. 1 if some were too many."""
    with tempfile.TemporaryDirectory() as folder:
        log, data = Path(folder, "calls.jsonl"), Path(folder, "data")
        clock = MOVABLE_CLOCK.format(path=str(data / "clock"))
        Path(folder, "sitecustomize.py").write_text(clock)
        os.environ |= {
            "PYTHONPATH": os.pathsep.join([folder, os.environ["PYTHONPATH"]]),
            "RECRUSPACE_CACHE_SECONDS": "0",
            # A clock that is wrong signs nobody out here.
            "SESSION_IDLE_MINUTES": "600",
        }
        options = Options(candidates=400, rate=0, log=str(log))
        with Sandbox(options) as sandbox, running(str(data), sandbox, 4) as site:
            visitors = threading.Thread(
                target=visit, args=[site, sandbox, FAULTS[-1][0], 0.5]
            )
            visitors.start()
            began = time.time()
            for second, _, fault in FAULTS:
                time.sleep(max(0, began + second - time.time()))
                fault(data)
            visitors.join()
        lines = [json.loads(line) for line in log.read_text().splitlines()]
    times = sorted(datetime.fromisoformat(line["time"]).timestamp() for line in lines)
    in_window = {at: bisect_left(times, at + WINDOW) - n for n, at in enumerate(times)}
    for (begin, name, _), (end, _, _) in pairwise(FAULTS):
        first, last = began + begin, began + end
        made = sum(first <= at < last for at in times)
        most = max(n for at, n in in_window.items() if first - WINDOW < at < last)
        print(f"{name:35} {made:4} calls, most in {WINDOW:.0f} s: {most}")
    return int(max(in_window.values()) > LIMIT)


# The places at the API


def fair() -> int:
    """Print what one user's pages are like while another has many tabs open."""
    os.environ |= {"RECRUSPACE_CACHE_SECONDS": "0"}
    options = Options(candidates=400, rate=0, latency_ms=LATENCY_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(options) as sandbox,
        running(folder, sandbox, 2, limit=10**6) as site,
        ThreadPoolExecutor(TABS) as tabs,
    ):
        session, another = sign_in(site), sign_in(add_user(site, sandbox.keys[-1]))
        many = cycle(addresses(sandbox, sandbox.keys[0]))
        # Each page once, so that none has an older answer to show.
        few = addresses(sandbox, sandbox.keys[-1])[:PAGES]
        ends = threading.Event()

        def browse(_: int) -> list[int]:
            found = []
            while not ends.is_set():
                found.append(session.get(site.site + next(many)).status_code)
                time.sleep(0.2)
            return found

        busy = [tabs.submit(browse, tab) for tab in range(TABS)]
        time.sleep(2)
        pages = [shown(another.get(site.site + page)) for page in few]
        ends.set()
        own = [status for tab in busy for status in tab.result()]
    print(
        f"while one user has {TABS} tabs open ({own.count(200)} of {len(own)} pages "
        f"shown), another sees {sum(pages)} of {len(few)} pages"
    )
    return int(not all(pages))


def shown(response: requests.Response) -> bool:
    """Whether the page is there, with all its sections."""
    return response.ok and FAULT not in response.text


def addresses(sandbox: Sandbox, key: str) -> list[str]:
    company = sandbox.company(key)
    pages = ["/", "/pools/", "/jobs/", "/company/"]
    pages += [f"/pools/{number}/" for number in company.pools]
    pages += [
        f"/candidates/{number}/assign/" for number in list(company.candidates)[:5]
    ]
    return pages + [f"/candidates/{number}/" for number in company.candidates]


def add_user(site: Demo, key: str) -> Demo:
    from django.contrib.auth.models import User

    from recruspace_dashboard.accounts.models import ApiKey

    user = User.objects.create_user("another", password=site.password)
    ApiKey.store(user, key)
    return Demo(site.site, "another", site.password)


if __name__ == "__main__":
    sys.exit(main())
