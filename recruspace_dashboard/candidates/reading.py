"""Reads what a candidate's page shows: the candidate from the API, and from the copy
their pools, other records of them, and the list that they were opened from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from recruspace_dashboard.accounts.session_data import seen_pool_name
from recruspace_dashboard.candidates.cv_found import CvFound, in_cv
from recruspace_dashboard.candidates.neighbours import (
    Neighbours,
    find_copied,
    find_live,
)
from recruspace_dashboard.candidates.origin import ListPage, Origin
from recruspace_dashboard.connection.parallel import beside
from recruspace_dashboard.library import live, schema
from recruspace_dashboard.library.found import id_of, others_of
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.lists.copied_listing import review_address
from recruspace_dashboard.lists.copy import Copy, if_readable
from recruspace_dashboard.lists.rows import Days
from recruspace_dashboard.pages.alphabet import alphabetical_key
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.services.records import Candidate


@dataclass(frozen=True)
class OtherRecord:
    candidate: Candidate
    pools: Sequence[CopiedPool]
    added: SafeString


@dataclass(frozen=True)
class Records:
    """What the copy knows of a candidate: their pools, the newest other records with
    the same e-mail or phone, and the number of all of these."""

    pools: Sequence[CopiedPool] = ()
    others: Sequence[OtherRecord] = ()
    number: int = 0

    @property
    def more(self) -> int:
        return self.number - len(self.others)


@dataclass(frozen=True)
class Opened:
    """A candidate as they were opened. `back` leads to where that was, and is empty if
    it is nowhere; `pool_name` is the name of the pool if it was one."""

    candidate: Candidate
    back: str
    pool_name: str
    neighbours: Neighbours
    records: Records
    # Where the list is read through from here on; empty where it cannot be.
    review: str = ""
    # What the copy knows of the words of the CV.
    in_cv: CvFound | None = None

    @property
    def added(self) -> SafeString:
        """The day, as lists show it."""
        return _day(self.candidate)


def read_opened(request: HttpRequest, candidate_id: int, origin: Origin) -> Opened:
    """Raises `RecruspaceError` if there is no candidate to show. What else cannot be
    read is left out, as the page is about the candidate."""
    client, list_page = request.recruspace, origin.list_page
    around = None
    if list_page and not list_page.copied:
        around = beside(client, lambda known: find_live(known, list_page, candidate_id))
    answer = client.candidates.look_up(candidate_id=candidate_id)
    live.saw_candidate(answer)
    candidate = answer.candidate
    copy = if_readable(lambda: read_copy(request))
    neighbours: Neighbours | None = Neighbours()
    if around:
        neighbours = around.result()
    elif list_page and copy:
        neighbours = if_readable(partial(find_copied, copy, list_page, candidate_id))
    records = (
        if_readable(partial(_records, copy, candidate_id, candidate)) if copy else None
    )
    pool_id = origin.pool_id or 0
    pool = copy.pools.get(pool_id) if copy else None
    return Opened(
        candidate,
        # None leads back to a pool that is not there.
        "" if neighbours is None else origin.back(candidate_id),
        pool.name if pool else seen_pool_name(request.session, pool_id),
        neighbours or Neighbours(),
        records or Records(),
        _review(copy, list_page, candidate_id),
        if_readable(partial(in_cv, copy, list_page, candidate_id)) if copy else None,
    )


def _review(copy: Copy | None, list_page: ListPage | None, candidate_id: int) -> str:
    if copy is None or list_page is None or not copy.begun(list_page.pool_id):
        return ""
    page = list_page.asked.page_request.number
    return review_address(list_page.asked, list_page.pool_id, page, at=candidate_id)


def read_copy(request: HttpRequest) -> Copy | None:
    """What the user may see of the copy; None if there is nothing yet, or if nobody can
    say what it is. Raises an error only for a refused key."""
    if not settings.LIBRARY:
        return None
    schema.ensure()
    if not CopiedPool.objects.exists():
        return None
    copy = try_read(lambda: Copy.of(request)).data
    return copy if copy and copy.begun() else None


def _records(copy: Copy, candidate_id: int, candidate: Candidate) -> Records:
    search = copy.search()
    id = id_of(candidate_id, search)
    own = (
        []
        if id is None
        else [pool for pool, ids in search.pools_of([id]).items() if ids]
    )
    others = others_of(candidate_id, candidate, search)
    return Records(
        sorted_pools(copy, own),
        [
            OtherRecord(
                one.candidate, sorted_pools(copy, one.pools), _day(one.candidate)
            )
            for one in others.shown
        ],
        others.number,
    )


def sorted_pools(copy: Copy, pool_ids: Iterable[int]) -> list[CopiedPool]:
    pools = (copy.pools[pool_id] for pool_id in pool_ids)
    return sorted(pools, key=lambda pool: alphabetical_key(pool.name))


def _day(candidate: Candidate) -> SafeString:
    return Days(timezone.now().date()).text(candidate.created_at)
