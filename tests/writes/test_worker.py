"""What a worker sends, and what it makes of each answer: that of the sandbox over real
HTTP, or of a server that breaks off."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company
from recruspace_dashboard.services.http.upstream import upstream_of
from recruspace_dashboard.services.http.wire import Limits
from recruspace_dashboard.writes.actions import AddTag
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.worker import LONGEST_REST, OutboxWorker
from tests.each_case import each_case
from tests.services.raw_server import (
    RawServer,
    answer,
    head,
    silence,
    then_close,
    then_reset,
)
from tests.writes.sending import (
    TAG,
    ago,
    calls,
    colleague,
    draft,
    now_of,
    rested,
    running,
    states,
    work,
)


@pytest.fixture
def some(company: Company) -> list[Candidate]:
    """Candidates without tags."""
    found = list(company.candidates.values())[:8]
    for one in found:
        one.tags.clear()
    return found


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that does not wait long for an answer."""
    limits = Limits(read=0.3, total=1.0)
    monkeypatch.setattr(Limits, "of_background", lambda: limits)


def tagged(sandbox: Sandbox) -> list[int]:
    return [body["candidate_id"] for path, body in calls(sandbox) if "tag" in path]


def seconds_to_rest(batch: Batch) -> float:
    batch.refresh_from_db()
    return (
        (batch.not_before - timezone.now()).total_seconds() if batch.not_before else 0
    )


@contextmanager
def api(settings: Any, *replies: Any) -> Iterator[RawServer]:
    server = RawServer(*replies)
    settings.RECRUSPACE_API_URL = server.url
    try:
        yield server
    finally:
        server.stop()


NO_CLEAR_ANSWER = [
    pytest.param(then_close(), id="closed"),
    pytest.param(then_reset(), id="reset"),
    pytest.param(silence, id="hang"),
    pytest.param(then_close(head("201 Created", "Content-Length: 9") + b"{"), id="cut"),
    pytest.param(answer(b"<html>", "201 Created"), id="no JSON"),
    pytest.param(answer(b"", "302 Found", "Location: /"), id="redirect"),
    *(
        pytest.param(answer(b"{}", f"{status} Oops"), id=str(status))
        for status in (500, 502, 503, 504)
    ),
]


@each_case("reply", NO_CLEAR_ANSWER)
def test_without_a_clear_answer_it_is_unknown_and_never_sent_again(
    user, some, settings, hasty, reply
):
    with api(settings, reply) as server:
        batch = running(user, some[:2])
        work()
        assert states(batch) == ["unknown", "waiting"]
        assert [one.line for one in server.requests] == [
            "POST /api/v1/client/candidates/add-tag/ HTTP/1.1"
        ]
        assert now_of(batch) == ("running", "", "api")
        assert 0 < seconds_to_rest(batch) <= 0.5
        first = batch.writes.earliest("pk")
        assert first.attempts == 1
        assert first.look_at > first.ended_at


def test_after_a_fault_it_asks_with_a_read_before_it_writes(user, sandbox, some):
    sandbox.reply("POST", "/candidates/add-tag/", status=500, times=1)
    sandbox.reply("GET", "/candidates/", status=503, times=4)
    batch = running(user, some[:3])
    work()
    for faults in (1, 2):
        batch.refresh_from_db()
        assert batch.faults == faults
        rested(batch)
        work(steps=1)
    assert tagged(sandbox) == [some[0].id]
    rested(batch)
    work(steps=1)
    assert states(batch) == ["unknown", "done", "waiting"]
    work()
    assert now_of(batch) == ("ended", "", "")
    assert batch.faults == 0
    assert tagged(sandbox) == [one.id for one in some[:3]]
    # Those that failed were asked once more each.
    reads = [path for path, _ in calls(sandbox, "GET")]
    assert reads == [f"/candidates/{some[1].id}/"] * 5


@each_case(
    ("status", "expected"),
    [
        (401, ("paused", "refused_key", "")),
        (403, ("paused", "refused_key", "")),
        (500, ("running", "", "api")),
        # Last, as the gate remembers it.
        (429, ("running", "", "limit")),
    ],
)
def test_a_read_that_is_refused_says_it_too(user, sandbox, some, status, expected):
    sandbox.reset()
    sandbox.reply("GET", "/candidates/", status=status)
    batch = running(user, some[:1])
    Batch.objects.update(faults=1)
    work()
    assert now_of(batch) == expected
    assert states(batch) == ["waiting"]
    assert calls(sandbox) == []
    batch.delete()


