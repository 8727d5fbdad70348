"""Reads what is shown: the candidate from the API, and the list from the copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recruspace_dashboard.library import found, live
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copied_listing import notice, origin_of
from recruspace_dashboard.lists.rows import Days
from recruspace_dashboard.pages.alphabet import alphabetical_key
from recruspace_dashboard.pages.faults import Fault
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.review.place import Place
from recruspace_dashboard.review.through import Through
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.verdicts.reading import Given, of_candidates


@dataclass(frozen=True)
class Entry:
    """A candidate of the list."""

    id: int
    name: str
    suitability: str
    address: str
    is_current: bool
    # The user's own.
    verdict: Given | None


@dataclass(frozen=True)
class Records:
    """In which pools the candidate is, as the facts show them."""

    pools: Sequence[CopiedPool]


@dataclass(frozen=True)
class Origin:
    """Where the forms about the candidate lead back to."""

    query: str


@dataclass(frozen=True)
class Reviewed:
    """`fault` is why the candidate is shown as the copy has them. `number` is where
    they stand in the list, from 1 on, and None if they are not in it any more."""

    candidate: Candidate
    fault: Fault | None
    records: Records
    entries: Sequence[Entry]
    number: int | None
    total: int
    # The name of the list, and the addresses of it, of this page, and of the
    # candidate's own.
    title: str
    back: str
    address: str
    list_path: str
    list_query: str
    origin: Origin
    # That pools are missing in the copy, or that it is unknown which may be seen.
    notice: str

    @property
    def added(self) -> SafeString:
        return Days(timezone.now().date()).text(self.candidate.created_at)

    @property
    def previous(self) -> Entry | None:
        return self._beside(-1)

    @property
    def next(self) -> Entry | None:
        return self._beside(1)

    def _beside(self, by: int) -> Entry | None:
        here = next(n for n, one in enumerate(self.entries) if one.is_current)
        return self.entries[here + by] if 0 <= here + by < len(self.entries) else None


def read_reviewed(
    request: HttpRequest, copied: CopiedList, through: Through, place: Place
) -> Reviewed | None:
    """None if the candidate was deleted from the copy just now."""
    known = next(iter(found.read([place.id], copied.search)), None)
    if known is None or known.candidate.id is None:
        return None
    candidate_id, names = known.candidate.id, copied.copy.pools
    client = request.recruspace
    answer = try_read(lambda: client.candidates.look_up(candidate_id=candidate_id))
    if answer.data:
        live.saw_candidate(answer.data)
    pools = [names[pool] for pool in known.pools if pool in names]
    list_query = origin_of(copied, place.number // copied.asked.page_request.size + 1)
    return Reviewed(
        answer.data.candidate if answer.data else known.candidate,
        answer.fault,
        Records(sorted(pools, key=lambda pool: alphabetical_key(pool.name))),
        _entries(through, place, request.user.pk),
        place.number + 1 if place.listed else None,
        copied.total,
        names[through.within].name if through.within else _("Candidates"),
        f"{through.back(place.number)}#c{candidate_id}",
        through.address(candidate_id, place.number),
        through.list_path,
        list_query,
        Origin(f"{list_query}&review=1"),
        notice(copied.copy, copied.within),
    )


def _entries(through: Through, place: Place, user: int | None) -> list[Entry]:
    known = found.candidates(place.ids)
    numbers = [one.id for one in known.values() if one.id is not None]
    verdicts = of_candidates(numbers, user)
    return [
        Entry(
            one.id,
            one.name,
            one.suitability,
            through.address(one.id, place.number_of(n)),
            id == place.id,
            verdicts[one.id].mine if one.id in verdicts else None,
        )
        for n, id in enumerate(place.ids)
        if (one := known.get(id)) and one.id is not None
    ]
