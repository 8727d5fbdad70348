"""New candidates of a batch, and the tags and the note that follow each: sent once,
whatever the API and the workers do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.services.http.wire import Limits
from recruspace_dashboard.writes import batches, following, looking, queue
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.each_case import each_case
from tests.services.raw_server import answer, silence, then_reset
from tests.writes.newcomers import (
    CONTENT,
    elsewhere,
    first,
    made,
    newcomer,
    rows_of,
    sent,
)
from tests.writes.sending import ago, calls, now_of, raw_api, rested, states, work

ADD = "/candidates/add/"


@pytest.fixture
def target(company) -> dict[str, Any]:
    pool = elsewhere(company)
    return {"talent_pool_id": pool.id, "target": pool.name}


def one(user: Any, target: dict[str, Any], **more: Any) -> Batch:
    return sent(user, [newcomer(user, **target | more)])


def asked(sandbox: Any) -> list[str]:
    return [path for path, _ in calls(sandbox)]


# What is sent


def test_the_fields_and_the_file_are_sent_and_then_tags_and_note(
    user, sandbox, company, target
):
    batch = one(user, target, phone_number="+905321112233")
    work()
    [adding, *others] = [call for call in sandbox.requests if call.method == "POST"]
    assert adding.path == "/api/v1/client/candidates/add/"
    assert adding.form == {
        "first_name": "Zeynep",
        "last_name": "Ak1",
        "email": "zeynep1@example.org",
        "phone_number": "+905321112233",
        "talent_pool_id": str(target["talent_pool_id"]),
    }
    [(field, file)] = adding.files.items()
    assert field == "cv_file"
    assert (file.filename, file.content_type) == ("Özgeçmiş 1.pdf", "application/pdf")
    assert file.content == CONTENT + b"1"
    [new] = made(company, batch)
    assert [(call.path[len("/api/v1/client") :], call.json) for call in others] == [
        ("/candidates/add-tag/", {"candidate_id": new.id, "title": "Remote"}),
        ("/candidates/add-tag/", {"candidate_id": new.id, "title": "Go"}),
        ("/candidates/add-note/", {"candidate_id": new.id, "text": "Met at the fair."}),
    ]
    assert states(batch) == ["done"] * 4
    assert now_of(batch) == ("ended", "", "")
    assert set(batch.writes.values_list("candidate_id", flat=True)) == {new.id}
    assert first(batch).address == f"/candidates/{new.id}/"
    assert not WaitingFile.objects.exists()
    assert first(batch).file_id is None


def test_at_a_job_post_and_with_nothing_that_follows(user, sandbox, company):
    job = next(iter(company.jobs.values()))
    batch = one(user, {"job_post": job.hash, "target": job.title}, tags=(), note="")
    work()
    [adding] = [call for call in sandbox.requests if call.method == "POST"]
    assert adding.form["job_post"] == job.hash
    assert {"talent_pool_id", "phone_number"} & set(adding.form) == set()
    assert states(batch) == ["done"]


def test_the_copy_has_whoever_was_added(user, company, sync, target):
    from recruspace_dashboard.library.models import CopiedCandidate

    sync()
    batch = one(user, target)
    work()
    [new] = made(company, batch)
    copied = CopiedCandidate.objects.get(candidate_id=new.id)
    assert "remote" in copied.payload.lower()


def test_an_answer_in_an_envelope_is_one(user, sandbox, company, target):
    sandbox.reset(Options(candidates=60, rate=0, wrap=True))
    batch = one(user, target)
    work()
    assert states(batch) == ["done"] * 4


# What goes wrong


@each_case(
    ("status", "body", "problem", "reason"),
    [
        (409, {"detail": "Exists."}, "exists", ""),
        (400, {"email": ["Not an address."]}, "", "Not an address."),
        (422, {"cv_file": ["Too long."], "detail": "No."}, "", "No. Too long."),
        (404, {"detail": "Not found."}, "no_target", ""),
        (413, "<html>", "", ""),
    ],
)
def test_who_was_refused_has_no_tags_and_is_sent_again_with_the_file(
    user, sandbox, target, status, body, problem, reason
):
    sandbox.reset()
    sandbox.reply("POST", ADD, status=status, body=body, times=1)
    batch = sent(user, [newcomer(user, n, **target) for n in (1, 2)])
    work()
    assert rows_of(batch)[:2] == [("candidate", "refused"), ("candidate", "done")]
    assert len(states(batch)) == 5
    refused = first(batch)
    assert (refused.problem, refused.reason) == (problem, reason)
    assert refused.candidate_id is None
    assert waiting.read(refused.file) == CONTENT + b"1"
    assert now_of(batch)[0] == "ended"
    assert batches.send_again(batch, batch.writes.filter(state="refused")) == 1
    work()
    assert set(states(batch)) == {"done"}
    assert len(states(batch)) == 8
    company = sandbox.company(sandbox.keys[0])
    assert [len(new.tags) for new in made(company, batch)] == [2, 2]
    assert not WaitingFile.objects.exists()


def test_who_is_there_already_is_not_touched(user, sandbox, company, target):
    pool = elsewhere(company)
    known = company.in_pool(pool)[0]
    tags = len(known.tags)
    batch = one(user, target, email=known.email)
    work()
    assert states(batch) == ["refused"]
    assert first(batch).get_problem_display() == (
        "Recruspace has a candidate with this e-mail there already."
    )
    assert len(known.tags) == tags
    assert asked(sandbox) == [ADD]


def test_without_its_file_it_is_not_sent(user, sandbox, target):
    batch = sent(user, [newcomer(user, n, **target) for n in (1, 2)])
    waiting.delete(WaitingFile.objects.filter(writes=first(batch)))
    work()
    assert states(batch)[:2] == ["refused", "done"]
    assert first(batch).problem == "gone"
    assert asked(sandbox).count(ADD) == 1


@each_case(
    ("status", "state", "expected"),
    [
        (401, "waiting", ("paused", "refused_key", "")),
        (403, "refused", ("paused", "refused_key", "")),
        # Last, as the gate remembers it.
        (429, "waiting", ("running", "", "limit")),
    ],
)
def test_a_refused_key_and_a_limit_hold_it_up(
    user, sandbox, target, status, state, expected
):
    sandbox.reset()
    sandbox.reply("POST", ADD, status=status, times=1)
    batch = one(user, target)
    work()
    assert states(batch) == [state]
    assert now_of(batch) == expected
    assert waiting.read(first(batch).file)
    batch.delete()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(read=0.3, total=1.0, upload_read=0.3, upload=1.0)
    monkeypatch.setattr(Limits, "of_background", lambda: limits)


@each_case(
    "reply", [then_reset(), silence, answer(b"{}", "500 Oops"), answer(b"<", "201 Ok")]
)
def test_without_a_clear_answer_it_is_unknown_and_the_file_stays(
    user, settings, hasty, target, reply
):
    with raw_api(settings, reply) as server:
        batch = one(user, target)
        work()
        assert states(batch) == ["unknown"]
        assert len(server.requests) == 1
        assert waiting.read(first(batch).file)


def lost(user: Any, sandbox: Any, target: Any, **more: Any) -> Batch:
    """It was made, and the answer was lost."""
    batch = one(user, target, **more)
    respond = sandbox.api._route

    def route(request: Any) -> Any:
        response = respond(request)
        if request.path.endswith(ADD):
            response.status_code = 502
        return response

    sandbox.api._route = route
    try:
        work(steps=1)
    finally:
        sandbox.api._route = respond
    assert states(batch) == ["unknown"]
    return batch


def look(batch: Batch) -> None:
    batch.writes.filter(state="unknown").update(look_at=ago(1))
    assert looking.look()


def test_who_was_made_all_the_same_is_found_and_then_tags_follow_once(
    user, sandbox, company, target
):
    batch = lost(user, sandbox, target)
    # Nothing else was to be sent: it has ended meanwhile.
    rested(batch)
    work(steps=3)
    assert now_of(batch)[0] == "ended"
    look(batch)
    assert states(batch) == ["done", "waiting", "waiting", "waiting"]
    assert now_of(batch)[0] == "running"
    [new] = made(company, batch)
    assert first(batch).address == f"/candidates/{new.id}/"
    assert first(batch).candidate_id == new.id
    assert not WaitingFile.objects.exists()
    rested(batch)
    work()
    assert states(batch) == ["done"] * 4
    assert asked(sandbox).count(ADD) == 1
    assert sorted(tag.title.lower() for tag in new.tags) == ["go", "remote"]
    assert [note.text for note in new.notes] == ["Met at the fair."]


def test_after_the_fault_it_asks_with_a_read_that_every_api_answers(
    user, sandbox, target
):
    sandbox.reply("POST", ADD, status=500, times=1)
    batch = sent(user, [newcomer(user, n, **target) for n in (1, 2)])
    work()
    rested(batch)
    work(steps=1)
    assert states(batch)[:2] == ["unknown", "done"]
    reads = [call for call in sandbox.requests if call.method == "GET"]
    assert reads[0].path == "/api/v1/client/talent-pools/"
    assert reads[0].query == {"page": ["1"], "page_size": ["1"]}


def test_an_answer_without_an_id_is_looked_for_if_anything_follows(
    user, sandbox, company, target
):
    sandbox.reply("POST", ADD, status=201, body={"success": "OK"}, times=2)
    batch = sent(
        user,
        [newcomer(user, 1, **target), newcomer(user, 2, **target, tags=(), note="")],
    )
    work()
    assert states(batch) == ["unknown", "done"]
    assert first(batch).file_id


@each_case("decision", ["done", "cancelled"])
def test_where_a_user_decides_nothing_follows(user, sandbox, target, decision):
    sandbox.reply("POST", ADD, status=500, times=1)
    batch = one(user, target, email=f"{decision}@example.org")
    work(steps=1)
    assert batches.settle(batch.writes.all(), Write.State(decision)) == 1
    first(batch).end(Write.State.DONE)
    following.store(first(batch), 7, lambda: False)
    assert states(batch) == [decision]
    assert first(batch).candidate_id is None


# Users and workers at once


def stored(batch: Batch) -> None:
    """A worker has the answer, and stores it."""
    row = first(batch)
    following.store(row, 7, lambda: row.end(Write.State.DONE))


def under_way(user: Any, target: Any, **more: Any) -> Batch:
    batch = one(user, target, **more)
    first_row = batch.writes.all()
    first_row.update(state="sending", sent_at=timezone.now(), attempts=1)
    return batch


def test_in_a_cancelled_batch_nothing_follows(user, sandbox, target):
    batch = under_way(user, target)
    assert batches.cancel(batch) == 0
    stored(batch)
    work()
    assert states(batch) == ["done"]
    assert now_of(batch)[0] == "ended"
    assert sandbox.requests == []


def test_cancelled_while_it_was_unknown_nothing_follows(user, sandbox, target):
    batch = lost(user, sandbox, target)
    batches.cancel(batch)
    look(batch)
    assert states(batch) == ["done"]
    assert now_of(batch)[0] == "ended"


def test_a_pause_holds_for_what_follows(user, sandbox, target):
    batch = under_way(user, target)
    batches.pause(Batch.objects.all())
    stored(batch)
    work()
    assert states(batch) == ["done", "waiting", "waiting", "waiting"]
    assert now_of(batch) == ("paused", "by_user", "")
    assert sandbox.requests == []


def test_of_a_user_who_is_gone_nothing_follows_and_no_file_stays(user, target):
    batch = under_way(user, target)
    user.delete()
    stored(batch)
    assert states(batch) == ["done"]
    assert not WaitingFile.objects.exists()


def test_after_a_restore_what_follows_is_unclear_as_well(user, sandbox, target):
    """It may have been sent since the backup: a note would be there twice."""
    batch = lost(user, sandbox, target)
    Batch.objects.update(state="paused", pause="restored")
    look(batch)
    assert states(batch) == ["done", "unknown", "unknown", "unknown"]
    assert now_of(batch)[0] == "paused"


def test_stored_twice_it_follows_once(user, target):
    """As by a slow worker, after a look has found it."""
    batch = under_way(user, target)
    stored(batch)
    stored(batch)
    assert states(batch) == ["done", "waiting", "waiting", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_stored_by_two_at_the_same_moment_it_follows_once(user, target):
    batch = under_way(user, target)
    together = Barrier(4)

    def run() -> None:
        row = first(batch)
        together.wait()
        following.store(row, 7, lambda: row.end(Write.State.DONE))
        connection.close()

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(run) for _ in range(4)]:
            done.result()
    assert states(batch) == ["done", "waiting", "waiting", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_a_batch_does_not_end_while_something_is_to_follow(user, sandbox, target):
    """Two workers side by side: one looks for more, while the other has an answer."""
    batch = sent(user, [newcomer(user, n, **target) for n in range(6)])

    def run() -> None:
        work()
        connection.close()

    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(run) for _ in range(3)]:
            done.result()
    work()
    assert states(batch) == ["done"] * 24
    assert now_of(batch)[0] == "ended"
    assert len(asked(sandbox)) == 24


def test_outcome_and_what_follows_are_one(user, sandbox, target, monkeypatch):
    """The database fails in between: nothing is stored, and then all of it."""
    batch, worker, add = one(user, target), OutboxWorker(), following._add

    def failing(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(following, "_add", failing)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            worker.step()
        assert states(batch) == ["sending"]
        assert waiting.read(first(batch).file)
    monkeypatch.setattr(following, "_add", add)
    work(worker)
    assert states(batch) == ["done"] * 4
    assert asked(sandbox).count(ADD) == 1


def test_a_file_that_another_write_needs_stays(user, company, target):
    job = next(iter(company.jobs.values()))
    to_pool = newcomer(user, **target)
    to_job = newcomer(user, 1, job_post=job.hash, file=to_pool.file)
    batch = sent(user, [to_pool, to_job])
    work(steps=1)
    assert states(batch)[:2] == ["done", "waiting"]
    work()
    assert set(states(batch)) == {"done"}
    assert not WaitingFile.objects.filter(pk=to_pool.file.pk).exists()


def test_sending_a_file_takes_longer_before_it_counts_as_lost(user, target):
    batch = under_way(user, target)
    for seconds, state in ((31, "sending"), (149, "sending"), (151, "unknown")):
        batch.writes.update(sent_at=ago(seconds))
        queue.note_lost()
        assert states(batch) == [state]
    assert first(batch).look_at


# How long files stay


@each_case(
    ("state", "days", "stays"),
    [
        *((state, 0.9, state != "done") for state in Write.State.values),
        ("cancelled", 1.1, False),
        *(
            (state, days, stays)
            for state in ("staged", "waiting", "sending", "unknown", "refused")
            for days, stays in ((1.1, True), (6.9, True), (7.1, False))
        ),
        (None, 0.9, True),
        (None, 1.1, False),
    ],
)
def test_a_file_stays_for_a_day_or_a_week(user, target, state, days, stays):
    batch = one(user, target)
    batch.writes.update(state=state or "done", sent_at=timezone.now())
    file = WaitingFile.objects.get()
    if state is None:
        batch.delete()
    WaitingFile.objects.update(created_at=timezone.now() - timedelta(days=days))
    call_command("purge")
    assert WaitingFile.objects.filter(pk=file.pk).exists() == stays
    assert file.pieces.exists() == stays
    Batch.objects.all().delete()
    WaitingFile.objects.all().delete()


def test_without_a_key_it_waits(user, sandbox, target):
    batch = one(user, target)
    ApiKey.forget(user)
    work()
    assert now_of(batch) == ("paused", "no_key", "")
    assert sandbox.requests == []
