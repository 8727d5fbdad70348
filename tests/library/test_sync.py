"""The copy becomes what the API has, whatever happens on the way."""

import json
import logging
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CopyState,
    KeyPools,
)
from recruspace_dashboard.library.sync import walking, worker
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.services import walk
from tests.conftest import PASSWORD
from tests.each_case import each_case
from tests.library.conftest import copied, ids_in, later, without_links
from tests.library.pool_server import POOL, PoolServer
from tests.services.list_server import ServedList, reply, rows_of

Trouble = CopiedPool.Problem


@pytest.fixture
def _small_pages(monkeypatch) -> None:
    monkeypatch.setattr(walking, "PAGE_SIZE", 3)
    monkeypatch.setattr(walking, "WRITE_ROWS", 1)


@pytest.fixture
def serve(user: User, settings, _small_pages) -> Iterator[Callable[..., PoolServer]]:
    """Serves a list as that of the one pool of `user`."""
    servers = []

    def start(served: ServedList, count: int | None = None) -> PoolServer:
        server = PoolServer(served, count)
        servers.append(server)
        settings.RECRUSPACE_API_URL = server.url
        CopyState.objects.update(origin=server.url)
        return server

    yield start
    for server in servers:
        server.stop()


def ids(last: int) -> list[int]:
    return list(range(1, last + 1))


def pool_row() -> CopiedPool:
    return CopiedPool.objects.get(pk=POOL)


# A list that is not as it should be


@each_case("is_array", [True, False])
def test_a_list_that_shifts_once_is_walked_again(serve, sync, is_array):
    served = ServedList(ids(8), is_array)
    served.before[2] = lambda: served.ids.insert(0, 99)
    server = serve(served)
    [outcome] = sync()
    assert outcome.problem == ""
    assert set(copied()) == {*ids(8), 99}
    assert server.pages.count(1) == 2
    assert pool_row().as_of
    _forget()


def _forget() -> None:
    CopiedCandidate.objects.all().delete()
    CopiedPool.objects.all().delete()
    KeyPools.objects.all().delete()


def test_a_list_that_always_shifts_deletes_nobody_and_is_told(serve, sync):
    served = ServedList(ids(12))
    server = serve(served)
    sync()
    assert len(copied()) == 12
    # From now on, each page comes in another order, and somebody is gone.
    served.ids.remove(12)
    page = served.page

    def turned(number: int, size: int) -> object:
        served.ids.reverse()
        return page(number, size)

    served.page = turned
    later(minutes=16)
    [outcome] = sync()
    assert outcome.problem == Trouble.SHIFTING
    assert set(copied()) == set(ids(12))
    row = pool_row()
    assert (row.problem, row.failures, row.page) == (Trouble.SHIFTING, 1, 0)
    assert row.next_try > row.walked_at
    calls = len(server.requests)
    assert sync() == []
    assert len(server.requests) == calls
    # It is tried again, and what is good then is believed.
    served.page = page
    later(minutes=16)
    [outcome] = sync()
    assert outcome.problem == ""
    assert set(copied()) == set(ids(11))
    assert (pool_row().problem, pool_row().failures) == ("", 0)


