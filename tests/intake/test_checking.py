"""New candidates are read once more after they were sent: what Recruspace could not
parse is kept for the page, and what cannot be read is left."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.intake import checking
from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.sandbox.state import Candidate
from recruspace_dashboard.writes.models import Write
from tests.each_case import each_case
from tests.intake.test_worker import read_all

ERRORS = ["The CV could not be parsed.", "No phone number."]


@pytest.fixture
def candidate(company) -> Candidate:
    return next(iter(company.candidates.values()))


def sent(user: User, candidate_id: int | None, **of_write: object) -> IntakeFile:
    """A file that has become a candidate just now."""
    write = Write(
        **{"owner": user, "sealed_for": user.pk, "action": "candidate", "state": "done"}
        | of_write
    )
    if candidate_id is not None:
        write.sealed_address = write.seal(
            reverse("candidates:detail", args=[candidate_id])
        )
    write.save()
    intake = Intake.objects.create(owner=user)
    return IntakeFile.objects.create(
        intake=intake, sealed_for=user.pk, number=1, state="read", write=write
    )


def a_minute_later() -> None:
    IntakeFile.objects.exclude(check_at=None).update(
        check_at=timezone.now() - timedelta(seconds=1)
    )


def asked(sandbox) -> list[str]:
    return [one.path for one in sandbox.requests]


def answer(sandbox, candidate: Candidate, **body: object) -> None:
    sandbox.reply(
        "GET", f"/candidates/{candidate.id}/", body={"id": candidate.id, **body}
    )


def test_it_is_read_once_a_minute_after_it_was_sent(user, sandbox, candidate):
    row = sent(user, candidate.id)
    answer(sandbox, candidate, error_status=True, error_logs=ERRORS)
    worker = read_all()
    assert asked(sandbox) == []
    row.refresh_from_db()
    assert timezone.now() < row.check_at <= timezone.now() + checking.AFTER
    a_minute_later()
    read_all(worker)
    assert [(one.method, one.path) for one in sandbox.requests] == [
        ("GET", f"/api/v1/client/candidates/{candidate.id}/")
    ]
    assert sandbox.requests[0].headers["Authorization"].endswith(sandbox.keys[0])
    row.refresh_from_db()
    assert row.errors == ERRORS
    assert ERRORS[0] not in row.sealed_errors
    assert (row.check_at, row.checked_at is None) == (None, False)
    read_all()
    assert len(sandbox.requests) == 1


def test_where_all_was_parsed_there_is_nothing_to_say(user, sandbox, candidate):
    row = sent(user, candidate.id)
    answer(sandbox, candidate, error_status=False, error_logs=ERRORS)
    worker = read_all()
    a_minute_later()
    read_all(worker)
    row.refresh_from_db()
    assert (row.errors, row.checked_at is None) == ([], False)


@each_case("state", ["staged", "waiting", "sending", "refused", "unknown", "cancelled"])
def test_what_is_not_known_to_be_made_is_not_read(user, sandbox, state):
    row = sent(user, 7, state=state)
    read_all()
    row.refresh_from_db()
    assert row.check_at is None
    assert asked(sandbox) == []


def test_a_write_of_another_kind_is_not_read(user, sandbox, candidate):
    row = sent(user, candidate.id, action="tag")
    read_all()
    row.refresh_from_db()
    assert row.check_at is None


def test_without_an_address_there_is_nothing_to_read(user, sandbox):
    row = sent(user, None)
    worker = read_all()
    a_minute_later()
    read_all(worker)
    row.refresh_from_db()
    assert row.checked_at is not None
    assert asked(sandbox) == []


def test_without_a_key_it_is_left(user, sandbox, candidate):
    row = sent(user, candidate.id)
    worker = read_all()
    a_minute_later()
    ApiKey.forget(user)
    read_all(worker)
    row.refresh_from_db()
    assert row.checked_at is not None
    assert asked(sandbox) == []


@each_case("status", [401, 403, 404])
def test_what_the_key_may_not_read_is_left(user, sandbox, candidate, status):
    sandbox.requests.clear()
    row = sent(user, candidate.id)
    sandbox.reply("GET", f"/candidates/{candidate.id}/", status=status)
    worker = read_all()
    a_minute_later()
    read_all(worker)
    row.refresh_from_db()
    assert row.checked_at is not None
    assert len(asked(sandbox)) == 1


def test_after_a_fault_it_is_read_later_and_not_for_ever(user, sandbox, candidate):
    row = sent(user, candidate.id)
    sandbox.reply("GET", "/candidates/", status=500, times=99)
    worker = read_all()
    for number in range(1, checking.MOST_FAILURES):
        a_minute_later()
        read_all(worker)
        row.refresh_from_db()
        assert (row.failures, row.checked_at) == (number, None)
        assert row.check_at > timezone.now()
    a_minute_later()
    read_all(worker)
    row.refresh_from_db()
    assert row.checked_at is not None


def test_at_the_limit_all_of_the_owner_wait(user, sandbox, candidate):
    first, second = sent(user, candidate.id), sent(user, candidate.id)
    sandbox.reply(
        "GET", "/candidates/", status=429, headers={"Retry-After": "40"}, times=1
    )
    worker = read_all()
    a_minute_later()
    read_all(worker)
    assert len(asked(sandbox)) == 1
    soon = timezone.now() + timedelta(seconds=30)
    for row in (first, second):
        row.refresh_from_db()
        assert row.check_at > soon
        assert row.checked_at is None


def test_of_another_api_or_a_user_who_is_gone_nothing_is_read(user, sandbox, candidate):
    sent(user, candidate.id)
    sent(user, candidate.id)
    read_all()
    a_minute_later()
    Intake.objects.filter(pk=Intake.objects.first().pk).update(api="https://x.example")
    Intake.objects.exclude(api="https://x.example").update(owner=inactive())
    read_all()
    assert asked(sandbox) == []


def inactive() -> User:
    return User.objects.create_user("gone", is_active=False)
