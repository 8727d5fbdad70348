"""Reads the start page with three API calls."""

from dataclasses import dataclass
from datetime import UTC, datetime

from recruspace_dashboard.connection.parallel import beside
from recruspace_dashboard.pages.alphabet import pool_order
from recruspace_dashboard.pages.results import Result, raise_if_all_failed, try_read
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import Candidate, JobPost, TalentPool

SHOWN = 6
CANDIDATES_SHOWN = 5
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Pools:
    """The company's pools, largest first; `more` if there are others. Those that are
    shown are the largest, sorted by name as everywhere."""

    pools: tuple[TalentPool, ...]
    more: bool

    @classmethod
    def of_page(cls, page: Page[TalentPool]) -> "Pools":
        def size(pool: TalentPool) -> int:
            return -1 if pool.candidate_count is None else pool.candidate_count

        return cls(tuple(sorted(page.items, key=size, reverse=True)), page.has_next)

    @property
    def shown(self) -> tuple[TalentPool, ...]:
        return tuple(sorted(self.pools[:SHOWN], key=pool_order))

    @property
    def largest(self) -> TalentPool | None:
        """The pool to read candidates from; None if there are none to read."""
        known = (pool for pool in self.pools if pool.id is not None)
        pool = next(known, None)
        return pool if pool and pool.candidate_count != 0 else None

    @property
    def candidate_count(self) -> int | None:
        counts = [pool.candidate_count for pool in self.pools]
        known = [count for count in counts if count is not None]
        return sum(known) if known or not counts else None


@dataclass(frozen=True)
class Candidates:
    """The candidates on a pool's first page, newest first."""

    pool: TalentPool
    candidates: tuple[Candidate, ...]

    @property
    def newest(self) -> list[Candidate]:
        dated = [one for one in self.candidates if one.created_at]
        return dated[:CANDIDATES_SHOWN]

    @property
    def needs_attention(self) -> list[Candidate]:
        """Failed imports first, then candidates without a CV."""
        failed = [one for one in self.candidates if one.error_status]
        without_cv = [
            one for one in self.candidates if not (one.error_status or one.cv)
        ]
        return failed + without_cv


@dataclass(frozen=True)
class OpenJobs:
    """The open job posts; `more` if there are others that were not read."""

    jobs: tuple[JobPost, ...]
    more: bool

    @classmethod
    def of_page(cls, page: Page[JobPost]) -> "OpenJobs":
        jobs = tuple(job for job in page.items if not job.is_closed)
        return cls(jobs, page.has_next)

    @property
    def shown(self) -> tuple[JobPost, ...]:
        return self.jobs[:SHOWN]


@dataclass(frozen=True)
class Overview:
    pools: Result[Pools]
    candidates: Result[Candidates]
    jobs: Result[OpenJobs]


def read_overview(client: RecruspaceClient) -> Overview:
    """The parts of the page, each with its data or its error.

    Raises `RecruspaceError` if nothing could be read.
    """
    jobs_future = beside(
        client, lambda known: known.job_posts.list(page_size=LARGEST_PAGE)
    )
    pools = try_read(lambda: Pools.of_page(client.talent_pools.list()))
    largest = pools.data.largest if pools.data else None
    candidates: Result[Candidates] = Result()
    if largest:
        candidates = try_read(lambda: _read_candidates(client, largest))
    jobs = try_read(lambda: OpenJobs.of_page(jobs_future.result()))
    raise_if_all_failed(pools, jobs)
    return Overview(pools, candidates, jobs)


def _read_candidates(client: RecruspaceClient, pool: TalentPool) -> Candidates:
    page = client.talent_pools.list_candidates(pool_id=pool.id or 0)
    newest_first = sorted(
        page.items, key=lambda one: one.created_at or LONG_AGO, reverse=True
    )
    return Candidates(pool, tuple(newest_first))
