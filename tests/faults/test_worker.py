"""The worker meets every fault of the API: at the list of pools, and at the first and a
later page of a pool.

Each time: nothing that was copied is lost, what is written came from the API, the
reason and the next try are noted, nothing is called before that; and once the API is
well, the copy is what the API has.
"""

import math
import time
from dataclasses import dataclass, replace

import pytest
from django.utils import timezone

from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.library.models import (
    CopiedPool,
    CopyState,
    KeyPools,
)
from recruspace_dashboard.library.sync import walking, worker
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.http.upstream import upstream_of
from recruspace_dashboard.services.http.wire import Limits
from tests.faults.faults import Fault, Shown
from tests.faults.met import first_of, groups
from tests.faults.pages import POOLS
from tests.faults.server import FaultServer
from tests.library.conftest import copied, later, without_links

Trouble = CopiedPool.Problem

# For the quick run, and of these the first.
QUICK = {11, 17, 25, 26, 27, 33, 37, 50, 56, 61}
# So that nothing slow takes long.
HASTY = replace(Limits.of_page(0.5), together=math.inf)
PAGE_SIZE = 4
# By these, the API says that a pool ends with its first page. It is believed if it says
# so twice.
ENDS_EARLY = {"without next", "page"}
Rows = dict[int, object]


@dataclass(frozen=True)
class Place:
    """Which of the worker's calls a fault strikes."""

    name: str
    path: str
    query: str = ""

    def __str__(self) -> str:
        return self.name