ODD = {
    "fewer than counted": (ServedList(ids(7), count=12), 12, Trouble.FEWER),
    "fewer in bare arrays": (ServedList(ids(7), True), 12, Trouble.FEWER),
    "pages without end": (ServedList(ids(9), pages=False), 9, Trouble.SHIFTING),
    "one page for all": (ServedList(ids(9), True, pages=False), 12, Trouble.SHIFTING),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_list_that_does_not_fit_is_walked_twice_and_then_told(serve, sync, kind):
    served, count, problem = ODD[kind]
    server = serve(served, count)
    [outcome] = sync()
    assert outcome.problem == problem
    assert server.pages.count(1) >= 2
    assert set(copied()) <= set(served.ids)
    assert copied()
    assert pool_row().as_of is None


def test_a_short_page_is_noticed(serve, sync):
    short = reply({"count": 9, "next": "x", "results": rows_of([4])})
    served = ServedList(ids(9), instead={2: [short]})
    server = serve(served)
    [outcome] = sync()
    assert outcome.problem == ""
    assert set(copied()) == set(ids(9))
    assert server.pages.count(2) == 2


def test_a_list_without_end_is_noticed(serve, sync, monkeypatch):
    monkeypatch.setattr(walk, "MOST_PAGES", 4)
    serve(ServedList(ids(40)))
    [outcome] = sync()
    assert outcome.problem == Trouble.ENDLESS
    assert len(copied()) == 12


def test_bare_arrays_are_copied_whole(serve, sync):
    server = serve(ServedList(ids(9), True))
    [outcome] = sync()
    assert (outcome.problem, outcome.candidates) == ("", 9)
    assert server.pages == [1, 2, 3, 4]
    assert set(copied()) == set(ids(9))


# What a payload may hold


ODD_ROWS = [
    {"id": 1, "first_name": None, "email": ["a"], "tags": "x", "score": {}},
    {"id": "2", "first_name": "a\x00b", "last_name": "\ud800"},
    {"id": 3, "created_at": "0001-01-01", "score": 1e308, "tags": [{"title": {}}]},
    {"email": "without@id.example"},
    {"id": -4},
    {"id": 0},
]


def test_odd_rows_are_no_crash(serve, sync):
    body = reply({"count": len(ODD_ROWS), "next": None, "results": ODD_ROWS})
    serve(ServedList(ids(6), instead={1: [body, body]}), 6)
    [outcome] = sync()
    assert outcome.problem == ""
    assert {1, 2, 3} <= set(copied())


def test_a_page_that_cannot_be_copied_stops_its_pool_only(
    user, sync, sandbox, company, pool, monkeypatch, caplog
):
    write = walking.write_candidates

    def fails(pool_id: int, rows: object) -> object:
        if pool_id == pool.id:
            raise ValueError("a row of the tests")
        return write(pool_id, rows)

    monkeypatch.setattr(walking, "write_candidates", fails)
    sync()
    assert set(copied()) == ids_in(company) - {one.id for one in company.in_pool(pool)}
    assert CopiedPool.objects.get(problem="failing").id == pool.id
    assert "could not be copied" in caplog.text


# The API fails


@each_case(
    ("status", "problem"),
    [(500, "failing"), (503, "failing"), (400, "failing"), (403, "refused")],
)
def test_a_failing_pool_is_tried_again_later(
    user, sync, sandbox, company, pool, status, problem
):
    path = f"/talent-pools/{pool.id}/candidates/"
    sandbox.reply("GET", path, status=status, times=4)
    sync()
    row = CopiedPool.objects.get(pk=pool.id)
    assert (row.problem, row.failures, row.page) == (problem, 1, 1)
    assert 25 < (row.next_try - row.found_at).total_seconds() < 60
    others = CopiedPool.objects.exclude(pk=pool.id)
    assert all(other.as_of for other in others)
    calls = len(sandbox.requests)
    assert sync() == []
    assert len(sandbox.requests) == calls
    sandbox.reset()
    _forget()


def test_the_wait_doubles_up_to_half_an_hour(user, sync, sandbox, pool):
    sandbox.reply("GET", f"/talent-pools/{pool.id}/candidates/", status=500)
    waits = []
    for _ in range(8):
        sync()
        row = CopiedPool.objects.get(pk=pool.id)
        waits.append(round((row.next_try - walking.timezone.now()).total_seconds()))
        CopiedPool.objects.filter(pk=pool.id).update(next_try=None)
    assert waits == [30, 60, 120, 240, 480, 960, 1800, 1800]


def test_an_api_that_is_away_is_no_crash(user, sync, sandbox, company):
    sandbox.stop()
    try:
        assert sync() == []
        row = KeyPools.objects.get()
        assert (row.problem, row.failures) == (Trouble.UNREACHABLE, 1)
    finally:
        sandbox.start()
    later(seconds=60)
    sync()
    assert set(copied()) == ids_in(company)


def test_an_error_in_the_middle_goes_on_at_the_same_page(serve, sync):
    served = ServedList(ids(9), instead={3: [reply({}, "500 No")]})
    server = serve(served)
    [outcome] = sync()
    assert outcome.problem == Trouble.FAILING
    assert set(copied()) == set(ids(6))
    later(seconds=60)
    [outcome] = sync()
    assert outcome.problem == ""
    assert server.pages == [1, 2, 3, 3]
    assert set(copied()) == set(ids(9))


def test_a_refused_key_stops_and_is_tried_again_later(user, sync, sandbox, pool):
    sandbox.reply("GET", "/talent-pools/", status=401)
    sync()
    row = KeyPools.objects.get()
    assert (row.problem, row.asked_at) == (Trouble.REFUSED, None)
    calls = len(sandbox.requests)
    sync()
    assert len(sandbox.requests) == calls


def test_a_refused_key_that_is_tried_often_deletes_nothing_for_a_while(
    user, sync, browse, sandbox, company, monkeypatch
):
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0)
    sync()
    sandbox.reply("GET", "/talent-pools/", status=401)
    for _ in range(9):
        browse.get("/candidates/")
        browse.get("/pools/")
    sync()
    assert set(copied()) == ids_in(company)
    later(minutes=16)
    sync()
    assert copied() == {}


