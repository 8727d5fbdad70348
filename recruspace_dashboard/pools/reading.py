"""One page of a pool, read with as few calls as the API allows."""

from recruspace_dashboard.connection.parallel import begin
from recruspace_dashboard.pages.alphabet import alphabetical
from recruspace_dashboard.pages.pagination import (
    PageRequest,
    PastTheEnd,
    last_page_there,
)
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate, TalentPool

# What fits on a screen and is found at a glance.
IN_MENU = 10


def read_menu(client: RecruspaceClient) -> list[TalentPool]:
    """The pools that hold the most people, by name, read with one call."""
    known = [pool for pool in client.talent_pools.list().items if pool.id is not None]
    known.sort(key=lambda pool: pool.candidate_count or 0, reverse=True)
    return sorted(known[:IN_MENU], key=lambda pool: alphabetical(pool.name))


def read_pool(
    client: RecruspaceClient, pool_id: int, page_request: PageRequest
) -> tuple[TalentPool, Page[Candidate]]:
    """The pool and the page of its candidates that is asked for.

    Raises `PastTheEnd`, or `NotFound` where the company has no such pool.
    """
    pools = client.talent_pools
    pool_to_come = begin(lambda: pools.find(pool_id=pool_id))
    page: Page[Candidate] | None = None
    try:
        page = pools.list_candidates(
            pool_id=pool_id, page=page_request.number, page_size=page_request.size
        )
    except NotFound:
        if page_request.number == 1:
            raise
    pool = pool_to_come.result()
    if page is None or not (page.items or page_request.number == 1):
        raise PastTheEnd(_last_page(client, pool, page_request))
    return pool, page


def _last_page(
    client: RecruspaceClient, pool: TalentPool, page_request: PageRequest
) -> int:
    """The last page there is, as the first page tells, else as the pool counts."""
    first = client.talent_pools.list_candidates(
        pool_id=pool.id or 0, page=1, page_size=page_request.size
    )
    total = first.total if first.total is not None else pool.candidate_count
    return last_page_there(total, page_request)
