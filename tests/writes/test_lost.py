"""What is known of a write whose worker died, was slow, or could not store it."""

from typing import Any

import pytest
from django.db import OperationalError

from recruspace_dashboard.writes.actions import AddTag
from recruspace_dashboard.writes.models import Write
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.each_case import each_case
from tests.writes.sending import TAG, ago, running, states, tagged, work


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


def test_a_bug_leaves_one_unknown_and_the_next_are_sent(
    user, sandbox, some, monkeypatch, caplog
):
    batch, send = running(user, some[:2]), AddTag.send

    def broken(self: AddTag, client: Any) -> Any:
        if self.candidate_id == some[0].id:
            raise ValueError("a bug")
        return send(self, client)

    monkeypatch.setattr(AddTag, "send", broken)
    work()
    assert states(batch) == ["unknown", "done"]
    assert "A write could not be sent" in caplog.text


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


def test_a_long_batch_holds_up_no_look(user, sandbox, some, company):
    unclear, batch = running(user, some[:1]), running(user, some[1:5])
    unclear.writes.update(state="unknown", sent_at=ago(6), attempts=1, look_at=ago(1))
    some[0].tags.append(company.tag(TAG["title"]))
    work(steps=1)
    assert states(unclear) == ["done"]
    assert states(batch) == ["waiting"] * 4
