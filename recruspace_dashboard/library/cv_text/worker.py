"""One worker's part of the CV texts. Any number of workers read side by side."""

import secrets
import time

from django.conf import settings

from recruspace_dashboard.library import cv_rows
from recruspace_dashboard.library.cv_rows import Outcome
from recruspace_dashboard.library.cv_text import claims
from recruspace_dashboard.library.cv_text.claims import Claim
from recruspace_dashboard.library.cv_text.erasing import erase_step
from recruspace_dashboard.library.cv_text.fetching import Fetcher, HostRests
from recruspace_dashboard.library.cv_text.reading import read
from recruspace_dashboard.library.writing import writing

# How long it reads before it stores what it has read, and others have their turn.
STEP_SECONDS = 1.0
# How often it looks for something to read.
LOOK_SECONDS = 2.0


class CvWorker:
    def __init__(self) -> None:
        self.owner = secrets.token_hex(16)
        self._fetcher = Fetcher()
        self._claims: list[Claim] = []
        self._look_at = 0.0
        # Whether some that were taken were not read.
        self._has_left = False

    def step(self) -> bool:
        """Reads some CVs; returns whether there was anything to do.

        Raises errors of the database; the next step goes on from what is stored.
        """
        if not (settings.LIBRARY and settings.CV_TEXT):
            return False
        try:
            return self._read() or self._look()
        except Exception:
            # What is in memory may not be what is stored.
            self._claims.clear()
            self._has_left = True
            raise

    def stop(self) -> None:
        """Gives everything back, so that another worker can go on at once."""
        self._claims.clear()
        claims.release(self.owner)

    def _look(self) -> bool:
        if time.monotonic() < self._look_at:
            return False
        fetcher = self._fetcher
        if self._has_left:
            claims.release(self.owner)
            self._has_left = False
        self._claims = claims.take(
            self.owner, fetcher.hosts.now(), may_ask=fetcher.may_ask
        )
        if self._claims:
            return True
        if erase_step():
            return True
        self._look_at = time.monotonic() + LOOK_SECONDS
        return False

    def _read(self) -> bool:
        if not self._claims:
            return False
        claims.renew(self.owner)
        until = time.monotonic() + STEP_SECONDS
        outcomes: list[Outcome] = []
        while self._claims and time.monotonic() < until:
            claim = self._claims.pop()
            try:
                outcomes.append(read(claim, self._fetcher))
            except HostRests:
                self._has_left = True
        with writing() as changes:
            cv_rows.put(outcomes, self.owner, changes)
        return True
