"""The pools and job posts a candidate can be added to, read in parallel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from recruspace_dashboard.connection.parallel import run_in_thread
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.records import JobPost, TalentPool

T = TypeVar("T")


@dataclass(frozen=True)
class TargetChoices:
    """The two lists to choose from; an error in place of a list that failed."""

    pools: Sequence[TalentPool] | RecruspaceError
    jobs: Sequence[JobPost] | RecruspaceError

    def raise_if_both_failed(self) -> None:
        """Raises the error of the pools if neither list could be read."""
        if isinstance(self.pools, RecruspaceError) and isinstance(
            self.jobs, RecruspaceError
        ):
            raise self.pools


def read_targets(client: RecruspaceClient) -> TargetChoices:
    pools = run_in_thread(lambda: _result_or_error(client.talent_pools.all))
    jobs = _result_or_error(client.job_posts.all)
    return TargetChoices(pools.result(), jobs)


def _result_or_error(read: Callable[[], T]) -> T | RecruspaceError:
    try:
        return read()
    except RecruspaceError as error:
        return error
