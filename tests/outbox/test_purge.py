"""Batches that nobody sends are not kept for ever: they hold names and addresses."""

from datetime import timedelta

from django.utils import timezone

from recruspace_dashboard.operations.retention import purge
from recruspace_dashboard.writes.models import Batch, Write
from tests.outbox.asking import act, stage


def test_drafts_that_nobody_sends_are_deleted_after_a_week(browse, everybody):
    old, recent, running, ended = (stage(browse, everybody[:2]) for _ in range(4))
    nobody = stage(browse, [999_999_999])
    act(browse, running, "send")
    act(browse, ended, "cancel")
    now = timezone.now()
    week = Batch.objects.exclude(pk=recent.pk)
    week.update(created_at=now - timedelta(days=7, minutes=1))
    Batch.objects.filter(pk=recent.pk).update(created_at=now - timedelta(days=6))
    list(purge())
    kept = {recent.pk, running.pk, ended.pk, nobody.pk}
    assert set(Batch.objects.values_list("pk", flat=True)) == kept
    assert not Write.objects.filter(batch=old.pk).exists()
    # It has ended when it was made.
    past = now - timedelta(days=400)
    Batch.objects.filter(pk__in=[ended.pk, nobody.pk]).update(ended_at=past)
    list(purge())
    assert set(Batch.objects.values_list("pk", flat=True)) == {recent.pk, running.pk}
