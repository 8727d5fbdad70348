"""Who is selected, as far as the user's own key may see them."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from recruspace_dashboard.connection.parallel import run_in_thread
from recruspace_dashboard.library import found
from recruspace_dashboard.library.query import tree
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.lists.asked import MAX_QUERY, Asked
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.pages.pagination import DEFAULT_PAGE_SIZE, PageRequest
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.records import Candidate

# An hour and three quarters of calls.
MOST = 10_000
# Without a copy each of them is a call to the API.
MOST_LIVE = 25
# So many are read of the copy at once.
STEP = 500


class NotSelectable(Exception):
    """No batch can be made of those who are selected. Its text is shown to the user."""


@dataclass(frozen=True)
class Selected:
    """A selected candidate, and the pools in which the user may see them."""

    candidate: Candidate
    pools: tuple[int, ...] = ()

    @property
    def id(self) -> int:
        return self.candidate.id or 0


@dataclass(frozen=True)
class Selection:
    """Those who are selected, in their order, and the ids that nobody has whom the
    user may see. `copy` is None where candidates were read from the API."""

    candidates: Sequence[Selected]
    not_found: Sequence[int] = ()
    copy: Copy | None = None

    @property
    def is_whole(self) -> bool:
        """Whether those who were not found are not there."""
        return self.copy is None or self.copy.done() == self.copy.number()


def select(request: HttpRequest, ids: Sequence[int]) -> Selection:
    """The candidates with these ids. Raises `NotSelectable`, `RecruspaceError`."""
    wanted = list(dict.fromkeys(ids))
    copy = Copy.of(request)
    if not copy.begun():
        _check_number(len(wanted), MOST_LIVE)
        return _select_live(request.recruspace, wanted)
    _check_number(len(wanted), MOST)
    return _select_copied(copy, wanted)


def select_all(request: HttpRequest, q: str, pool_id: int | None) -> Selection:
    """All whom a query finds now, in a pool or in all. Raises as `select`."""
    copy = Copy.of(request)
    if not copy.begun():
        raise NotSelectable(
            _("There is no copy of the pools yet that can be searched.")
        )
    asked = Asked("", PageRequest(1, DEFAULT_PAGE_SIZE), q[:MAX_QUERY])
    listed = CopiedList(copy, asked, pool_id)
    if not listed.total:
        raise NotSelectable(_("No candidate matches now."))
    _check_number(listed.total, MOST)
    rows = [_selected(one) for one in listed.read_all(STEP)]
    return Selection(rows, copy=copy)


def names_of(copy: Copy, ids: Iterable[int]) -> dict[int, str]:
    """The names of candidates, by their id, as far as the user may see them."""
    chosen = _select_copied(copy, list(dict.fromkeys(ids)))
    return {one.id: one.candidate.name for one in chosen.candidates}


def _check_number(number: int, most: int) -> None:
    if number <= most:
        return
    if most == MOST_LIVE:
        text = _(
            "At most %(most)s candidates at once while there is no copy of the pools."
        )
    else:
        text = _("At most %(most)s candidates at once; these are %(number)s.")
    raise NotSelectable(text % {"most": f"{most:,}", "number": f"{number:,}"})


def _select_copied(copy: Copy, ids: Sequence[int]) -> Selection:
    search = copy.search()
    rows = sorted(search.find(tree.Ids(tuple(ids))))
    by_id = {one.id: one for one in map(_selected, _read(rows, search))}
    there = [by_id[id] for id in ids if id in by_id]
    return Selection(there, [id for id in ids if id not in by_id], copy)


def _read(rows: list[int], search: Search) -> Iterable[found.FoundCandidate]:
    for start in range(0, len(rows), STEP):
        yield from found.read(rows[start : start + STEP], search)


def _selected(one: found.FoundCandidate) -> Selected:
    return Selected(one.candidate, one.pools)


def _select_live(client: RecruspaceClient, ids: Sequence[int]) -> Selection:
    reading: list[Future[Candidate | None]] = [
        run_in_thread(partial(_read_live, client, id)) for id in ids
    ]
    read = [one.result() for one in reading]
    there = [Selected(one) for one in read if one]
    return Selection(
        there, [id for id, one in zip(ids, read, strict=True) if one is None]
    )


def _read_live(client: RecruspaceClient, candidate_id: int) -> Candidate | None:
    try:
        return client.candidates.get(candidate_id=candidate_id)
    except NotFound:
        return None
