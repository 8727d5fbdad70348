"""One page of a pool, read with as few calls as the API allows."""

from recruspace_dashboard.alphabet import alphabetical
from recruspace_dashboard.pager import Asked, PastTheEnd, last_page_there
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.candidate_records import Candidate
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.paging import Page
from recruspace_dashboard.services.records import TalentPool
from recruspace_dashboard.together import begin

# What fits on a screen and is found at a glance.
IN_MENU = 10


def read_menu(client: RecruspaceClient) -> list[TalentPool]:
    """The pools that hold the most people, by name, read with one call."""
    known = [pool for pool in client.talent_pools.list().items if pool.id is not None]
    known.sort(key=lambda pool: pool.candidate_count or 0, reverse=True)
    return sorted(known[:IN_MENU], key=lambda pool: alphabetical(pool.name))


def read_pool(
    client: RecruspaceClient, pool_id: int, asked: Asked
) -> tuple[TalentPool, Page[Candidate]]:
    """The pool and the page of its candidates that is asked for.

    Raises `PastTheEnd`, or `NotFound` where the company has no such pool.
    """
    pools = client.talent_pools
    pool_to_come = begin(lambda: pools.find(pool_id=pool_id))
    page: Page[Candidate] | None = None
    try:
        page = pools.list_candidates(
            pool_id=pool_id, page=asked.number, page_size=asked.size
        )
    except NotFound:
        if asked.number == 1:
            raise
    pool = pool_to_come.result()
    if page is None or not (page.items or asked.number == 1):
        raise PastTheEnd(_last_page(client, pool, asked))
    return pool, page


def _last_page(client: RecruspaceClient, pool: TalentPool, asked: Asked) -> int:
    """The last page there is, as the first page tells, else as the pool counts."""
    first = client.talent_pools.list_candidates(
        pool_id=pool.id or 0, page=1, page_size=asked.size
    )
    total = first.total if first.total is not None else pool.candidate_count
    return last_page_there(total, asked)
