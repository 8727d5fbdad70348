"""Reads the text of files that have arrived, one by one, and proposes their fields.

Any number of workers do so: who changes a row's lease, by the clock of the database,
reads its file.
"""

import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from recruspace_dashboard.documents import render
from recruspace_dashboard.documents.process import Busy
from recruspace_dashboard.documents.render import Fault
from recruspace_dashboard.files import waiting
from recruspace_dashboard.intake.models import LEASE, IntakeFile
from recruspace_dashboard.intake.proposing import propose
from recruspace_dashboard.operations.databases import is_database_fault

logger = logging.getLogger(__name__)

Problem, State = IntakeFile.Problem, IntakeFile.State

# How often a file is taken whose reading ended in no outcome, such as with its worker.
MOST_FAILURES = 5
WHEN_BUSY = timedelta(seconds=10)
# A scan, or a file without any words.
PICTURES = "pictures"


def claim() -> IntakeFile | None:
    """A file that this worker alone is to read; None if there is none.

    First the first of each intake, so that one of 500 holds up nobody else's.
    """
    arrived = IntakeFile.objects.filter(state=State.ARRIVED)
    free = arrived.filter(Q(claimed_until=None) | Q(claimed_until__lt=Now()))
    for pk in free.order_by("number", "pk").values_list("pk", flat=True)[:8]:
        leased = {"claimed_until": Now() + LEASE, "failures": F("failures") + 1}
        if free.filter(pk=pk).update(**leased):
            return IntakeFile.objects.select_related("file").filter(pk=pk).first()
    return None


def release(row: IntakeFile, until: Any = None) -> None:
    """It was not read after all, and is not before `until`."""
    same = _same(row).filter(failures__gt=0)
    same.update(claimed_until=until, failures=F("failures") - 1)


def read(row: IntakeFile) -> None:
    """Stores what is proposed for a file, or why nothing is. The user may type its
    fields in any case."""
    if row.file is None:
        _same(row).update(state=State.FAILED, problem=Problem.GONE)
        return
    if row.failures > MOST_FAILURES:
        _store(row, Fault.DAMAGED)
        return
    try:
        content = waiting.read(row.file)
        text = render.text(content)
    except waiting.Gone:
        _same(row).update(state=State.FAILED, problem=Problem.GONE)
    except Busy:
        # That is no fault of the file, however often it happens.
        release(row, Now() + WHEN_BUSY)
    except Exception as error:
        if is_database_fault(error):
            raise
        _log(error)
        _store(row, Fault.DAMAGED)
    else:
        if isinstance(text, Fault):
            _store(row, text)
        elif not any(map(str.isalnum, text)):
            _store(row, PICTURES)
        else:
            _store(row, "", _proposed(text, row.name))


def _proposed(text: str, name: str) -> dict[str, Any]:
    try:
        return asdict(propose(text, name))
    except Exception as error:  # noqa: BLE001 (the user types the fields then)
        _log(error)
        return {}


def _log(error: Exception) -> None:
    # Not what it says: that may be of the file.
    logger.error("A CV could not be read: %s", type(error).__name__)


def _store(row: IntakeFile, reading: str, fields: dict[str, Any] | None = None) -> None:
    sealed = row.seal(fields) if fields else ""
    _same(row).update(
        state=State.READ,
        reading=reading,
        sealed_fields=sealed,
        claimed_until=None,
        failures=0,
    )


def _same(row: IntakeFile) -> QuerySet[IntakeFile]:
    """The row, unless another worker has read it since."""
    return IntakeFile.objects.filter(pk=row.pk, state=State.ARRIVED)
