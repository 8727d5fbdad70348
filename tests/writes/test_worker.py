"""What a worker sends, and what it makes of each answer: that of the sandbox over real
HTTP, or of a server that breaks off."""

from typing import Any

import pytest

from recruspace_dashboard.sandbox.state import Candidate
from recruspace_dashboard.services.http.upstream import upstream_of
from recruspace_dashboard.services.http.wire import Limits
from recruspace_dashboard.writes.models import Batch
from recruspace_dashboard.writes.worker import LONGEST_REST
from tests.each_case import each_case
from tests.services.raw_server import answer, head, silence, then_close, then_reset
from tests.writes.sending import (
    TAG,
    calls,
    now_of,
    raw_api,
    rested,
    running,
    seconds_to_rest,
    states,
    tagged,
    work,
)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that does not wait long for an answer."""
    limits = Limits(read=0.3, total=1.0)
    monkeypatch.setattr(Limits, "of_background", lambda: limits)


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
    with raw_api(settings, reply) as server:
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
