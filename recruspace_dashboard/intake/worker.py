"""One worker's part of the intake: it reads what has arrived, for somebody waits for
it, and later what became of those who were sent."""

import time

from recruspace_dashboard.intake import checking, reading
from recruspace_dashboard.intake.models import IntakeFile
from recruspace_dashboard.intake.sheets import applying

# How often it looks for something to do, and for writes that were made.
LOOK_SECONDS, PLAN_SECONDS = 1.0, 10.0


class IntakeWorker:
    def __init__(self) -> None:
        self._look_at = self._plan_at = 0.0
        self._row: IntakeFile | None = None

    def step(self) -> bool:
        """Reads one file or one candidate; returns whether there was any.

        Raises errors of the database: the lease of what was being read ends by itself.
        """
        if time.monotonic() < self._look_at:
            return False
        self._row = reading.claim()
        if self._row is not None:
            reading.read(self._row)
            intake, self._row = self._row.intake, None
            applying.apply(intake)
            return True
        if time.monotonic() >= self._plan_at:
            self._plan_at = time.monotonic() + PLAN_SECONDS
            checking.plan()
        if checking.check():
            return True
        self._look_at = time.monotonic() + LOOK_SECONDS
        return False

    def stop(self) -> None:
        """Gives back what it was reading, so that another worker can go on at once."""
        if self._row is not None:
            reading.release(self._row)
            self._row = None
