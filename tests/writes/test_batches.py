"""What a user does with a batch, from each state that it can be in."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Batch, Write
from tests.each_case import each_case
from tests.writes.sending import calls, colleague, draft, now_of, states, work

ROWS = ("done", "refused", "unknown", "waiting")

Make = Callable[[User], Batch]


def new(user: User) -> Batch:
    return draft(user, [1, 2, 3, 4])


def just_sent(user: User) -> Batch:
    batch = new(user)
    batches.start(batch)
    return batch


def under_way(user: User) -> Batch:
    batch = just_sent(user)
    for row, state in zip(batch.writes.order_by("pk"), ROWS, strict=True):
        Write.objects.filter(pk=row.pk).update(state=state, attempts=1)
    Batch.objects.filter(pk=batch.pk).update(
        served_at=timezone.now(), not_before=None, waits_for=""
    )
    return batch


def paused(user: User) -> Batch:
    batch = under_way(user)
    batches.pause(Batch.objects.filter(pk=batch.pk))
    return batch


def paused_at_once(user: User) -> Batch:
    batch = just_sent(user)
    batches.pause(Batch.objects.filter(pk=batch.pk))
    return batch


def cancelled(user: User) -> Batch:
    batch = under_way(user)
    batches.cancel(batch)
    return batch


def pause(batch: Batch) -> int:
    return batches.pause(Batch.objects.filter(pk=batch.pk))


def again(batch: Batch) -> int:
    return batches.send_again(batch, batch.writes.filter(state="refused"))


def all_again(batch: Batch) -> int:
    return batches.send_again(batch, batch.writes.all())


STAGED, WAITING = ["staged"] * 4, ["waiting"] * 4
UNDER_WAY, CANCELLED = [*ROWS], [*ROWS[:3], "cancelled"]
AGAIN = ["done", "waiting", "unknown", "waiting"]
ALL_AGAIN = ["done", *["waiting"] * 3]
AFTER_CANCEL = ["done", "waiting", "unknown", "cancelled"]
ALL_AFTER_CANCEL = ["done", "waiting", "waiting", "cancelled"]

# From a state, what a user does, what that returns, and how it is then.
STEPS = [
    (new, batches.start, 1, "running", WAITING),
    (new, batches.undo, 0, "draft", STAGED),
    (new, pause, 0, "draft", STAGED),
    (new, batches.go_on, 0, "draft", STAGED),
    (new, batches.cancel, 4, "ended", ["cancelled"] * 4),
    (new, again, 0, "draft", STAGED),
    (new, all_again, 0, "draft", STAGED),
    (just_sent, batches.start, 0, "running", WAITING),
    (just_sent, batches.undo, 1, "draft", STAGED),
    (just_sent, pause, 1, "paused", WAITING),
    (just_sent, batches.go_on, 0, "running", WAITING),
    (just_sent, batches.cancel, 4, "ended", ["cancelled"] * 4),
    (just_sent, again, 0, "running", WAITING),
    (under_way, batches.start, 0, "running", UNDER_WAY),
    (under_way, batches.undo, 0, "running", UNDER_WAY),
    (under_way, pause, 1, "paused", UNDER_WAY),
    (under_way, batches.go_on, 0, "running", UNDER_WAY),
    (under_way, batches.cancel, 1, "ended", CANCELLED),
    (under_way, again, 1, "running", AGAIN),
    (under_way, all_again, 2, "running", ALL_AGAIN),
    (paused, batches.start, 0, "paused", UNDER_WAY),
    (paused, batches.undo, 0, "paused", UNDER_WAY),
    (paused, pause, 0, "paused", UNDER_WAY),
    (paused, batches.go_on, 1, "running", UNDER_WAY),
    (paused, batches.cancel, 1, "ended", CANCELLED),
    # What it was paused for still holds.
    (paused, again, 1, "paused", AGAIN),
    (paused_at_once, batches.undo, 1, "draft", STAGED),
    (paused_at_once, batches.go_on, 1, "running", WAITING),
    (cancelled, batches.start, 0, "ended", CANCELLED),
    (cancelled, batches.undo, 0, "ended", CANCELLED),
    (cancelled, pause, 0, "ended", CANCELLED),
    (cancelled, batches.go_on, 0, "ended", CANCELLED),
    (cancelled, batches.cancel, 0, "ended", CANCELLED),
    (cancelled, again, 1, "running", AFTER_CANCEL),
    (cancelled, all_again, 2, "running", ALL_AFTER_CANCEL),
]


@each_case(("make", "do", "told", "state", "rows"), STEPS)
def test_each_step_from_each_state(
    user, make: Make, do: Callable[[Batch], int], told: int, state: str, rows: list[str]
):
    batch = make(user)
    assert do(batch) == told
    assert now_of(batch)[0] == state
    assert states(batch) == rows
    assert bool(batch.ended_at) == (state == "ended")
    assert bool(batch.pause) == (state == "paused")
    for row in batch.writes.all():
        assert bool(row.ended_at) == (row.state == "cancelled")


@each_case("do", [batches.start, batches.go_on, again])
def test_for_another_api_nothing_is_sent(user, sandbox, settings, do):
    settings.RECRUSPACE_API_URL = sandbox.url
    batch = {batches.start: new, batches.go_on: paused, again: cancelled}[do](user)
    before = now_of(batch), states(batch)
    settings.RECRUSPACE_API_URL = "https://elsewhere.example"
    assert not do(batch)
    assert (now_of(batch), states(batch)) == before


def test_nothing_is_sent_before_the_time_to_undo_is_over(user, sandbox):
    batch = just_sent(user)
    assert now_of(batch) == ("running", "", "undo")
    left = batch.not_before - timezone.now()
    assert timedelta(seconds=8) < left <= batches.UNDO
    assert work() == 0
    assert sandbox.requests == []
    assert batches.undo(batch)
    work()
    assert sandbox.requests == []
    assert now_of(batch) == ("draft", "", "")
    assert batch.started_at is None


def test_too_late_to_undo_once_one_was_sent(user, sandbox: Sandbox):
    batch = just_sent(user)
    Batch.objects.update(not_before=timezone.now())
    work(steps=1)
    assert len(calls(sandbox)) == 1
    assert not batches.undo(batch)
    assert not batches.undo(batch)
    assert now_of(batch)[0] == "running"


def test_it_goes_on_with_the_key_of_today(user, sandbox: Sandbox):
    batch = paused(user)
    ApiKey.store(user, sandbox.keys[1])
    assert batches.go_on(batch)
    work()
    assert now_of(batch)[0] == "ended"
    [call] = [one for one in sandbox.requests if one.method == "POST"]
    assert call.headers["Authorization"] == f"Bearer {sandbox.keys[1]}"


def test_without_a_key_it_is_paused_and_says_so(user, sandbox):
    batch = new(user)
    ApiKey.forget(user)
    assert batches.start(batch)
    Batch.objects.update(not_before=None)
    work()
    assert now_of(batch) == ("paused", "no_key", "")
    assert sandbox.requests == []
    ApiKey.store(user, sandbox.keys[0])
    assert batches.go_on(batch)
    work()
    assert now_of(batch)[0] == "ended"


def test_pausing_one_leaves_others(user, sandbox):
    other = just_sent(colleague("can", sandbox.keys[1]))
    batch = just_sent(user)
    pause(batch)
    assert now_of(other)[0] == "running"
    assert now_of(batch) == ("paused", "by_user", "")


def test_sent_again_it_forgets_why_it_was_refused(user):
    batch = cancelled(user)
    refused = batch.writes.get(state="refused")
    Write.objects.filter(pk=refused.pk).update(
        problem="not_found", sealed_reason=refused.seal("No."), ended_at=timezone.now()
    )
    assert again(batch) == 1
    refused.refresh_from_db()
    assert (refused.problem, refused.sealed_reason, refused.ended_at) == ("", "", None)


def test_what_was_cancelled_is_not_sent_again(user, sandbox):
    batch = cancelled(user)
    assert batches.send_again(batch, batch.writes.filter(state="cancelled")) == 0
    assert batches.send_again(batch, batch.writes.filter(state="done")) == 0
    assert now_of(batch)[0] == "ended"
    work()
    assert sandbox.requests == []


def test_the_writes_of_another_batch_stay(user):
    batch, other = cancelled(user), cancelled(user)
    assert batches.send_again(batch, Write.objects.all()) == 2
    assert states(other) == CANCELLED
    assert now_of(other)[0] == "ended"


@each_case("state", [Write.State.DONE, Write.State.REFUSED])
def test_a_user_decides_only_what_is_unknown(user, state):
    batch = cancelled(user)
    Write.objects.update(look_at=timezone.now())
    assert batches.settle(batch.writes.all(), state) == 1
    assert states(batch) == ["done", "refused", state, "cancelled"]
    [settled] = batch.writes.exclude(look_at__isnull=False)
    assert settled.ended_at
    assert batches.settle(batch.writes.all(), state) == 0