def test_a_candidate_who_is_gone_is_an_answer(user, sandbox, some):
    batch = running(user, [99, some[0]])
    Batch.objects.update(faults=1)
    work()
    assert states(batch) == ["refused", "done"]


def test_an_outage_of_days_ends_without_a_user(user, sandbox, some):
    batch = running(user, some[:1])
    Batch.objects.update(faults=5000)
    sandbox.reply("GET", "/candidates/", status=500, times=1)
    work()
    assert LONGEST_REST - 5 < seconds_to_rest(batch) <= LONGEST_REST
    rested(batch)
    work()
    assert states(batch) == ["done"]


def test_where_nothing_was_sent_it_waits_and_is_sent_once(
    user, sandbox, some, settings
):
    batch = running(user, some[:2])
    sandbox.stop()
    try:
        work()
        assert states(batch) == ["waiting"] * 2
        assert now_of(batch) == ("running", "", "api")
        assert set(batch.writes.values_list("attempts", "sent_at")) == {(0, None)}
    finally:
        sandbox.start()
    upstream_of.cache_clear()
    rested(batch)
    work()
    assert states(batch) == ["done"] * 2
    assert tagged(sandbox) == [one.id for one in some[:2]]


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


REFUSALS = [
    (404, {"detail": "Not found."}, "not_found", ""),
    (410, {}, "not_found", ""),
    (400, {"title": ["Too long."]}, "", "Too long."),
    (422, {"detail": "Not today.", "title": ["So."]}, "", "Not today. So."),
    (418, "<html>", "", ""),
]


@each_case(("status", "body", "problem", "reason"), REFUSALS)
def test_a_refusal_is_told_in_the_words_of_the_api_and_the_next_are_sent(
    user, sandbox, some, status, body, problem, reason
):
    sandbox.reset()
    sandbox.reply("POST", "/candidates/add-tag/", status=status, body=body, times=1)
    batch = running(user, some[:2])
    work()
    assert states(batch) == ["refused", "done"]
    refused = batch.writes.earliest("pk")
    assert (refused.problem, refused.reason) == (problem, reason)
    assert not reason or refused.sealed_reason.startswith("v1.")
    assert "long" not in refused.sealed_reason
    assert now_of(batch) == ("ended", "", "")
    assert len(tagged(sandbox)) == 2


def test_what_recruspace_has_already_is_done(user, sandbox, some, company):
    some[0].tags.append(company.tag("Remote"))
    batch = running(user, some[:2])
    work()
    assert states(batch) == ["done"] * 2
    assert list(batch.writes.order_by("pk").values_list("already", flat=True)) == [
        True,
        False,
    ]


def add_to(one: Candidate, **target: Any) -> dict[str, Any]:
    return {
        "email": one.email,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "cv_id": one.cv.id,
        "target": "There",
        **target,
    }


def test_each_action_makes_its_call(user, sandbox, company, some):
    one = next(one for one in company.candidates.values() if one.cv and one.pool)
    pool = next(
        pool
        for pool in company.pools.values()
        if not company.holds(one.email, pool, None)
    )
    job = next(
        job
        for job in company.jobs.values()
        if not company.holds(one.email, None, job) and job.status == "published"
    )
    to_pool = add_to(one, talent_pool_id=pool.id)
    to_job = add_to(one, job_post=job.hash)
    one.tags.clear()
    found = [
        running(user, [one]),
        running(user, [one], action="note", arguments={"text": "Call\n her."}),
        running(user, [one], action="pool", arguments=to_pool),
        running(user, [one], action="job", arguments=to_job),
    ]
    work()
    names = {"email": one.email, "first_name": one.first_name, "cv": str(one.cv.id)}
    sent = names | {"last_name": one.last_name}
    assert calls(sandbox) == [
        ("/candidates/add-tag/", {"candidate_id": one.id, **TAG}),
        ("/candidates/add-note/", {"candidate_id": one.id, "text": "Call\n her."}),
        ("/candidates/manual-add/", sent | {"talent_pool_id": pool.id}),
        ("/candidates/manual-add/", sent | {"job_post": job.hash}),
    ]
    assert calls(sandbox, "GET") == []
    assert [states(batch) for batch in found] == [["done"]] * 4
    added = [c.id for c in company.candidates.values() if c.email == one.email][-2:]
    addresses = [batch.writes.get().address for batch in found]
    assert addresses == ["", "", *(f"/candidates/{number}/" for number in added)]


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
    with api(settings, answer(b"{}", "201 Created")) as server:
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
    turns = [some.index(sandbox_candidate(some, one)) < 4 for one in tagged(sandbox)]
    assert turns == [True, False] * 4


