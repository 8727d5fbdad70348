"""Where a person can be added: the pools and the job posts, read side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from recruspace_dashboard.connection.parallel import begin
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.records import JobPost, TalentPool

T = TypeVar("T")


@dataclass(frozen=True)
class Targets:
    """What there is to choose from; an error stands for a list that was not read."""

    pools: Sequence[TalentPool] | RecruspaceError
    jobs: Sequence[JobPost] | RecruspaceError

    def raise_if_none(self) -> None:
        """Raises the error where neither list could be read."""
        if isinstance(self.pools, RecruspaceError) and isinstance(
            self.jobs, RecruspaceError
        ):
            raise self.pools


def read_targets(client: RecruspaceClient) -> Targets:
    pools = begin(lambda: _result_or_error(client.talent_pools.all))
    jobs = _result_or_error(client.job_posts.all)
    return Targets(pools.result(), jobs)


def _result_or_error(read: Callable[[], T]) -> T | RecruspaceError:
    try:
        return read()
    except RecruspaceError as error:
        return error