ONE_POOL = "/talent-pools/{pool}/candidates/"
LISTING = Place("listing", POOLS)
PLACES = [
    LISTING,
    Place("first-page", ONE_POOL, "page=1&"),
    Place("later-page", ONE_POOL, "page=2&"),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("place", PLACES, ids=str)
    metafunc.parametrize("faults", list(groups(metafunc, QUICK)))


class Time:
    """The clock of the worker and of the gate, which a test can move on."""

    ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@dataclass
class Copying:
    """A company of two pools, and what copies it."""

    company: Company
    pool: Pool
    other_pool: Pool
    server: FaultServer
    time: Time
    usual: Limits
    limits: Limits

    @property
    def key(self) -> str:
        return self.server.sandbox.keys[0]

    def calls(self) -> int:
        return len(self.server.requests)

    def run(self) -> SyncWorker:
        """All that there is to do now."""
        one = SyncWorker()
        for _ in range(1000):
            if not one.step():
                return one
        raise AssertionError("a worker without end")

    def passes(self, seconds: float) -> None:
        self.time.ahead += seconds
        upstream_of.cache_clear()
        later(seconds=seconds)

    def true(self) -> Rows:
        """What the API has."""
        client = RecruspaceClient(self.key, self.server.sandbox.url, Limits())
        pages = [
            client.talent_pools.read_candidates(pool_id=pool, page=1)
            for pool in self.company.pools
        ]
        return {one["id"]: without_links(one) for page in pages for one in page.items}

    def change(self) -> Candidate:
        """One is gone, one has another name, and one is new."""
        gone, other, last = self.company.in_pool(self.pool)[:3]
        del self.company.candidates[gone.id]
        other.first_name += "x"
        new = replace(last, id=self.company.new_id())
        self.company.candidates[new.id] = new
        return gone


@pytest.fixture
def copying(user, server, company, pool, settings, monkeypatch) -> Copying:
    settings.RECRUSPACE_CALLS_PER_MINUTE = 10**6
    CopyState.objects.update(origin=server.url)
    monkeypatch.setattr(walking, "PAGE_SIZE", PAGE_SIZE)
    monkeypatch.setattr(walking, "WRITE_ROWS", 1)
    usual = Limits.of_background()
    small = next(one for one in company.pools.values() if one is not pool)
    company.pools = {one.id: one for one in (pool, small)}
    kept = company.in_pool(pool)[: 2 * PAGE_SIZE + 1] + company.in_pool(small)[:2]
    company.candidates = {one.id: one for one in kept}
    clock = Time()
    monkeypatch.setattr(gate_of(server.sandbox.keys[0]).gate, "_clock", clock.monotonic)
    for module in (walking, worker):
        monkeypatch.setattr(module, "time", clock)
    copying = Copying(company, pool, small, server, clock, usual, usual)
    monkeypatch.setattr(Limits, "of_background", lambda: copying.limits)
    copying.run()
    assert copied() == copying.true()
    return copying


def test_the_worker(place, faults, copying, acted_out, record_property, caplog):
    if place is PLACES[-1]:
        # The others are as on the first page.
        faults = first_of(faults)
    for fault in faults:
        before = copied()
        gone = copying.change()
        copying.passes(25 * 3600)
        told = timezone.now()
        true, path = copying.true(), place.path.format(pool=copying.pool.id)
        copying.limits = HASTY if fault.slow else copying.usual
        with acted_out(fault, "GET", path, place.query) as strike:
            if fault.name in ENDS_EARLY:
                strike.times = 1
            one = copying.run()
            assert strike.struck or fault.way, fault
            assert_nothing_is_lost(fault, before, gone, true)
            assert_noted(fault, place, copying, told)
            assert_waits(fault, copying, one)
            one.stop()
        assert copying.key not in caplog.text
        assert "Traceback" not in caplog.text, fault
        copying.passes(24 * 3600)
        copying.run().stop()
        assert copied() == copying.true(), fault
        assert set(CopiedPool.objects.values_list("problem", flat=True)) == {""}
        assert KeyPools.objects.get().problem == ""
    record_property("faults \u00d7 worker", len(faults))


def assert_nothing_is_lost(
    fault: Fault, before: Rows, gone: Candidate, true: Rows
) -> None:
    rows = copied()
    assert before.keys() - {gone.id} <= rows.keys(), fault
    assert rows.keys() <= before.keys() | true.keys(), fault
    if not fault.reads.well:
        for number, payload in rows.items():
            assert payload in (before.get(number), true.get(number)), fault


def problem_of(shown: Shown) -> Trouble:
    match shown.status:
        case 401 | 403:
            return Trouble.REFUSED
        case 503 | 504:
            return Trouble.UNREACHABLE
        case _:
            return Trouble.FAILING


def assert_noted(fault: Fault, place: Place, copying: Copying, told) -> None:
    key = KeyPools.objects.get()
    pool = CopiedPool.objects.get(pk=copying.pool.id)
    other = CopiedPool.objects.get(pk=copying.other_pool.id)
    if place is LISTING and fault.without_ids:
        assert key.problem == Trouble.FAILING
        assert_bounded(key.list_at, told, fault)
    elif fault.reads.well:
        assert not key.problem
        assert pool.problem in {"", Trouble.FEWER, Trouble.SHIFTING, Trouble.FAILING}
    elif fault.reads.status == 429:
        assert (key.problem, pool.problem) == ("", "")
    elif fault.way or place is LISTING:
        assert key.problem == problem_of(fault.reads), fault
        assert_bounded(key.list_at, told, fault)
    elif fault.number == 25:
        assert (key.problem, key.asked_at) == (Trouble.REFUSED, None)
    else:
        # A 404 after the first page is the end of a list, which is then too short.
        ended = fault.reads.status == 404 and place.name == "later-page"
        expected = Trouble.FEWER if ended else problem_of(fault.reads)
        assert pool.problem == expected, fault
        assert_bounded(pool.next_try, told, fault)
        assert not other.problem
        assert other.walked_at >= told, fault
    if pool.problem:
        assert_bounded(pool.next_try, told, fault)


def assert_bounded(next_try, told, fault: Fault) -> None:
    assert 29 <= (next_try - told).total_seconds() <= 30 * 60, fault


def assert_waits(fault: Fault, copying: Copying, one: SyncWorker) -> None:
    """Nothing is called before it is time, and then something is."""
    before = copying.calls()
    assert not one.step()
    assert copying.calls() == before, fault
    if fault.reads.status == 429 and "second" in fault.reads.words:
        seconds = int(fault.reads.words.split()[3])
        copying.passes(max(0, seconds - 3))
        one.step()
        assert copying.calls() == before or seconds < 3, fault
        copying.passes(5)
        one.step()
        assert copying.calls() > before, fault
