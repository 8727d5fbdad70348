"""The copy is deleted in time, and nothing of it is left in its files."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    IndexedValue,
    KeyPools,
)
from recruspace_dashboard.library.router import ALIAS
from tests.library.conftest import copied, ids_in, later

CANARY = "Zyxwcanary"


def content() -> bytes:
    """All bytes of the copy's files, the write-ahead log included."""
    path = Path(connections[ALIAS].settings_dict["NAME"])
    if connections[ALIAS].vendor != "sqlite":
        pytest.skip("The files of a server are its own.")
    parts = [part.read_bytes() for part in path.parent.glob(f"{path.name}*")]
    return b"".join(parts).lower()


@pytest.fixture
def canary(company, pool) -> str:
    one = company.in_pool(pool)[0]
    one.first_name, one.city, one.email = CANARY, CANARY, f"{CANARY}@example.com"
    return CANARY.lower()


@pytest.mark.parametrize("way", ["all", "turned off", "forgotten", "old", "unlisted"])
@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_files(
    user, company, pool, canary, sync, settings, way, capsys
):
    sync()
    # Rows that were changed before they are deleted.
    company.in_pool(pool)[0].city = f"{CANARY} Town"
    later(hours=25)
    sync()
    assert canary.encode() in content()
    number = len(copied())
    match way:
        case "all":
            call_command("purge", "--all")
        case "turned off":
            settings.LIBRARY = False
            call_command("purge")
        case "forgotten":
            ApiKey.forget(user)
            call_command("purge")
        case "old":
            later(days=31)
            call_command("purge")
        case "unlisted":
            number = len(company.in_pool(pool))
            del company.pools[pool.id]
            later(minutes=16)
            sync()
            call_command("purge")
            number = 0
    assert f"library: {number} deleted" in capsys.readouterr().out
    assert canary.encode() not in content()
    if way != "unlisted":
        left = [CopiedCandidate, CopiedPool, IndexedValue]
        assert not any(model.objects.exists() for model in left)


def test_what_is_synced_stays(user, company, sync):
    sync()
    later(days=29)
    call_command("purge")
    assert set(copied()) == ids_in(company)


def test_days_are_those_of_the_settings(user, company, sync, settings):
    settings.LIBRARY_DAYS = 2
    sync()
    later(days=3)
    call_command("purge")
    assert copied() == {}


def test_a_refused_key_keeps_its_pools_until_it_is_refused_for_good(
    user, company, sandbox, sync: Callable[[], Any]
):
    sync()
    sandbox.reply("GET", "/talent-pools/", status=401)
    later(minutes=16)
    for _ in range(4):
        sync()
        assert set(copied()) == ids_in(company)
        assert KeyPools.objects.get().asked_at is None
    KeyPools.objects.update(refused_at=timezone.now() - timedelta(minutes=16))
    later(minutes=1)
    sync()
    assert copied() == {}
    # It is tried on, in case it is allowed again.
    sandbox.reset()
    later(hours=1)
    sync()
    assert copied()


def test_an_api_that_is_away_takes_nothing(user, company, sandbox, sync):
    sync()
    sandbox.reply("GET", "/talent-pools/", status=500)
    for _ in range(8):
        later(hours=1)
        sync()
    assert set(copied()) == ids_in(company)


def test_a_key_that_was_not_asked_yet_takes_nothing(user, company, sandbox, sync):
    sync()
    KeyPools.objects.all().delete()
    call_command("purge")
    assert set(copied()) == ids_in(company)
