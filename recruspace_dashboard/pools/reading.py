"""Reads pools for the pages, with as few API calls as possible."""

from recruspace_dashboard.connection.parallel import beside
from recruspace_dashboard.pages.alphabet import pool_order
from recruspace_dashboard.pages.pagination import PageRequest, read_page
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate, TalentPool

# As many as fit on a screen and can be taken in at a glance.
MENU_SIZE = 10


def read_menu(client: RecruspaceClient) -> list[TalentPool]:
    """The pools with the most candidates, sorted by name; makes one call."""
    known = [pool for pool in client.talent_pools.list().items if pool.id is not None]
    known.sort(key=lambda pool: pool.candidate_count or 0, reverse=True)
    return sorted(known[:MENU_SIZE], key=pool_order)


def read_pool(
    client: RecruspaceClient, pool_id: int, requested: PageRequest
) -> tuple[TalentPool, Page[Candidate]]:
    """The pool and the requested page of its candidates.

    Raises `PastTheEnd`, or `NotFound` if the company has no such pool.
    """
    pools = client.talent_pools
    pool = beside(client, lambda known: known.talent_pools.find(pool_id=pool_id))

    def read(number: int, size: int) -> Page[Candidate]:
        return pools.list_candidates(pool_id=pool_id, page=number, page_size=size)

    def total() -> int | None:
        count = pool.result().candidate_count
        total_there = read(1, requested.size).total
        return count if total_there is None else total_there

    page = read_page(requested, read, total)
    return pool.result(), page