def sandbox_candidate(some: list[Candidate], candidate_id: int) -> Candidate:
    return next(one for one in some if one.id == candidate_id)


def test_drafts_and_paused_ones_are_not_sent(user, sandbox, some):
    found = [draft(user, some[:1]), running(user, some[1:2])]
    Batch.objects.filter(pk=found[1].pk).update(state="paused", pause="by_user")
    assert work() == 0
    assert [states(batch) for batch in found] == [["staged"], ["waiting"]]
    assert sandbox.requests == []


def test_what_a_worker_that_died_was_sending_is_unknown(user, sandbox, some):
    batch = running(user, some[:2])
    row = batch.writes.earliest("pk")
    for seconds, state in ((28, "sending"), (31, "unknown")):
        Write.objects.filter(pk=row.pk).update(
            state="sending", sent_at=ago(seconds), attempts=1
        )
        work()
        assert states(batch) == [state, "done"]
    row.refresh_from_db()
    assert row.ended_at
    assert tagged(sandbox) == [some[1].id]


def test_a_form_whose_process_died_is_unknown_and_ends(user, sandbox):
    for seconds, state in ((140, "sending"), (160, "unknown")):
        row = Write.objects.create(owner=user, sealed_for=user.pk, action="note")
        Write.objects.filter(pk=row.pk).update(sent_at=ago(seconds))
        work()
        row.refresh_from_db()
        assert row.state == state
        assert bool(row.ended_at) == (state == "unknown")
        row.delete()


@each_case(("late", "expected"), [("done", "done"), ("refused", "refused")])
def test_a_slow_worker_that_lives_still_tells_what_it_knows(user, some, late, expected):
    batch = running(user, some[:1])
    Write.objects.update(state="sending", sent_at=ago(31), attempts=1)
    row = batch.writes.get()
    OutboxWorker().step()
    row.end(Write.State(late))
    assert states(batch) == [expected]
    batch.delete()


@each_case("settled", ["done", "cancelled", "waiting"])
def test_it_does_not_change_what_a_user_decided_meanwhile(user, some, settled):
    batch = running(user, some[:1])
    Write.objects.update(state=settled, attempts=1)
    batch.writes.get().end(Write.State.REFUSED)
    assert states(batch) == [settled]
    batch.delete()


def test_an_outcome_is_kept_while_the_database_fails(user, sandbox, some, monkeypatch):
    batch, worker, end = running(user, some[:2]), OutboxWorker(), Write.end

    def failing(*args: Any, **more: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Write, "end", failing)
    for _ in range(2):
        with pytest.raises(OperationalError):
            worker.step()
    assert states(batch) == ["sending", "waiting"]
    assert not worker.is_sending
    monkeypatch.setattr(Write, "end", end)
    work(worker)
    assert states(batch) == ["done"] * 2
    assert tagged(sandbox) == [one.id for one in some[:2]]


def test_what_cannot_be_decrypted_is_not_sent(user, sandbox, some):
    batch = running(user, some[:2])
    first = batch.writes.earliest("pk")
    Write.objects.filter(pk=first.pk).update(sealed_arguments="v1.gone.x")
    work()
    assert states(batch) == ["refused", "done"]
    first.refresh_from_db()
    assert first.problem == "sealed"
    assert tagged(sandbox) == [some[1].id]


def test_where_it_breaks_off_it_is_unknown(user, sandbox, some, monkeypatch):
    batch = running(user, some[:1])

    def broken(self: AddTag, client: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(AddTag, "send", broken)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert states(batch) == ["unknown"]


def test_the_log_names_nobody_and_no_words(user, sandbox, some, caplog):
    one = some[0]
    running(user, [one], action="note", arguments={"text": "A canary sings."})
    sandbox.reply("POST", "/candidates/add-note/", status=400, body={"text": ["Sic."]})
    work()
    assert "add-note" in caplog.text
    for word in ("canary", "Sic", one.email, one.last_name, sandbox.keys[0]):
        assert word not in caplog.text
