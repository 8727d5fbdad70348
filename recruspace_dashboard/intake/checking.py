"""Reads new candidates again, a minute after they were sent: what could Recruspace not
parse of their CV?"""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.urls import Resolver404, resolve

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.intake.models import LEASE, IntakeFile
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.writes.models import Write
from recruspace_dashboard.writes.models.batch import this_api

AFTER = timedelta(minutes=1)
# After a fault of the API, and how often one is tried again.
REST = timedelta(minutes=1)
MOST_FAILURES = 10


def plan() -> None:
    """Those whose write is done are due a minute later."""
    sent = Q(write__state=Write.State.DONE, write__action=Write.Action.CANDIDATE)
    new = IntakeFile.objects.filter(sent, check_at=None, checked_at=None)
    new.update(check_at=Now() + AFTER)


def check() -> bool:
    """Reads one candidate, if one is due; returns whether it did."""
    due = _due()
    row = due.order_by("check_at").select_related("intake", "write").first()
    # No other worker reads it at the same time.
    if row is None or not due.filter(pk=row.pk).update(check_at=Now() + LEASE):
        return False
    candidate_id = _candidate_of(row)
    if candidate_id is None:
        _end(row)
        return True
    try:
        key = ApiKey.objects.get(user=row.intake.owner_id).reveal()
        client = client_for(key, Purpose.BACKGROUND)
        candidate = client.candidates.get(candidate_id=candidate_id)
    except RateLimited as error:
        wait = Now() + timedelta(seconds=error.retry_after)
        IntakeFile.objects.filter(pk=row.pk).update(check_at=wait)
        _due().filter(intake__owner=row.intake.owner_id).update(check_at=wait)
    except (ApiConnectionError, ServerError):
        _rest(row)
    except (ApiKey.DoesNotExist, UnsealError, RecruspaceError):
        # Nobody can read it any more with the key it was sent with.
        _end(row)
    else:
        _end(row, list(candidate.error_logs) if candidate.error_status else [])
    return True


def _due() -> QuerySet[IntakeFile]:
    return IntakeFile.objects.filter(
        check_at__lte=Now(),
        checked_at=None,
        intake__api=this_api(),
        intake__owner__is_active=True,
    )


def _candidate_of(row: IntakeFile) -> int | None:
    """The id of the new candidate, by the page shown after the write."""
    if row.write is None:
        return None
    try:
        found: int | None = resolve(row.write.address).kwargs.get("candidate_id")
    except Resolver404:
        return row.write.candidate_id
    return found


def _rest(row: IntakeFile) -> None:
    """The API fails: all wait, and this one not for ever."""
    if row.failures + 1 >= MOST_FAILURES:
        _end(row)
    else:
        again = {"check_at": Now() + REST, "failures": F("failures") + 1}
        IntakeFile.objects.filter(pk=row.pk).update(**again)
    _due().update(check_at=Now() + REST)


def _end(row: IntakeFile, errors: list[str] | None = None) -> None:
    sealed = row.seal({"errors": errors}) if errors else ""
    IntakeFile.objects.filter(pk=row.pk).update(
        checked_at=Now(), check_at=None, sealed_errors=sealed
    )
