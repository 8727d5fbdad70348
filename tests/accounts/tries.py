"""Tries of passwords and keys, and the time since."""

from datetime import timedelta

from django.db.models import F

from recruspace_dashboard.accounts.models import Try

WRONG = "not the password"
NEW_PASSWORD = "staple battery horse 7"


def pass_by(minutes: float) -> None:
    """Makes all tries so much older."""
    Try.objects.update(at=F("at") - timedelta(minutes=minutes))
