"""Walks one pool, page after page, and copies it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from recruspace_dashboard.library import listing
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.sync import lease, seen
from recruspace_dashboard.library.sync.schedule import make_keys_due
from recruspace_dashboard.library.sync.turns import NoKeyLeft, Turns, keys_of_pool
from recruspace_dashboard.library.writing import keep_only, write_candidates
from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.services import RecruspaceClient, endpoints, parse
from recruspace_dashboard.services.errors import (
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.walk import Place, Problem, Walk

logger = logging.getLogger(__name__)

Trouble = CopiedPool.Problem

PAGE_SIZE = LARGEST_PAGE
# How often progress is stored while nothing changes. It also renews the lease.
SAVE_PAGES, SAVE_SECONDS = 20, 10.0
# A few pages are written together: each transaction touches much of the indexes.
WRITE_ROWS, WRITE_SECONDS = 300, 1.0


@dataclass
class Outcome:
    """What a walk did, for who asked for it."""

    pool_id: int
    candidates: int = 0
    changed: int = 0
    calls: int = 0
    problem: str = ""


class Walking:
    """A pool that this worker has the lease of. `ready_at` is when it can go on."""

    def __init__(self, pool: CopiedPool, owner: str) -> None:
        self.ready_at = 0.0
        self.outcome = Outcome(pool.pk)
        self._pool, self._owner = pool, owner
        self._calls_before = pool.calls
        self._turns = Turns(pool.pk)
        self._ids = seen.read(pool.seen)
        odd = tuple(Problem(one) for one in pool.odd.split("; ") if one)
        self._begin(Place(pool.page, pool.counted, odd))

    def _begin(self, place: Place) -> None:
        self._walk = Walk(
            self._read,
            call=str(endpoints.LIST_POOL_CANDIDATES),
            key=seen.key_of,
            count=self._pool.count,
            start=place,
            seen=seen.keys_of(self._ids),
        )
        self._saved_at, self._pages = time.monotonic(), 0
        # Read, but not written yet.
        self._rows: list[Payload] = []
        self._written_at = self._saved_at

    def _read(self, number: int) -> Page[Payload]:
        page = self._turns.call(self._page(number))
        ids = [parse.identity(row.get("id")) for row in page.items]
        if ids and not any(ids):
            # Not to be taken for a page on which all others are missing.
            call = str(endpoints.LIST_POOL_CANDIDATES)
            raise ServerError(call, status=200, reason="no candidate has an id")
        return page

    def _page(self, number: int) -> Callable[[RecruspaceClient], Page[Payload]]:
        pool_id = self._pool.pk
        return lambda client: client.talent_pools.read_candidates(
            pool_id=pool_id, page=number, page_size=PAGE_SIZE
        )

    def step(self) -> bool:
        """Reads a page; returns whether the walk has ended.

        Raises `LeaseLost`, and errors of the database.
        """
        try:
            self.keep()
            return self._advance()
        except lease.LeaseLost:
            raise
        except Exception as error:
            if is_database_fault(error):
                raise
            # Whatever a page may hold, the other pools go on.
            logger.exception("A page of pool %s could not be copied", self._pool.pk)
            self._end(problem=Trouble.FAILING)
            return True

    def _advance(self) -> bool:
        try:
            if self._walk.at_limit:
                return self._walk_again(Trouble.ENDLESS)
            page = next(self._walk, None)
            if page is None:
                return self._finish()
            if not self._walk.at_end:
                self._turns.start(self._page(self._walk.place.page))
            self._take(page)
        except RateLimited as error:
            self._write()
            self.ready_at = time.monotonic() + error.retry_after
        except NoKeyLeft:
            self._write()
            self._end(problem=Trouble.REFUSED)
            return True
        except NotFound:
            # If it is deleted, the list of pools says so too; if not, this is a fault.
            make_keys_due(keys_of_pool(self._pool.pk))
            self._write()
            self._end(problem=Trouble.FAILING, keep_place=True)
            return True
        except RecruspaceError as error:
            self._write()
            self._end(problem=listing.problem_of(error), keep_place=True)
            return True
        return False

    def keep(self) -> None:
        """Keeps the lease, also while this has to wait."""
        if time.monotonic() - self._saved_at >= SAVE_SECONDS:
            self._turns.look_again()
            self._write()
            self._save()

    def _take(self, page: Page[Payload]) -> None:
        self._rows += page.items
        self._pages += 1
        waited = time.monotonic() - self._written_at
        if len(self._rows) >= WRITE_ROWS or waited >= WRITE_SECONDS:
            self._write()

    def _write(self) -> None:
        """Copies what was read."""
        with transaction.atomic(using=ALIAS):
            written = write_candidates(self._pool.pk, self._rows)
            self._ids |= written.ids
            if written.changed or self._pages >= SAVE_PAGES:
                self._save()
        self._rows, self._written_at = [], time.monotonic()
        self.outcome.changed += written.changed

    def _save(self, **more: Any) -> None:
        place = self._walk.place
        progress = {
            "page": place.page,
            "counted": place.counted,
            "odd": "; ".join(place.problems),
            "seen": seen.write(self._ids),
            "calls": self._calls_before + self._turns.calls,
        }
        lease.save(self._pool.pk, self._owner, **progress | more)
        self._saved_at, self._pages = time.monotonic(), 0

    def _finish(self) -> bool:
        self._write()
        problems = self._walk.problems
        if problems:
            fewer = problems == [Problem.FEWER]
            return self._walk_again(Trouble.FEWER if fewer else Trouble.SHIFTING)
        if self._pool.attempt == 1 and self._walk.found < (self._pool.count or 0):
            # Its pages are believed if they say it twice.
            return self._walk_again(Trouble.FEWER)
        now = timezone.now()
        with transaction.atomic(using=ALIAS):
            self.outcome.changed += keep_only(self._pool.pk, self._ids)
            self._end(as_of=now, walked_at=now)
        return True

    def _walk_again(self, problem: Trouble) -> bool:
        """The list may have changed just then. If it happens again, it is said."""
        if self._pool.attempt > 1:
            self._end(problem=problem)
            return True
        # Where pages do not count, the list of pools does.
        count = self._turns.call(
            lambda client: client.talent_pools.find(pool_id=self._pool.pk)
        ).candidate_count
        self._pool.attempt, self._pool.count = 2, count
        self._write()
        self._ids.clear()
        self._begin(Place())
        self._save(attempt=2)
        return False

    def _end(
        self, *, problem: str = "", keep_place: bool = False, **fields: Any
    ) -> None:
        """Ends the walk, for now or for good, and gives the lease back."""
        failures = self._pool.failures + 1 if problem else 0
        wait = _wait_after(problem, failures) if problem else None
        self._rows = []
        fields |= lease.RELEASED | {
            "problem": problem,
            "failures": failures,
            "next_try": timezone.now() + wait if wait else None,
        }
        if not keep_place:
            fields |= {"page": 0, "seen": b""}
        self._save(**fields)
        self.outcome.candidates = len(self._ids)
        self.outcome.calls = self._calls_before + self._turns.calls
        self.outcome.problem = problem


def _wait_after(problem: str, failures: int) -> timedelta:
    """A list that is odd costs all its calls each time, so it is walked less often."""
    if problem not in {Trouble.FEWER, Trouble.SHIFTING, Trouble.ENDLESS}:
        return listing.wait_after(failures)
    longest = timedelta(hours=settings.LIBRARY_HOURS)
    wait = timedelta(minutes=settings.LIBRARY_MINUTES) * (1 << min(failures - 1, 10))
    return max(listing.FIRST_WAIT, min(longest, wait))
