"""Pages of the dashboard beside the same rows in a bare Django view, and beside the
admin's list: processor time of the server, asked by turns."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.phases import PHASES, REST
from bench.report import table
from bench.sites import Log, Site, running, sandbox
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.records import Candidate

CANDIDATES = 2_000
WARM_UP = 10
# Answers stay fresh while they are measured.
FRESH = {"RECRUSPACE_CACHE_SECONDS": "3600", "RECRUSPACE_CALLS_PER_MINUTE": "1000000"}


@dataclass(frozen=True)
class Asked:
    """A page of a site."""

    name: str
    site: Site
    path: str
    htmx: bool = False

    def ask(self, **more: bool) -> dict[str, Any]:
        return self.site.ask(self.path, htmx=self.htmx, **more)


@dataclass(frozen=True)
class Sites:
    """Both sites on the same pool of the sandbox; `log` is the sandbox's."""

    floor: Site
    dashboard: Site
    client: RecruspaceClient
    pool: int
    log: Log

    def pages(self) -> list[Asked]:
        pool = f"/pools/{self.pool}/"
        return [
            Asked("floor: a bare Django view", self.floor, "/"),
            Asked("Django admin's list", self.floor, "/admin/floor/candidate/"),
            Asked("a pool's page of 25", self.dashboard, pool),
            Asked("its table, for htmx", self.dashboard, pool, htmx=True),
            Asked("a page of 100", self.dashboard, f"{pool}?page_size=100"),
            Asked("floor: 100 rows", self.floor, "/?page_size=100"),
            Asked("all candidates", self.dashboard, "/candidates/"),
            Asked("Home", self.dashboard, "/"),
            Asked("the list of pools", self.dashboard, "/pools/"),
            Asked("/healthz/", self.dashboard, "/healthz/"),
        ]


@contextmanager
def sites(
    folder: Path,
    environment: dict[str, str],
    latency: int = 0,
    candidates: int = CANDIDATES,
) -> Iterator[Sites]:
    """With the sandbox answering after `latency` milliseconds."""
    log = Log(folder / "calls.jsonl")
    arguments = ["--candidates", str(candidates), "--latency-ms", str(latency)]
    with sandbox(*arguments, "--log", str(log.path)) as (address, key):
        client = RecruspaceClient(key, address)
        pool = largest_pool(client)
        write_rows(client, pool, folder / "rows.json")
        rows = {"FLOOR_ROWS": f"{folder}/rows.json"}
        own = {"RECRUSPACE_API_URL": address, "BENCH_API_KEY": key, **FRESH}
        with (
            running("floor", folder / "floor", **rows, **environment) as floor,
            running("dashboard", folder / "own", **own, **environment) as dashboard,
        ):
            yield Sites(floor, dashboard, client, pool, log)


def cached(found: Sites, repeats: int) -> str:
    """Pages whose answers are cached."""
    pages = found.pages()
    cold = {page.name: _calls(found.log, page.ask) for page in pages}
    times = interleaved(pages, repeats)
    floor, admin = times[pages[0].name], times[pages[1].name]
    rows = []
    for page in pages:
        answer = page.ask(count=True)
        warm = _calls(found.log, page.ask)
        packed = page.ask(gzip=True)["bytes"] if page.site is found.dashboard else ""
        took = times[page.name]
        rows.append(
            [
                *(
                    page.name,
                    f"{took:.1f}",
                    f"{took / floor:.2f}",
                    f"{took / admin:.2f}",
                ),
                *(f"{cold[page.name]} / {warm}", answer["sql"]),
                *(f"{answer['bytes']:,}", f"{packed:,}" if packed else ""),
            ]
        )
    heads = ["page", "ms", "to the floor", "to the admin", "calls cold / warm"]
    return table([*heads, "SQL", "bytes", "gzip"], rows)


def phases(found: Sites, repeats: int) -> str:
    page = found.pages()[2]
    spent = [page.ask(phases=True)["phases"] for _ in range(WARM_UP + repeats)]
    names = [*PHASES, REST]
    medians = {
        name: statistics.median(one[name] for one in spent[WARM_UP:]) for name in names
    }
    total = sum(medians.values())
    rows = [[n, f"{ms:.2f}", f"{ms / total:.0%}"] for n, ms in medians.items()]
    return table(["phase", "ms", "share"], rows)


def live(found: Sites, repeats: int) -> list[str]:
    """Pages that are not cached, whose pool is known: the page's time beside that of
    the same call made directly."""
    pool, own, direct = f"/pools/{found.pool}/", [], []
    read = found.client.talent_pools.list_candidates
    found.dashboard.ask(pool)
    for number in range(1, repeats + 1):
        answer = found.dashboard.ask(f"{pool}?page_size=10&page={number}")
        own.append(answer["wall"])
        asked = partial(read, pool_id=found.pool, page=number, page_size=10)
        direct.append(_milliseconds(asked))
    a_page, a_call = statistics.median(own), statistics.median(direct)
    return [f"{a_page:.1f}", f"{a_call:.1f}", f"{a_page / a_call:.2f}"]


def _milliseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def _calls(log: Log, do: Callable[[], object]) -> int:
    before = log.count()
    do()
    return log.count() - before


def interleaved(pages: list[Asked], repeats: int) -> dict[str, float]:
    """The median processor time of each page in milliseconds, asked by turns."""
    times: dict[str, list[float]] = {page.name: [] for page in pages}
    for turn in range(WARM_UP + repeats):
        for page in pages:
            took = page.ask()["cpu"]
            if turn >= WARM_UP:
                times[page.name].append(took)
    return {name: statistics.median(taken) for name, taken in times.items()}


def largest_pool(client: RecruspaceClient) -> int:
    pools = client.talent_pools.all()
    largest = max(pools, key=lambda pool: pool.candidate_count or 0)
    return int(largest.id or 0)


def write_rows(client: RecruspaceClient, pool: int, path: Path) -> None:
    """The rows of the floor: those that the pool's page shows."""
    page = client.talent_pools.list_candidates(pool_id=pool, page=1, page_size=100)
    path.write_text(json.dumps([row_of(one) for one in page.items]))


def row_of(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "suitability": one.suitability,
        "score": one.score,
        "stage": one.stage,
        "tags": [tag.title for tag in one.tags],
        "city": one.city,
        "source": one.source_platform,
        "added": one.created_at.isoformat() if one.created_at else None,
        "cv": f"/candidates/{one.id}/cv/",
    }