def test_a_key_that_is_refused_while_a_pool_is_walked(user, sync, sandbox, pool):
    path = f"/talent-pools/{pool.id}/candidates/"
    sandbox.reply("GET", path, status=401, times=1)
    sync()
    assert KeyPools.objects.get().asked_at is None
    assert CopiedPool.objects.get(pk=pool.id).problem == Trouble.REFUSED


def test_what_is_limited_waits_as_long_as_it_is_told(user, sandbox, pool):
    path = f"/talent-pools/{pool.id}/candidates/"
    retry = {"Retry-After": "2"}
    sandbox.reply("GET", path, status=429, headers=retry, times=1)
    worker, began = SyncWorker(), time.monotonic()
    while not CopiedPool.objects.filter(pk=pool.id, as_of__isnull=False).exists():
        if not worker.step():
            time.sleep(0.05)
        assert time.monotonic() - began < 20
    worker.stop()
    assert time.monotonic() - began >= 2
    assert CopiedPool.objects.get(pk=pool.id).problem == ""


def test_a_404_for_a_pool_that_is_listed_still_deletes_nobody(
    user, sync, sandbox, company, pool
):
    sync()
    path = f"/talent-pools/{pool.id}/candidates/"
    sandbox.reply("GET", path, status=404)
    CopiedPool.objects.filter(pk=pool.id).update(due=True)
    sync()
    assert set(copied()) == ids_in(company)
    assert CopiedPool.objects.get(pk=pool.id).problem == Trouble.FAILING


def test_a_pool_that_is_gone_is_deleted_at_once(
    user, sync, sandbox, company, pool, monkeypatch
):
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0)
    sync()
    gone = {one.id for one in company.in_pool(pool)}
    assert gone <= set(copied())
    del company.pools[pool.id]
    CopiedPool.objects.filter(pk=pool.id).update(due=True)
    sync()
    assert not CopiedPool.objects.filter(pk=pool.id).exists()
    assert set(copied()) == ids_in(company) - gone


