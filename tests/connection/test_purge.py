"""What counts no more is deleted; what counts stays, even if all is deleted."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from recruspace_dashboard.connection.models import CountedCall, Refusal
from tests.each_case import each_case


@pytest.mark.django_db(transaction=True)
@each_case("more", [[], ["--all"]])
def test_only_what_counts_no_more_is_deleted(more: list[str]) -> None:
    CountedCall.objects.all().delete()
    Refusal.objects.all().delete()
    now = timezone.now()
    for seconds in (1, 50, 70):
        CountedCall.objects.create(
            fingerprint="a", at=now - timedelta(seconds=seconds), background=False
        )
    for seconds in (-70, 30):
        until = now + timedelta(seconds=seconds)
        Refusal.objects.create(fingerprint="a", at=now, until=until)
    call_command("purge", *more)
    assert CountedCall.objects.count() == 2
    assert [one.until > now for one in Refusal.objects.all()] == [True]
