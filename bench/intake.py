"""Five hundred CVs brought in while a user clicks through pools: how much slower the
pages are, and how much memory and disk it takes.

`python -m bench.intake` takes four minutes.
"""

import json
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import cycle
from multiprocessing import get_context
from os import nice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.outbox import USER, _pages, _query, _wait_for_copy
from bench.report import Report, table
from bench.sites import sandbox
from recruspace_dashboard.services import RecruspaceClient

FILES, SIZE = 500, 100_000
# On its way, and what the script waits between two files.
SECONDS_BETWEEN = SIZE * 8 / 50_000_000 + 0.03
CLICKS, PAUSE = 200, 0.1
# The browser that brings them is a process of its own, not of the one that measures; it
# yields to the others, as it would be on another machine.
FORK = get_context("fork")
MEGABYTE = 1024 * 1024
TEXT = """\
One user asks ten times a second for a page of a pool that is kept, another brings in
500 PDFs of 100 kB as a browser does, one by one over a line of 50 Mbit a second, while
the worker reads them. Two processes of 24 threads, the API answers at once. The second
time all come as one form, as from a browser without JavaScript. Of the folder of data,
the files themselves are MB_OF_FILES."""


@dataclass(frozen=True)
class Seen:
    """`pages` in milliseconds; the others in MB, `before` it began, and at most."""

    pages: list[float]
    memory: tuple[float, float]
    disk: tuple[float, float]
    seconds: float

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.pages, n=20)[-1]


def main() -> None:
    report = Report()
    text = TEXT.replace("MB_OF_FILES", f"{FILES * SIZE / MEGABYTE:.0f} MB")
    report.add("Many CVs beside a user", text, measure())
    report.write()


def measure() -> str:
    from tests.project.served import served, working

    with TemporaryDirectory() as name, sandbox("--candidates", "500") as (api, key):
        data = Path(name)
        settings = {"RECRUSPACE_API_URL": api, "WEB_CONCURRENCY": "2"}
        settings |= {"RECRUSPACE_CALLS_PER_MINUTE": "100000"}
        settings |= {"GUNICORN_CMD_ARGS": "--threads 24"}
        kept = cycle(_pages(RecruspaceClient(key, api))[:4])
        with served(data, (*USER, key), **settings) as site, working(data, **settings):
            _wait_for_copy(data)
            user, other = site.sign_in(*USER), site.sign_in(*USER)
            seen = {"no files": _watch(site, user, kept, partial(str))}
            for number, label in enumerate(("one by one", "as a form")):
                bring, cvs = (_one_by_one, _as_form)[number], dict(_cvs(number * FILES))
                brought = partial(bring, site.site, other, cvs)
                seen[label] = _watch(site, user, kept, brought)
                _wait_until_read(data)
    return _told(seen)


def _watch(site: Any, session: Any, pages: Iterator[str], bring: Any) -> Seen:
    """What a user sees while files are brought in."""
    took = list[float]()
    with _sizes(site) as sizes, ProcessPoolExecutor(1, FORK, nice, (10,)) as pool:
        began = time.monotonic()
        brought = pool.submit(bring)
        while not brought.done() or len(took) < CLICKS:
            at = time.perf_counter()
            site.get(session, next(pages)).raise_for_status()
            took.append((time.perf_counter() - at) * 1000)
            time.sleep(PAUSE)
        brought.result()
        seconds = time.monotonic() - began
    memory, disk = ([one[n] for one in sizes] for n in (0, 1))
    return Seen(took, (memory[0], max(memory)), (disk[0], max(disk)), seconds)


@contextmanager
def _sizes(site: Any) -> Iterator[list[tuple[float, float]]]:
    """The largest web process and the folder of data, looked at again and again."""
    found, ended = [_size(site)], threading.Event()

    def look() -> None:
        while not ended.wait(0.25):
            found.append(_size(site))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        ended.set()
        watcher.join()


def _size(site: Any) -> tuple[float, float]:
    process = site.server.pid
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    memory = [0.0]
    for child in children:
        with suppress(OSError):
            status = Path(f"/proc/{child}/status").read_text()
            memory.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    disk = 0
    for path in site.data.rglob("*"):
        with suppress(OSError):
            disk += path.stat().st_size
    return max(memory), disk / MEGABYTE


def _cvs(first: int) -> Iterator[tuple[str, bytes]]:
    from reportlab.pdfgen.canvas import Canvas

    for number in range(first, first + FILES):
        paper = BytesIO()
        canvas = Canvas(paper, pageCompression=0)
        canvas.setSubject("x" * SIZE)
        for line, text in enumerate(
            (f"Jane Doe {number}", f"jane.{number}@example.com")
        ):
            canvas.drawString(50, 800 - 20 * line, text)
        canvas.save()
        yield f"cv-{number}.pdf", paper.getvalue()


def _one_by_one(site: str, session: Any, files: dict[str, bytes]) -> None:
    listed = [{"name": name, "size": len(one)} for name, one in files.items()]
    form = {"manifest": json.dumps(listed)}
    told = _post(site, session, "/intake/", form).json()
    for row in told["files"]:
        time.sleep(SECONDS_BETWEEN)
        file = {"file": (row["name"], files[row["name"]])}
        _post(site, session, f"{told['address']}files/{row['number']}/", {}, file)


def _as_form(site: str, session: Any, files: dict[str, bytes]) -> None:
    _post(site, session, "/intake/", {}, [("files", one) for one in files.items()])


def _post(site: str, session: Any, address: str, form: Any, files: Any = None) -> Any:
    token = {"csrfmiddlewaretoken": session.cookies["csrftoken"]}
    sent = session.post(site + address, data=token | form, files=files, timeout=60)
    sent.raise_for_status()
    return sent


def _wait_until_read(data: Path) -> None:
    unread = "SELECT count(*) FROM intake_intakefile WHERE state IN (?, ?)"
    while _query(data / "dashboard.sqlite3", unread, "arrived", "expected") != [(0,)]:
        time.sleep(1)


def _told(seen: dict[str, Seen]) -> str:
    alone = seen["no files"].p95
    heads = ["", "pages", "p95, ms", "ratio", "MB a process", "MB on disk", "seconds"]
    rows = [
        [
            label,
            len(one.pages),
            f"{one.p95:.0f}",
            f"{one.p95 / alone:.2f}",
            " to ".join(f"{size:.0f}" for size in one.memory),
            " to ".join(f"{size:.0f}" for size in one.disk),
            f"{one.seconds:.0f}",
        ]
        for label, one in seen.items()
    ]
    return table(heads, rows)


if __name__ == "__main__":
    main()
