"""Whose batches wait, pause or end, by the limits, keys and accounts of users."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.writes.models import Batch
from tests.each_case import each_case
from tests.services.raw_server import answer
from tests.writes.sending import (
    colleague,
    draft,
    now_of,
    raw_api,
    rested,
    running,
    seconds_to_rest,
    states,
    tagged,
    work,
)


def test_at_a_limit_of_the_api_all_batches_of_the_key_wait(
    user, sandbox, some, company
):
    other = colleague("can", sandbox.keys[1])
    first, second = running(user, some[:2]), running(user, some[2:4])
    another = running(other, some[4:6])
    limit = {"status": 429, "headers": {"Retry-After": "30"}, "times": 1}
    sandbox.reply("POST", "/candidates/add-tag/", **limit)
    work()
    assert states(first) == ["waiting"] * 2
    assert first.writes.earliest("pk").attempts == 0
    for batch in (first, second):
        assert now_of(batch) == ("running", "", "limit")
        assert 25 < seconds_to_rest(batch) <= 30
    assert states(another) == ["done"] * 2
    # The gate knows it as well.
    rested(first)
    work()
    assert tagged(sandbox) == [one.id for one in (some[0], *some[4:6])]
    assert now_of(first) == ("running", "", "limit")


def test_the_gate_keeps_some_calls_for_users(user, sandbox, some, settings):
    settings.RECRUSPACE_CALLS_PER_MINUTE = 6
    first, second = running(user, some[:4]), running(user, some[4:6])
    work()
    assert states(first) == ["done"] * 3 + ["waiting"]
    assert len(sandbox.requests) == 3
    assert now_of(first) == now_of(second) == ("running", "", "limit")
    assert 50 < seconds_to_rest(second) <= 61


def test_a_refused_key_pauses_all_of_its_owner(user, sandbox, some):
    other = colleague("can", sandbox.keys[1])
    first, second = running(user, some[:2]), running(user, some[2:4])
    another = running(other, some[4:6])
    sandbox.reply("POST", "/candidates/add-tag/", status=401, times=1)
    work()
    assert states(first) == states(second) == ["waiting"] * 2
    assert now_of(first) == now_of(second) == ("paused", "refused_key", "")
    assert first.writes.earliest("pk").attempts == 0
    assert states(another) == ["done"] * 2


def test_what_a_key_may_not_do_is_refused_and_only_this_batch_waits(
    user, sandbox, some
):
    first, second = running(user, some[:2]), running(user, some[2:4])
    sandbox.reply("POST", "/candidates/add-tag/", status=403, times=1)
    work()
    assert states(first) == ["refused", "waiting"]
    assert first.writes.earliest("pk").problem == "forbidden"
    assert now_of(first) == ("paused", "refused_key", "")
    assert states(second) == ["done"] * 2


def forget(user: User, sandbox: Sandbox) -> None:
    ApiKey.forget(user)


def make_unreadable(user: User, sandbox: Sandbox) -> None:
    ApiKey.objects.filter(user=user).update(ciphertext="v1.gone.x")


def replace(user: User, sandbox: Sandbox) -> None:
    ApiKey.store(user, sandbox.keys[1])


def deactivate(user: User, sandbox: Sandbox) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def delete(user: User, sandbox: Sandbox) -> None:
    User.objects.get(pk=user.pk).delete()


@pytest.mark.parametrize(
    ("change", "expected", "rows"),
    [
        (forget, ("paused", "no_key", ""), "waiting"),
        (make_unreadable, ("paused", "no_key", ""), "waiting"),
        (replace, ("paused", "other_key", ""), "waiting"),
        (deactivate, ("ended", "", ""), "cancelled"),
        (delete, ("ended", "", ""), "cancelled"),
    ],
)
def test_without_the_key_or_the_user_nothing_more_is_sent(
    user, sandbox, some, change: Callable[..., None], expected, rows
):
    first, second = running(user, some[:3]), running(user, some[3:5])
    work(steps=1)
    change(user, sandbox)
    work()
    assert tagged(sandbox) == [some[0].id]
    assert states(first) == ["done", rows, rows]
    assert states(second) == [rows, rows]
    assert now_of(first) == now_of(second) == expected


@each_case("change", [deactivate, delete])
def test_what_a_user_left_paused_is_cancelled_as_well(sandbox, some, db, change):
    user = colleague(change.__name__, sandbox.keys[0])
    batch = running(user, some[:2])
    Batch.objects.update(state="paused", pause="by_user")
    change(user, sandbox)
    work()
    assert now_of(batch) == ("ended", "", "")
    assert states(batch) == ["cancelled"] * 2


def test_to_another_api_nothing_is_sent(user, sandbox, some, settings):
    batch, url = running(user, some[:2]), settings.RECRUSPACE_API_URL
    with raw_api(settings, answer(b"{}", "201 Created")) as server:
        work()
        assert server.requests == []
    assert states(batch) == ["waiting"] * 2
    settings.RECRUSPACE_API_URL = url
    work()
    assert states(batch) == ["done"] * 2


def test_owners_take_turns(user, sandbox, some):
    other = colleague("can", sandbox.keys[1])
    running(user, some[:2]), running(user, some[2:4])
    running(other, some[4:8])
    work()
    of_user = {one.id for one in some[:4]}
    turns = [one in of_user for one in tagged(sandbox)]
    assert turns == [True, False] * 4


def test_drafts_and_paused_ones_are_not_sent(user, sandbox, some):
    found = [draft(user, some[:1]), running(user, some[1:2])]
    Batch.objects.filter(pk=found[1].pk).update(state="paused", pause="by_user")
    assert work() == 0
    assert [states(batch) for batch in found] == [["staged"], ["waiting"]]
    assert sandbox.requests == []
