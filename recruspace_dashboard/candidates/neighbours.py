"""The previous and next candidates on the pool page that one was opened from."""

from collections.abc import Sequence
from dataclasses import dataclass

from recruspace_dashboard.candidates.origin import PoolPage
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound, RecruspaceError
from recruspace_dashboard.services.records import Candidate


@dataclass(frozen=True)
class Neighbour:
    id: int
    name: str
    pool_page: PoolPage


@dataclass(frozen=True)
class Neighbours:
    pool_page: PoolPage
    previous: Neighbour | None = None
    next: Neighbour | None = None


def find_neighbours(
    client: RecruspaceClient, pool_page: PoolPage, candidate_id: int
) -> Neighbours | None:
    """The neighbours of a candidate, in one call, or two at the edge of a page.

    None if there is no such pool page. Other API errors only hide the neighbours, as
    the page is about the candidate.
    """
    try:
        candidates, more = _candidates(client, pool_page)
    except NotFound:
        return None
    except RecruspaceError:
        return Neighbours(pool_page)
    here = next((n for n, one in enumerate(candidates) if one.id == candidate_id), None)
    if here is None:
        # The pool has changed since the page was opened.
        return Neighbours(pool_page)
    before, after = candidates[:here], candidates[here + 1 :]
    before_page, after_page = pool_page, pool_page
    if not before and pool_page.page_request.number > 1:
        before_page = pool_page.shifted(-1)
        before = _candidates_if_any(client, before_page)
    if not after and more:
        after_page = pool_page.shifted(1)
        after = _candidates_if_any(client, after_page)
    return Neighbours(
        pool_page,
        _neighbour(before[-1:], before_page),
        _neighbour(after[:1], after_page),
    )


def _candidates(
    client: RecruspaceClient, pool_page: PoolPage
) -> tuple[Sequence[Candidate], bool]:
    """The candidates of the page that have an id, and whether a page may follow."""
    page = client.talent_pools.list_candidates(
        pool_id=pool_page.pool_id,
        page=pool_page.page_request.number,
        page_size=pool_page.page_request.size,
    )
    return [one for one in page.items if one.id is not None], page.has_next


def _candidates_if_any(
    client: RecruspaceClient, pool_page: PoolPage
) -> Sequence[Candidate]:
    try:
        return _candidates(client, pool_page)[0]
    except RecruspaceError:
        return []


def _neighbour(found: Sequence[Candidate], pool_page: PoolPage) -> Neighbour | None:
    for one in found:
        return Neighbour(one.id or 0, one.name, pool_page)
    return None
