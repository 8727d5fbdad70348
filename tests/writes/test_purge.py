"""What was sent is told for so long, and what waits is not lost before it has ended."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.core.management import call_command
from django.utils import timezone

from recruspace_dashboard.writes.models import Batch, Draft, Write
from recruspace_dashboard.writes.models.batch import history
from tests.each_case import each_case
from tests.writes.sending import draft, states, work

LONG_AGO = timedelta(days=configured.HISTORY_DAYS + 1)
A_WEEK = timedelta(days=7)


def test_what_has_ended_goes_in_time_and_what_waits_stays(user, capsys):
    batch = draft(user, range(1, 8))
    Batch.objects.update(state="paused", created_at=timezone.now() - LONG_AGO)
    all_states = [
        *("waiting", "sending", "unknown"),
        *("unknown", "done", "refused", "cancelled"),
    ]
    old = timezone.now() - LONG_AGO
    for place, row in enumerate(batch.writes.order_by("pk")):
        Write.objects.filter(pk=row.pk).update(
            state=all_states[place],
            created_at=old,
            sent_at=old,
            # One whose outcome is unknown and not yet noted has not ended.
            ended_at=old if place > 2 else None,
        )
    call_command("purge")
    assert states(batch) == all_states[:3]
    assert "writes.Write: 4 deleted" in capsys.readouterr().out


@each_case(
    ("days", "left"),
    [(configured.HISTORY_DAYS + 0.01, 0), (configured.HISTORY_DAYS - 0.01, 1)],
)
def test_a_batch_goes_with_its_writes(user, days, left):
    batch = draft(user, [1, 2])
    ended = timezone.now() - timedelta(days=days)
    batch.writes.update(state="done", ended_at=ended)
    Batch.objects.update(state="ended", ended_at=ended)
    call_command("purge")
    assert (Batch.objects.count(), Write.objects.count()) == (left, left * 2)


def test_a_dry_run_that_nobody_sent_goes_after_a_week(user, capsys):
    for age, state in (
        (A_WEEK + timedelta(hours=1), "draft"),
        (A_WEEK - timedelta(hours=1), "draft"),
        (LONG_AGO, "running"),
        (LONG_AGO, "paused"),
    ):
        batch = draft(user, [1, 2])
        made = timezone.now() - age
        Batch.objects.filter(pk=batch.pk).update(state=state, created_at=made)
    call_command("purge")
    found = list(Batch.objects.order_by("pk").values_list("state", flat=True))
    assert found == ["draft", "running", "paused"]
    assert Write.objects.count() == 6
    assert "dry runs of batches: 1 deleted" in capsys.readouterr().out


def test_a_form_that_nobody_heard_of_goes_too(user):
    for age in (timedelta(days=1), LONG_AGO):
        row = Write.objects.create(owner=user, sealed_for=user.pk)
        Write.objects.filter(pk=row.pk).update(created_at=timezone.now() - age)
    call_command("purge")
    assert Write.objects.get().created_at > timezone.now() - A_WEEK


@pytest.mark.django_db(transaction=True)
def test_with_all_nothing_is_left_and_nothing_sent(user, sandbox, capsys):
    for state in Batch.State:
        batch = draft(user, [1, 2])
        Batch.objects.filter(pk=batch.pk).update(state=state, key="a" * 64)
        batch.writes.update(state="waiting")
    Write.objects.create(owner=user, sealed_for=user.pk)
    Draft.store(user, "/pools/new/", {"name": ["Typed"]})
    call_command("purge", "--all")
    for model in (Batch, Write, Draft):
        assert not model.objects.exists()
    work()
    assert sandbox.requests == []


def told() -> list[str]:
    return [one.msg for one in run_checks() if one.id == "recruspace.E022"]


@each_case("days", [0, -1, 6.9, 3651, 1e12, float("nan"), float("inf")])
def test_a_time_that_makes_no_sense_is_an_error_that_names_it(settings, days):
    settings.HISTORY_DAYS = days
    [message] = told()
    assert message == "HISTORY_DAYS is not at least 7 and at most 3650."
    # The check is what says so: nothing breaks before.
    assert history() == timedelta(days=365)


@each_case("days", [7, 365, 3650])
def test_both_ends_are_fine(settings, days):
    settings.HISTORY_DAYS = days
    assert told() == []
    assert history() == timedelta(days=days)
