"""What a user may see of the copy: the pools that their key lists, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from recruspace_dashboard.accounts import removal
from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.library import visible
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.library.visible import VisiblePools, visible_pools
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Company
from recruspace_dashboard.services.errors import (
    AuthenticationFailed,
    RecruspaceError,
    ServerError,
)
from tests.conftest import PASSWORD
from tests.each_case import each_case
from tests.library.conftest import later


def seen_by(user: User, key: str) -> VisiblePools:
    """As a page asks: with the user as they are stored now."""
    stored = User.objects.get(pk=user.pk)
    return visible_pools(stored, client_for(key, Purpose.PAGE))


@pytest.fixture
def key(user: User, sandbox: Sandbox) -> str:
    return sandbox.keys[0]


def another(name: str, key: str) -> User:
    user = User.objects.create_user(name, password=PASSWORD)
    ApiKey.store(user, key)
    return user


def listings(sandbox: Sandbox) -> int:
    return [call.path for call in sandbox.requests].count(
        "/api/v1/client/talent-pools/"
    )


# The API fails


@each_case("status", [401, 403])
def test_a_refused_key_sees_nothing_at_once(user, key, sandbox, status):
    assert seen_by(user, key).ids
    later(minutes=16)
    sandbox.reply("GET", "/talent-pools/", status=status, times=1)
    with pytest.raises(AuthenticationFailed):
        seen_by(user, key)
    [row] = KeyPools.objects.all()
    assert (visible.pool_ids(row), row.asked_at) == (frozenset(), None)
    # It may have been a mistake.
    assert seen_by(user, key).ids


@each_case(("status", "dropped"), [(401, True), (403, False)])
def test_a_page_that_is_refused_drops_what_the_key_sees(
    user, key, browse: Client, sandbox, company, status, dropped
):
    seen_by(user, key)
    candidate = next(iter(company.candidates))
    sandbox.reply("GET", f"/candidates/{candidate}/", status=status, times=1)
    browse.get(f"/candidates/{candidate}/")
    assert (KeyPools.objects.get().asked_at is None) is dropped
    KeyPools.objects.all().delete()


def test_a_refused_list_of_pools_on_a_page_drops_it_too(user, key, browse, sandbox):
    seen_by(user, key)
    sandbox.reply("GET", "/talent-pools/", status=403, times=1)
    assert browse.get("/pools/").status_code == 403
    assert KeyPools.objects.get().asked_at is None


def test_a_refused_form_drops_it_too(user, key, browse, sandbox, pool):
    seen_by(user, key)
    sandbox.reply("PATCH", "/talent-pools/", status=401)
    browse.post(f"/pools/{pool.id}/rename/", {"name": "Other"})
    assert KeyPools.objects.get().asked_at is None


def test_where_the_api_fails_the_last_answer_counts_on_for_a_day(user, key, sandbox):
    before = seen_by(user, key)
    assert not before.stale
    sandbox.reply("GET", "/talent-pools/", status=500)
    later(minutes=16)
    during = seen_by(user, key)
    assert (during.ids, during.stale) == (before.ids, True)
    assert during.asked_at < before.asked_at
    # It is not asked with every page.
    calls = len(sandbox.requests)
    assert seen_by(user, key).stale
    assert len(sandbox.requests) == calls
    later(hours=24)
    with pytest.raises(ServerError):
        seen_by(user, key)


def test_without_an_answer_ever_the_error_is_told(user, key, sandbox):
    sandbox.stop()
    try:
        with pytest.raises(RecruspaceError):
            seen_by(user, key)
    finally:
        sandbox.start()
    assert seen_by(user, key).ids


# The key is replaced or forgotten


def delete_user(user: User) -> None:
    User.objects.create_superuser("root")
    removal.delete(user)


def deactivate(user: User) -> None:
    User.objects.create_superuser("root2")
    removal.deactivate(user)


def save_inactive(user: User) -> None:
    user.is_active = False
    user.save()


FORGET = {
    "replaced": lambda user: ApiKey.store(user, "another key"),
    "forgotten": ApiKey.forget,
    "all forgotten": lambda user: call_command("forget_api_keys", "--no-input"),
    "deactivated": deactivate,
    "saved as inactive": save_inactive,
    "deleted": delete_user,
}


@pytest.mark.parametrize("way", FORGET)
def test_what_a_key_sees_is_forgotten_with_it(user, key, way):
    seen_by(user, key)
    FORGET[way](user)
    assert not KeyPools.objects.exists()


def test_a_forgotten_key_of_a_colleague_takes_nothing_from_others(user, key):
    colleague = another("ben", key)
    seen = seen_by(user, key)
    assert KeyPools.objects.count() == 1
    ApiKey.forget(user)
    assert seen_by(colleague, key) == seen
    ApiKey.forget(colleague)
    assert not KeyPools.objects.exists()
    assert seen_by(colleague, key).ids == frozenset()


def test_the_pages_forget_it(user, key, browse):
    seen_by(user, key)
    browse.post("/account/key/delete/")
    assert not KeyPools.objects.exists()


def test_a_copy_that_cannot_be_written_forgets_no_less(user, key, monkeypatch):
    seen_by(user, key)

    def locked(*args: object) -> None:
        from django.db import OperationalError

        raise OperationalError("database is locked")

    monkeypatch.setattr("recruspace_dashboard.library.visible.stored_keys", locked)
    ApiKey.forget(user)
    assert not ApiKey.objects.exists()
    assert seen_by(user, key).ids == frozenset()


# What is seen


def test_a_key_sees_the_pools_of_its_company_only(user, key, sandbox, company: Company):
    colleague, stranger = (
        another("ben", sandbox.keys[1]),
        another("cem", sandbox.keys[2]),
    )
    mine = seen_by(user, key).ids
    assert mine == set(company.pools)
    assert seen_by(colleague, sandbox.keys[1]).ids == mine
    others = seen_by(stranger, sandbox.keys[2]).ids
    assert others == set(sandbox.company(sandbox.keys[2]).pools)
    assert not others & mine


def test_it_is_asked_again_after_a_quarter_of_an_hour(user, key, sandbox, company):
    first = seen_by(user, key)
    assert seen_by(user, key) == first
    assert visible_pools(user, client_for(key, Purpose.PAGE)) == first
    assert listings(sandbox) == 1
    later(minutes=14)
    seen_by(user, key)
    assert listings(sandbox) == 1
    gone = next(iter(company.pools))
    del company.pools[gone]
    later(minutes=1)
    assert seen_by(user, key).ids == first.ids - {gone}
    assert listings(sandbox) == 2


def test_a_cached_answer_is_not_what_the_key_lists(user, key, browse, sandbox, company):
    browse.get("/pools/")
    del company.pools[next(iter(company.pools))]
    assert seen_by(user, key).ids == set(company.pools)
    assert listings(sandbox) == 2


def test_all_pages_of_the_list_are_asked(user, key, sandbox):
    rows = [{"id": n, "name": f"Pool {n}", "candidate_count": 0} for n in range(1, 151)]
    for part in (rows[:100], rows[100:]):
        more = "x" if part[0]["id"] == 1 else None
        body = {"count": 150, "next": more, "results": part}
        sandbox.reply("GET", "/talent-pools/", body=body, times=1)
    assert seen_by(user, key).ids == set(range(1, 151))


def test_a_pool_that_was_made_is_seen_at_once(user, key, browse, company):
    before = seen_by(user, key).ids
    browse.post("/pools/new/", {"name": "New"})
    assert seen_by(user, key).ids == set(company.pools) != before


def test_the_answer_says_which_pools_have_changed(user, key, company, pool):
    seen_by(user, key)
    rows = {row.id: row for row in CopiedPool.objects.all()}
    assert {row.name for row in rows.values()} == {
        one.name for one in company.pools.values()
    }
    assert rows[pool.id].count == len(company.in_pool(pool))
    CopiedPool.objects.update(due=False, as_of=rows[pool.id].found_at)
    later(minutes=16)
    pool.name = "Another name"
    seen_by(user, key)
    due = CopiedPool.objects.filter(due=True)
    assert [(row.id, row.name) for row in due] == [(pool.id, "Another name")]
    fresh = KeyPools.objects.get().asked_at - timedelta(minutes=1)
    assert CopiedPool.objects.filter(as_of__gt=fresh).count() == len(rows) - 1


def test_without_a_copy_nothing_is_asked(user, key, sandbox, settings):
    settings.LIBRARY = False
    assert seen_by(user, key).ids == frozenset()
    assert sandbox.requests == []
