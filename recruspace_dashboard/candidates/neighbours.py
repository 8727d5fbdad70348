"""Who stands before and after a person on the page of a pool they were opened from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.urls import reverse

from recruspace_dashboard.pager import Asked
from recruspace_dashboard.services import RecruspaceClient, parse
from recruspace_dashboard.services.candidate_records import Candidate
from recruspace_dashboard.services.errors import NotFound, RecruspaceError


@dataclass(frozen=True)
class Place:
    """A page of a pool, as the address of a person names it."""

    pool_id: int
    asked: Asked

    @classmethod
    def from_query(cls, query: QueryDict) -> Self | None:
        """The place; None where the address names none, or none that makes sense."""
        pool_id = parse.integer(query.get("pool"))
        if pool_id is None or pool_id < 1:
            return None
        return cls(pool_id, Asked.from_query(query))

    @property
    def query(self) -> str:
        """What an address of a person ends in, to name this place."""
        asked = self.asked
        return f"?pool={self.pool_id}&page={asked.number}&page_size={asked.size}"

    def turned(self, pages: int) -> Self:
        number = self.asked.number + pages
        return replace(self, asked=replace(self.asked, number=number))


def at_place(address: str, place: Place | None) -> str:
    """The address, which names the place as well where there is one."""
    if place is None:
        return address
    return address + place.query.replace("?", "&" if "?" in address else "?")


def address_of(candidate_id: int, place: Place | None) -> str:
    """The page of a person, at the place of a pool they were opened from."""
    return at_place(reverse("candidates:detail", args=[candidate_id]), place)


@dataclass(frozen=True)
class Neighbour:
    id: int
    name: str
    place: Place


@dataclass(frozen=True)
class Surroundings:
    place: Place
    previous: Neighbour | None = None
    next: Neighbour | None = None


def look_around(
    client: RecruspaceClient, place: Place, candidate_id: int
) -> Surroundings | None:
    """The neighbours of a person, in one call, or two at the edge of a page.

    None where there is no such place. Other faults of the API only hide neighbours:
    the person is what the page is for.
    """
    try:
        people, more = _people(client, place)
    except NotFound:
        return None
    except RecruspaceError:
        return Surroundings(place)
    here = next((n for n, one in enumerate(people) if one.id == candidate_id), None)
    if here is None:
        # The pool has changed since the page was opened.
        return Surroundings(place)
    before, after = people[:here], people[here + 1 :]
    before_page, after_page = place, place
    if not before and place.asked.number > 1:
        before_page = place.turned(-1)
        before = _people_if_any(client, before_page)
    if not after and more:
        after_page = place.turned(1)
        after = _people_if_any(client, after_page)
    return Surroundings(
        place, _neighbour(before[-1:], before_page), _neighbour(after[:1], after_page)
    )


def _people(client: RecruspaceClient, place: Place) -> tuple[Sequence[Candidate], bool]:
    """Those of the page who can be opened, and whether there may be another page."""
    page = client.talent_pools.list_candidates(
        pool_id=place.pool_id, page=place.asked.number, page_size=place.asked.size
    )
    return [one for one in page.items if one.id is not None], page.has_next


def _people_if_any(client: RecruspaceClient, place: Place) -> Sequence[Candidate]:
    try:
        return _people(client, place)[0]
    except RecruspaceError:
        return []


def _neighbour(found: Sequence[Candidate], place: Place) -> Neighbour | None:
    for one in found:
        return Neighbour(one.id or 0, one.name, place)
    return None
