"""`manage.py sync`: one sync while somebody waits for it."""

import threading
import time

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connections

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.library.sync.worker import SyncWorker
from tests.conftest import PASSWORD
from tests.each_case import each_case
from tests.library.conftest import copied, ids_in, later


def test_it_says_what_it_did(user, sandbox, company, capsys):
    call_command("sync")
    pools, candidates = len(company.pools), len(ids_in(company))
    said = capsys.readouterr().out
    assert said.startswith(f"{pools} pools: {pools} read in ")
    calls = len(sandbox.requests)
    assert f"{candidates} candidates, {candidates} changed, {calls} calls" in said
    assert set(copied()) == ids_in(company)


def test_what_has_not_changed_is_not_read_again(user, sandbox, company, capsys):
    call_command("sync")
    capsys.readouterr()
    call_command("sync")
    assert (
        ": 0 read in 0 s, 0 candidates, 0 changed, 1 calls" in capsys.readouterr().out
    )
    call_command("sync", "--full")
    assert f": {len(company.pools)} read" in capsys.readouterr().out


def test_with_a_name_only_the_pools_of_this_user(user, sandbox, company, capsys):
    stranger = User.objects.create_user("cem", password=PASSWORD)
    ApiKey.store(stranger, sandbox.keys[2])
    call_command("sync", "--user", "cem")
    assert set(copied()) == ids_in(sandbox.company(sandbox.keys[2]))
    call_command("sync")
    assert ids_in(company) < set(copied())


@each_case("arguments", [[], ["--user", "nobody"], ["--user", "ayse"]])
def test_without_a_key_it_fails(user, arguments):
    ApiKey.forget(user)
    with pytest.raises(CommandError, match="no stored key"):
        call_command("sync", *arguments)


def test_turned_off_it_says_so(user, sandbox, settings):
    settings.LIBRARY = False
    with pytest.raises(CommandError, match="LIBRARY is off"):
        call_command("sync")
    assert sandbox.requests == []


def test_a_refused_key_fails(user, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=401)
    with pytest.raises(CommandError, match="401"):
        call_command("sync")


def test_a_pool_that_fails_is_named_by_its_id(user, sandbox, company, pool, capsys):
    path = f"/talent-pools/{pool.id}/candidates/"
    sandbox.reply("GET", path, status=500, times=1)
    with pytest.raises(CommandError, match=f"Pool {pool.id}: Recruspace reported") as e:
        call_command("sync")
    assert pool.name not in str(e.value)
    assert f"{len(company.pools)} read" in capsys.readouterr().out
    # It does not wait for the time of the next try.
    call_command("sync")
    assert set(copied()) == ids_in(company)


def test_a_gate_that_is_full_is_waited_for(user, sandbox, company):
    retry = {"Retry-After": "1"}
    sandbox.reply("GET", "/talent-pools/", status=429, headers=retry, times=1)
    began = time.monotonic()
    call_command("sync")
    assert time.monotonic() - began >= 1
    assert set(copied()) == ids_in(company)


@pytest.mark.django_db(transaction=True)
def test_a_pool_that_another_worker_walks_is_waited_for(user, sandbox, company, pool):
    other = SyncWorker()
    while not other._walks:
        other.step()
    busy = CopiedPool.objects.exclude(lease_owner="").get()
    began = time.monotonic()

    def finish() -> None:
        time.sleep(1)
        while other._walks:
            other.step()
        other.stop()
        connections.close_all()

    thread = threading.Thread(target=finish)
    thread.start()
    call_command("sync")
    assert time.monotonic() - began >= 1
    thread.join()
    assert set(copied()) == ids_in(company)
    path = f"/api/v1/client/talent-pools/{busy.id}/candidates/"
    assert [one.path for one in sandbox.requests].count(path) == 1


def test_a_pool_that_a_killed_worker_left_is_walked(user, sandbox, company):
    killed = SyncWorker()
    while not killed._walks:
        killed.step()
    later(seconds=31)
    call_command("sync")
    assert set(copied()) == ids_in(company)
    assert KeyPools.objects.count() == 1
