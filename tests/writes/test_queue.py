"""Two processes at once: what one takes, takes back or cancels while another sends."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.writes import batches, queue
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.queue import Claimed
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.each_case import each_case
from tests.writes.sending import calls, draft, now_of, rested, running, states, work

IDS = [1, 2, 3]


@pytest.fixture
def client(user, sandbox: Sandbox) -> Any:
    return client_for(sandbox.keys[0], Purpose.BACKGROUND)


def claimed(batch: Batch, client: Any) -> Claimed:
    found = queue.claim(batch, client)
    assert found
    return found


def test_a_write_that_is_claimed_is_not_claimed_again(user, client):
    batch = running(user, IDS)
    found = [claimed(batch, client).write for _ in IDS]
    assert queue.claim(batch, client) is None
    assert [one.candidate_id for one in found] == IDS
    assert {(one.state, one.attempts) for one in found} == {("sending", 1)}
    # Something is being sent: it has not ended.
    assert now_of(batch)[0] == "running"
    for one in found:
        one.end(Write.State.DONE)
    assert queue.claim(batch, client) is None
    assert now_of(batch) == ("ended", "", "")
    assert batch.ended_at


def user_takes_back(batch: Batch) -> None:
    batches.undo(batch)


def user_takes_back_and_sends(batch: Batch) -> None:
    batches.undo(batch)
    batches.start(batch)


def user_pauses(batch: Batch) -> None:
    batches.pause(Batch.objects.filter(pk=batch.pk))


def user_cancels(batch: Batch) -> None:
    batches.cancel(batch)


def other_worker_waits(batch: Batch) -> None:
    batch = Batch.objects.get(pk=batch.pk)
    Batch.objects.filter(pk=batch.pk).update(not_before=queue.Now() + queue.LEASE)


def user_goes_on_with_another_key(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(key="b" * 64)


@each_case(
    ("faster", "row"),
    [
        (user_takes_back, "staged"),
        (user_takes_back_and_sends, "waiting"),
        (user_pauses, "waiting"),
        (user_cancels, "cancelled"),
        (other_worker_waits, "waiting"),
        (user_goes_on_with_another_key, "waiting"),
    ],
)
def test_who_was_faster_than_the_worker_wins(
    user, client, faster: Callable[[Batch], None], row: str
):
    batch = running(user, IDS[:1])
    [(seen, found)] = queue.ready()
    faster(batch)
    assert queue.claim(seen, found) is None
    assert states(batch) == [row]
    batch.delete()


@each_case(
    ("later", "row"),
    [
        (user_takes_back, "waiting"),
        (user_pauses, "waiting"),
        (user_cancels, "cancelled"),
    ],
)
def test_what_was_not_sent_after_all_waits_unless_it_was_cancelled(
    user, client, later: Callable[[Batch], None], row: str
):
    batch = running(user, IDS[:1])
    write = claimed(batch, client).write
    later(batch)
    assert states(batch) == ["sending"]
    queue.give_back(write)
    assert states(batch) == [row]
    assert batch.writes.get().attempts == 0
    # Not twice, nor by one who has lost it.
    Write.objects.filter(pk=write.pk).update(state="unknown")
    queue.give_back(write)
    assert states(batch) == ["unknown"]
    batch.delete()


def test_given_back_while_its_batch_was_purged(user, client):
    batch = running(user, IDS[:1])
    write = claimed(batch, client).write
    batch.delete()
    queue.give_back(write)
    write.end(Write.State.DONE)
    write.record_next_page("/candidates/1/")
    assert not Write.objects.exists()


def together(*tasks: Callable[[], Any]) -> list[Any]:
    """Runs them at the same time, each over connections of its own."""

    def run(task: Callable[[], Any]) -> Any:
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(run, tasks))


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_write_once(user, sandbox, company):
    ids = list(company.candidates)[:40]
    batch = running(user, ids, action="note", arguments={"text": "Once."})
    together(*[lambda: work(OutboxWorker())] * 4)
    work()
    assert states(batch) == ["done"] * 40
    sent = [body["candidate_id"] for _, body in calls(sandbox)]
    assert sorted(sent) == sorted(ids)
    assert now_of(batch)[0] == "ended"


@pytest.mark.django_db(transaction=True)
def test_taken_back_or_sent_but_never_both(user, sandbox, client):
    for _ in range(15):
        batch = running(user, IDS)
        undone, found = together(
            lambda batch=batch: batches.undo(batch),
            lambda batch=batch: queue.claim(batch, client),
        )
        assert undone == (found is None)
        assert states(batch) == (
            ["staged"] * 3 if undone else ["sending", "waiting", "waiting"]
        )
        assert now_of(batch)[0] == ("draft" if undone else "running")


@pytest.mark.django_db(transaction=True)
def test_sent_again_while_the_batch_ends_it_is_sent(user, sandbox, client):
    for _ in range(15):
        batch = running(user, IDS[:1])
        claimed(batch, client).write.end(Write.State.REFUSED)
        number, found = together(
            lambda batch=batch: batches.send_again(batch, batch.writes.all()),
            lambda batch=batch: queue.claim(batch, client),
        )
        assert number == 1
        assert now_of(batch)[0] == "running"
        assert states(batch) == ["sending" if found else "waiting"]


@pytest.mark.django_db(transaction=True)
def test_cancelled_while_it_is_given_back_nothing_is_left(user, sandbox, client):
    for _ in range(15):
        batch = running(user, IDS[:2])
        write = claimed(batch, client).write
        together(
            lambda batch=batch: batches.cancel(batch),
            lambda write=write: queue.give_back(write),
        )
        assert states(batch) == ["cancelled"] * 2


def test_a_draft_is_no_ones(user, client):
    batch = draft(user, IDS)
    assert list(queue.ready()) == []
    assert queue.claim(batch, client) is None
    assert states(batch) == ["staged"] * 3
    batches.start(batch)
    # The time to undo is not over.
    assert list(queue.ready()) == []
    rested(batch)
    assert [one.pk for one, _ in queue.ready()] == [batch.pk]