def test_a_pool_that_ends_too_early_is_believed_if_it_says_so_twice(serve, sync):
    served = ServedList(ids(9))
    server = serve(served)
    sync()
    short = reply({"count": 3, "next": None, "results": rows_of([1, 2, 3])})
    served.instead = {1: [short]}
    later(hours=25)
    [outcome] = sync()
    assert outcome.problem == ""
    assert set(copied()) == set(ids(9))
    served.instead = {1: [short, short]}
    before = len(server.pages)
    later(hours=25)
    [outcome] = sync()
    assert server.pages[before:] == [1, 1]
    assert set(copied()) == {1, 2, 3}


def test_a_pool_that_is_not_listed_any_more_is_deleted(user, sync, company, pool):
    sync()
    gone = {one.id for one in company.in_pool(pool)}
    del company.pools[pool.id]
    later(minutes=16)
    sync()
    assert set(copied()) == ids_in(company) - gone


def test_a_list_of_pools_that_is_not_whole_deletes_none(user, sync, sandbox, company):
    sync()
    before = copied()
    one = next(iter(company.pools))
    body = {"count": 9, "next": None, "results": [{"id": one, "name": "x"}]}
    sandbox.reply("GET", "/talent-pools/", body=body, times=1)
    later(minutes=16)
    sync()
    assert copied().keys() == before.keys()


def test_a_forgotten_key_takes_its_pools_with_it(user, sync, sandbox, company):
    stranger = User.objects.create_user("cem", password=PASSWORD)
    ApiKey.store(stranger, sandbox.keys[2])
    sync()
    theirs = ids_in(sandbox.company(sandbox.keys[2]))
    assert set(copied()) == ids_in(company) | theirs
    ApiKey.forget(user)
    sync()
    assert set(copied()) == theirs


# The database fails


def test_a_locked_database_is_tried_again(user, sync, company, monkeypatch):
    write = walking.write_candidates
    failing = [True]

    def locked(*args: object) -> object:
        if failing:
            failing.clear()
            raise OperationalError("database is locked")
        return write(*args)

    monkeypatch.setattr(walking, "write_candidates", locked)
    with pytest.raises(OperationalError):
        sync()
    later(seconds=31)
    sync()
    assert set(copied()) == ids_in(company)


# A worker is killed


@pytest.mark.parametrize("page", [1, 2, 3])
def test_another_worker_goes_on_at_the_page_of_one_that_was_killed(
    serve, sync, page, monkeypatch
):
    server = serve(ServedList(ids(12)))
    killed = SyncWorker()
    # It asks for the next page while it writes one.
    while len(server.pages) < page + 1:
        killed.step()
        for one in killed._walks:
            one._turns._ahead and one._turns._ahead[1]._thread.join()
    # Its lease is not over yet.
    assert sync() == []
    assert len(server.pages) == page + 1
    later(seconds=31)
    [outcome] = sync()
    assert (outcome.problem, outcome.candidates) == ("", 12)
    assert server.pages == [*range(1, page + 2), *range(page + 1, 5)]
    assert sorted(copied()) == ids(12)
    # The one that was thought to be dead writes nothing any more.
    changes = CopyState.objects.get().version
    monkeypatch.setattr(walking, "SAVE_SECONDS", 0)
    killed.step()
    assert CopyState.objects.get().version == changes


def test_who_was_seen_before_it_was_killed_stays(serve, sync):
    served = ServedList(ids(12))
    server = serve(served)
    sync()
    served.ids.remove(2)
    later(hours=25)
    killed = SyncWorker()
    while len(server.pages) < 4 + 2:
        killed.step()
    later(seconds=31)
    sync()
    assert sorted(copied()) == [1, *range(3, 13)]


def test_two_workers_never_walk_one_pool(user, sandbox, company, settings):
    workers = [SyncWorker(), SyncWorker()]
    while workers[0].step() + workers[1].step():
        pass
    paths = [one.path for one in sandbox.requests if "/candidates/" in one.path]
    assert len(paths) == len(set(paths)) == len(company.pools)
    assert set(copied()) == ids_in(company)


# Several keys


