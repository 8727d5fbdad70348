"""The intakes of a user, with how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.writes.models import Write

# So many are listed.
MOST = 50

State = IntakeFile.State
_IN_OUTBOX = Q(files__write__isnull=False) & ~Q(
    files__write__state=Write.State.CANCELLED
)


@dataclass(frozen=True)
class ListedIntake:
    """An intake with how many of its files are in which state."""

    intake: Intake
    for_all: Mapping[str, Any]
    total: int
    read: int
    reading: int
    missing: int
    failed: int
    sent: int
    done: int


def listed(intakes: QuerySet[Intake]) -> Sequence[ListedIntake]:
    """The newest first."""

    def number(state: str) -> Count:
        return Count("files", filter=Q(files__state=state) & ~_IN_OUTBOX)

    counts = {
        "total": Count("files"),
        "read": number(State.READ),
        "reading": number(State.ARRIVED),
        "missing": number(State.EXPECTED),
        "failed": number(State.FAILED),
        "sent": Count("files", filter=_IN_OUTBOX),
        "done": Count("files", filter=Q(files__write__state=Write.State.DONE)),
    }
    return [
        ListedIntake(row, row.for_all, **{name: getattr(row, name) for name in counts})
        for row in intakes.annotate(**counts).order_by("-pk")[:MOST]
    ]
