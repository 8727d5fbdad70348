"""A write whose outcome is unknown is looked for, twice; then a user decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from recruspace_dashboard.writes import batches, looking
from recruspace_dashboard.writes.models import Batch, Write
from tests.each_case import each_case
from tests.writes.sending import TAG, ago, calls, draft, states


@pytest.fixture
def one(company: Company) -> Candidate:
    found = next(one for one in company.candidates.values() if one.cv and one.pool)
    found.tags.clear()
    return found


@pytest.fixture
def target(company: Company, one: Candidate) -> Pool:
    """A pool without the candidate."""
    pools = company.pools.values()
    return next(pool for pool in pools if not company.holds(one.email, pool, None))


def unknown(user: Any, one: Candidate, sent: float = 6, **more: Any) -> Batch:
    """A batch with a write whose answer was lost so many seconds ago."""
    batch = draft(user, [one], **more)
    key = batches.key_of(user)
    Batch.objects.filter(pk=batch.pk).update(state="ended", key=key)
    batch.writes.update(
        state="unknown", sent_at=ago(sent), attempts=1, look_at=ago(1), ended_at=ago(6)
    )
    return batch


def to_pool(one: Candidate, pool: Pool) -> dict[str, Any]:
    names = {"email": one.email, "first_name": "A", "last_name": "B"}
    arguments = names | {"cv_id": one.cv.id, "talent_pool_id": pool.id}
    return {"action": "pool", "arguments": arguments}


def add(company: Company, one: Candidate, **where: Any) -> Candidate:
    """A record of the candidate, made just now."""
    member = one.pool.created_by
    made = Candidate(
        id=company.new_id(),
        user_id=member.user_id,
        email=one.email,
        first_name=one.first_name,
        last_name=one.last_name,
        entry_method="manual",
        source_platform="api",
        **where,
    )
    company.candidates[made.id] = made
    return made


def row(batch: Batch) -> Write:
    return batch.writes.get()


def test_a_tag_that_is_there_was_made(user, sandbox, company, one):
    one.tags.append(company.tag(TAG["title"].upper()))
    batch = unknown(user, one)
    assert looking.look()
    assert states(batch) == ["done"]
    assert row(batch).look_at is None
    assert calls(sandbox, "GET") == [(f"/candidates/{one.id}/", None)]
    assert calls(sandbox) == []
    assert not looking.look()


def test_a_candidate_who_was_added_is_found_with_the_address(
    user, company, one, target
):
    made = add(company, one, pool=target)
    batch = unknown(user, one, **to_pool(one, target))
    assert looking.look()
    assert states(batch) == ["done"]
    assert row(batch).address == f"/candidates/{made.id}/"
    assert str(made.id) not in row(batch).sealed_address


def test_added_to_another_pool_just_then_is_not_it(user, company, one, target):
    elsewhere = next(pool for pool in company.pools.values() if pool is not target)
    add(company, one, pool=elsewhere)
    batch = unknown(user, one, **to_pool(one, target))
    assert looking.look()
    assert states(batch) == ["unknown"]
    assert row(batch).looked_at


def test_added_long_before_is_not_it(user, company, one, target):
    made = add(company, one, pool=target)
    made.created_at -= timedelta(hours=1)
    batch = unknown(user, one, **to_pool(one, target))
    assert looking.look()
    assert states(batch) == ["unknown"]


@each_case(("same", "expected"), [(True, "done"), (False, "unknown")])
def test_added_to_a_job_post_or_to_another(user, company, one, same, expected):
    jobs = list(company.jobs.values())[:2]
    for record in [c for c in company.candidates.values() if c.email == one.email]:
        if record is not one:
            del company.candidates[record.id]
    add(company, one, job_post=jobs[0 if same else 1])
    sent = to_pool(one, one.pool)["arguments"] | {"job_post": jobs[0].hash}
    del sent["talent_pool_id"]
    batch = unknown(user, one, action="job", arguments=sent)
    assert looking.look()
    assert states(batch) == [expected]


@each_case(
    ("sent", "again"),
    # Once more after two minutes, when whatever was on its way has arrived.
    [(6, 120), (60, 120), (119, 120), (121, None), (4000, None)],
)
def test_what_is_not_there_is_looked_for_twice(user, sandbox, one, sent, again):
    sandbox.requests.clear()
    batch = unknown(user, one, sent=sent)
    assert looking.look()
    found = row(batch)
    assert (found.state, bool(found.looked_at)) == ("unknown", True)
    expected = again and found.sent_at + timedelta(seconds=again)
    assert found.look_at == expected
    assert not looking.look()
    assert len(sandbox.requests) == 1
    batch.delete()


def test_the_last_look_leaves_it_to_the_user_who_may_ask_again(user, one, company):
    batch = unknown(user, one, sent=130)
    assert looking.look()
    assert not looking.look()
    one.tags.append(company.tag(TAG["title"]))
    assert looking.look_again(Write.objects.all()) == 1
    assert looking.look()
    assert states(batch) == ["done"]


def test_a_candidate_who_is_gone_has_no_tag(user, one, company):
    del company.candidates[one.id]
    batch = unknown(user, one, sent=130)
    assert looking.look()
    assert (states(batch), row(batch).look_at) == (["unknown"], None)
    assert row(batch).looked_at


def test_a_note_is_never_looked_for(user, sandbox, one):
    batch = unknown(user, one, action="note", arguments={"text": "Call her."})
    assert not looking.look()
    assert looking.look_again(Write.objects.all()) == 0
    assert sandbox.requests == []
    assert states(batch) == ["unknown"]


@each_case(
    ("status", "seconds"),
    [(500, 60), (503, 60), (401, 60), (403, 60), (429, 300)],
)
def test_a_look_that_failed_is_not_the_last(user, sandbox, one, status, seconds):
    sandbox.requests.clear()
    sandbox.api.rules.clear()
    headers = {"Retry-After": "300"}
    sandbox.reply("GET", "/candidates/", status=status, headers=headers)
    batch = unknown(user, one, sent=500)
    assert looking.look()
    found = row(batch)
    assert (found.state, found.looked_at) == ("unknown", None)
    wait = (found.look_at - timezone.now()).total_seconds()
    assert seconds - 10 < wait <= seconds
    batch.delete()


@each_case("forgotten", [True, False])
def test_without_a_key_it_waits(user, sandbox, one, forgotten):
    batch = unknown(user, one)
    if forgotten:
        ApiKey.forget(user)
    else:
        ApiKey.objects.update(ciphertext="v1.gone.x")
    assert looking.look()
    assert row(batch).looked_at is None
    assert row(batch).look_at > timezone.now()
    assert sandbox.requests == []
    ApiKey.store(user, sandbox.keys[0])
    batch.delete()


def test_another_key_may_find_it_but_not_say_that_it_is_not_there(
    user, sandbox: Sandbox, company, one
):
    batch = unknown(user, one)
    # Of another company.
    ApiKey.store(user, sandbox.keys[2])
    assert looking.look()
    found = row(batch)
    assert (found.state, found.looked_at, found.look_at) == ("unknown", None, None)
    # Of a colleague.
    ApiKey.store(user, sandbox.keys[1])
    one.tags.append(company.tag(TAG["title"]))
    looking.look_again(batch.writes.all())
    assert looking.look()
    assert states(batch) == ["done"]


def test_neither_another_api_nor_a_user_who_is_gone(user, sandbox, one):
    batch = unknown(user, one)
    batch.writes.update(api="https://elsewhere.example")
    assert not looking.look()
    batch.writes.update(api=sandbox.url)
    user.is_active = False
    user.save()
    assert not looking.look()
    user.delete()
    assert not looking.look()
    assert sandbox.requests == []


def test_a_form_s_write_is_its_page_s_to_look_for(user, sandbox):
    mine = {"owner": user, "sealed_for": user.pk, "action": "tag"}
    Write.objects.create(**mine, state="unknown", look_at=timezone.now())
    assert not looking.look()


def test_sent_again_meanwhile_it_is_not_changed(user, company, one, monkeypatch):
    batch = unknown(user, one)
    find = looking._find

    def slow(write: Write, client: Any) -> Any:
        batch.writes.update(state="unknown", attempts=2)
        return find(write, client)

    monkeypatch.setattr(looking, "_find", slow)
    one.tags.append(company.tag(TAG["title"]))
    assert looking.look()
    assert states(batch) == ["unknown"]
    assert row(batch).look_at > timezone.now()


def test_two_workers_do_not_look_for_the_same(user, sandbox, one, monkeypatch):
    batch = unknown(user, one)
    first = row(batch)
    assert looking._take(first)
    assert not looking._take(first)
    assert not looking.look()
    assert sandbox.requests == []
