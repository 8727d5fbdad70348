"""The previous and next candidates of the list that one was opened from."""

from collections.abc import Sequence
from dataclasses import dataclass

from recruspace_dashboard.candidates.origin import ListPage, Origin, candidate_address
from recruspace_dashboard.library import found
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.pages.pagination import Pagination
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound, RecruspaceError
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate

# Who is not on the page any more is looked for among so many before and after it.
AROUND = 500


@dataclass(frozen=True)
class Neighbour:
    name: str
    address: str


@dataclass(frozen=True)
class Neighbours:
    """`number` is where the candidate stands in the list, from 1 on, and `total` how
    many are in it; None if that is not known, or if they are not in it any more."""

    previous: Neighbour | None = None
    next: Neighbour | None = None
    number: int | None = None
    total: int | None = None


def find_live(
    client: RecruspaceClient, list_page: ListPage, candidate_id: int
) -> Neighbours | None:
    """In a pool as the API gives it: in one call, or two at the edge of a page.

    None if there is no such pool page. Other API errors only hide the neighbours, as
    the page is about the candidate.
    """
    try:
        page = _read(client, list_page)
    except NotFound:
        return None
    except RecruspaceError:
        return Neighbours()
    here = next((n for n, one in enumerate(page.items) if one.id == candidate_id), None)
    if here is None:
        # The pool has changed since the page was opened.
        return Neighbours()
    before, after = _with_id(page.items[:here]), _with_id(page.items[here + 1 :])
    before_page, after_page = list_page, list_page
    if not before and page.number > 1:
        before_page = list_page.at(page.number - 1)
        before = _read_if_any(client, before_page)
    if not after and page.has_next:
        after_page = list_page.at(page.number + 1)
        after = _read_if_any(client, after_page)
    pagination = Pagination(page)
    return Neighbours(
        _neighbour(before[-1] if before else None, before_page),
        _neighbour(after[0] if after else None, after_page),
        None if pagination.total is None else pagination.start + here,
        pagination.total,
    )


def find_copied(
    copy: Copy, list_page: ListPage, candidate_id: int
) -> Neighbours | None:
    """In a list of the copy, without a call. Who is not in it any more has the
    neighbours of the place where they would stand.

    None if the list is that of a pool which the user cannot see.
    """
    if list_page.pool_id is not None and list_page.pool_id not in copy.pools:
        return None
    copied = CopiedList(copy, list_page.asked, list_page.pool_id)
    size = list_page.asked.page_request.size
    first = (list_page.asked.page_request.number - 1) * size
    id = found.id_of(candidate_id, copied.search)
    place = None if id is None else _place(copied, id, first, size)
    number, before, after = place or _beginning(copied, first)
    is_listed = bool(place) and id is not None and id in copied.ids
    known = found.candidates([*before, *after])

    def neighbour(ids: Sequence[int], at: int) -> Neighbour | None:
        one = known.get(ids[0]) if ids else None
        return _neighbour(one, list_page.at(at // size + 1))

    return Neighbours(
        neighbour(before, number - 1),
        neighbour(after, number + is_listed),
        number + 1 if is_listed else None,
        copied.total if is_listed else None,
    )


# Where somebody stands in a list, from 0 on, and who stands before and after, if any.
Place = tuple[int, Sequence[int], Sequence[int]]


def _place(copied: CopiedList, id: int, first: int, size: int) -> Place | None:
    """Where the candidate stands, or would stand; None if that is far away."""
    for around, length in ((1, size + 2), (AROUND, 2 * AROUND)):
        start = max(first - around, 0)
        length -= start - (first - around)
        ids = copied.slice(start, length, also=id)
        if id not in ids:
            continue
        here = ids.index(id)
        before, after = ids[max(here - 1, 0) : here], ids[here + 1 : here + 2]
        is_first, is_last = start + here == 0, len(ids) < length
        if (before or is_first) and (after or is_last):
            return start + here, before, after
    return None


def _beginning(copied: CopiedList, first: int) -> Place:
    """The beginning of a page, as the place of somebody who is not in the list."""
    start = max(first - 1, 0)
    ids = copied.slice(start, 1 + first - start)
    return first, ids[: first - start], ids[first - start :]


def _read(client: RecruspaceClient, list_page: ListPage) -> Page[Candidate]:
    return client.talent_pools.list_candidates(
        pool_id=list_page.pool_id or 0,
        page=list_page.asked.page_request.number,
        page_size=list_page.asked.page_request.size,
    )


def _read_if_any(client: RecruspaceClient, list_page: ListPage) -> Sequence[Candidate]:
    try:
        return _with_id(_read(client, list_page).items)
    except RecruspaceError:
        return []


def _with_id(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    return [one for one in candidates if one.id is not None]


def _neighbour(one: Candidate | None, list_page: ListPage) -> Neighbour | None:
    if one is None or one.id is None:
        return None
    return Neighbour(one.name, candidate_address(one.id, Origin(list_page)))