@pytest.mark.usefixtures("_small_pages")
def test_keys_of_one_company_take_turns(user, sync, sandbox, company):
    colleague = User.objects.create_user("ben", password=PASSWORD)
    ApiKey.store(colleague, sandbox.keys[1])
    sync()
    used = [
        one.headers["Authorization"].removeprefix("Bearer ")
        for one in sandbox.requests
        if "/candidates/" in one.path
    ]
    counts = [used.count(key) for key in sandbox.keys[:2]]
    assert min(counts) >= 5
    assert abs(counts[0] - counts[1]) <= 2
    assert set(copied()) == ids_in(company)


def test_while_one_key_is_limited_the_other_goes_on(user, sync, sandbox, company):
    ben = User.objects.create_user("ben", password=PASSWORD)
    ApiKey.store(ben, sandbox.keys[1])
    sync()
    gate_of(sandbox.keys[0]).refused(60)
    later(hours=25)
    KeyPools.objects.update(list_at=walking.timezone.now() + walking.timedelta(hours=1))
    before = len(sandbox.requests)
    outcomes = sync()
    assert len(outcomes) == len(company.pools)
    used = {one.headers["Authorization"] for one in sandbox.requests[before:]}
    assert used == {f"Bearer {sandbox.keys[1]}"}


# As it should be


@each_case("lists", ["array", "page", "mixed"])
def test_all_pools_are_copied_as_the_api_gives_them(user, sync, sandbox, lists):
    sandbox.reset(Options(candidates=60, rate=0, lists=lists))
    company = sandbox.company(sandbox.keys[0])
    outcomes = sync()
    assert set(copied()) == ids_in(company)
    assert {one.pool_id for one in outcomes} == set(company.pools)
    assert sum(one.candidates for one in outcomes) == len(copied())
    assert all(pool.as_of for pool in CopiedPool.objects.all())
    calls = len(sandbox.requests)
    assert sync() == []
    assert len(sandbox.requests) == calls
    _forget()


def test_every_field_is_as_it_came(user, sync, sandbox, company, pool):
    sync()
    read = client_for(sandbox.keys[0], Purpose.CHECK).talent_pools
    page = read.read_candidates(pool_id=pool.id, page=1)
    rows = copied()
    for payload in page.items:
        assert rows[payload["id"]] == without_links(json.loads(json.dumps(payload)))


def test_only_pools_that_have_changed_are_walked_again(user, sync, company, pool):
    sync()
    gone = company.in_pool(pool)[0]
    del company.candidates[gone.id]
    later(minutes=16)
    assert [one.pool_id for one in sync()] == [pool.id]
    assert gone.id not in copied()
    later(hours=25)
    assert len(sync()) == len(company.pools)


def test_a_second_sync_writes_no_candidate(user, sync, company):
    sync()
    version = CopyState.objects.get().version
    later(hours=25)
    outcomes = sync()
    assert len(outcomes) == len(company.pools)
    assert sum(one.changed for one in outcomes) == 0
    assert CopyState.objects.get().version == version


def test_a_change_that_comes_during_a_walk_is_walked_too(serve, sync):
    server = serve(ServedList(ids(9)))
    worker = SyncWorker()
    while not server.pages:
        worker.step()
    CopiedPool.objects.update(due=True)
    while worker.step():
        pass
    worker.stop()
    assert server.pages.count(1) == 2


def test_without_the_library_nothing_is_done(user, sync, sandbox, settings):
    settings.LIBRARY = False
    assert sync() == []
    assert sandbox.requests == []


def test_keys_of_users_who_are_not_active_are_not_used(user, sync, sandbox):
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sync() == []
    assert sandbox.requests == []


def test_the_log_names_nobody(user, sync, sandbox, company, caplog):
    caplog.set_level(logging.INFO)
    sync()
    one = next(iter(company.candidates.values()))
    for secret in (
        sandbox.keys[0],
        one.email,
        *(p.name for p in company.pools.values()),
    ):
        assert secret not in caplog.text
