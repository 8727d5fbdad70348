"""`make bench`: the figures of pages, load, search and calls for `docs/benchmarks.md`,
in one run."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import load, machines, pages, review
from bench.report import Report, table
from recruspace_dashboard.operations.generated_secrets import (
    new_encryption_key,
    new_secret_key,
)

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL with Redis"
LATENCIES = (0, 50, 200)
PAGES = """\
Processor time of the server in milliseconds, medians of pages asked by turns. The
floor is a bare Django view, signed in, that renders the same 25 rows and columns from
memory, without translation or compression; the admin is Django's, with 2,000 rows, 25 a
page. Calls are those to the API, before an answer is cached and after."""
LIVE = """\
A pool's page of ten that is not cached, in milliseconds, beside the time of its call
alone."""
SEARCH = """\
Whole pages of 25 through all middleware, in one process, in milliseconds, each query by
turns with a pool's page from cached answers. "First time" is after the process has
forgotten everything, as after each write of a sync. No query makes a call."""
MACHINES = """\
Two machines with two web processes and two workers each, on PostgreSQL and Redis. The
API allows 100 calls a minute, the dashboard makes 95 in 61 seconds."""
SLOW = """\
32 visitors ask for pages of all pools; the API takes {latency} ms. An answer is fresh
for five seconds, so that none still is when its page comes again. With fewer than one
call a page, some show an older answer and say so, as enough others wait for the API."""
AT_ONCE = """\
The Procfile's web line for both, gunicorn with two processes of 24 threads. The
visitors run on the same two processors."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in two minutes")
    parser.add_argument("--sizes", type=int, nargs="*", default=[20_000, 100_000])
    options = parser.parse_args()
    quick = options.quick
    report = Report()
    for database in (SQLITE, POSTGRESQL):
        with TemporaryDirectory() as folder, servers(database) as environment:
            measure(report, database, Path(folder), environment, quick=quick)
            if not quick:
                search(report, database, options.sizes, environment)
        if quick:
            return
    report.add(review.TITLE, review.TEXT, review.measure())
    # On servers without the users of what was measured before.
    with servers(POSTGRESQL) as environment:
        report.add("Calls of two machines", MACHINES, machines.windows(environment))
    report.write()


@contextmanager
def servers(database: str) -> Iterator[dict[str, str]]:
    """What the dashboard's environment says of them."""
    if database == SQLITE:
        yield {}
        return
    from tests import postgresql, redis

    with postgresql.running() as one, redis.running() as other:
        yield {
            "DATABASE_URL": one.url,
            "CACHE_URL": other.url,
            "SECRET_KEY": new_secret_key(),
            "ENCRYPTION_KEYS": new_encryption_key(),
        }


def measure(
    report: Report,
    database: str,
    folder: Path,
    environment: dict[str, str],
    *,
    quick: bool,
) -> None:
    repeats = 30 if quick else 200
    lives = []
    for latency in LATENCIES:
        (folder / str(latency)).mkdir()
        with pages.sites(folder / str(latency), environment, latency) as found:
            lives.append([latency, *pages.live(found, 10 if quick else 40)])
            if not latency:
                fast(report, database, found, repeats, quick=quick)
    latency, many = LATENCIES[-1], 4 * pages.CANDIDATES
    (folder / "many").mkdir()
    with pages.sites(folder / "many", environment, latency, many) as found:
        body = load.slow_api(found, 5 if quick else 30, latency)
        report.add(f"A slow API, on {database}", SLOW.format(latency=latency), body)
    heads = ["the API takes", "a page, p50", "its call alone, p50", "ratio"]
    report.add(f"Live pages, on {database}", LIVE, table(heads, lives))


def search(
    report: Report, database: str, sizes: list[int], environment: dict[str, str]
) -> None:
    url = environment.get("DATABASE_URL", "")
    done = subprocess.run(
        [sys.executable, "-m", "bench.library", *map(str, sizes)],
        env=os.environ | environment | ({"TEST_DATABASE_URL": url} if url else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    report.add(f"Search, on {database}", SEARCH, done.stdout.lstrip())


def fast(
    report: Report, database: str, found: pages.Sites, repeats: int, *, quick: bool
) -> None:
    """What is measured with an API that answers at once."""
    report.add(f"Cached pages, on {database}", PAGES, pages.cached(found, repeats))
    rounds, seconds = (1, 2) if quick else (5, 4)
    body = load.at_once(found, rounds, seconds)
    report.add(f"Many at once, on {database}", AT_ONCE, body)
    if not quick:
        body = load.steady(found, 300, 20)
        report.add(f"Twenty a second for five minutes, on {database}", "In ms.", body)
        body = load.memory(found, 10_000)
        report.add(f"Memory of a process, on {database}", "It answers all.", body)
    phases = pages.phases(found, repeats)
    report.add(f"Where the time goes, on {database}", "A cached page of 25.", phases)


if __name__ == "__main__":
    main()
