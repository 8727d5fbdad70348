"""Who of the copy is likely the same as somebody new: by e-mail address, phone number,
file or name. The statements are as many for one as for hundreds."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import connections
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from recruspace_dashboard.library import words
from recruspace_dashboard.library.bulk import columns_of, ids_by_digest, rows_sharing
from recruspace_dashboard.library.entry import Part
from recruspace_dashboard.library.filing import email_key
from recruspace_dashboard.library.folding import words as words_in
from recruspace_dashboard.library.names import are_alike, name_words, same_name
from recruspace_dashboard.library.phones import same_phone, words_to_find
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.library.words import Column, Wanted
from recruspace_dashboard.services.records import Candidate

# Of those known for one newcomer, so many are told: the likeliest, then the newest.
MOST_TOLD = 5
# Of those with nothing but the same name, so many are read to be compared.
MOST_NAMESAKES = 8


class Why(TextChoices):
    """Why somebody is likely the same, the strongest reason first."""

    EMAIL = "email", _("Same e-mail")
    PHONE = "phone", _("Same phone")
    FILE = "file", _("Same file")
    NAME = "name", _("Same name")

    @property
    def is_sure(self) -> bool:
        """A name alone may be that of somebody else."""
        return self is not Why.NAME


STRENGTH = {why: number for number, why in enumerate(Why)}


@dataclass(frozen=True)
class Newcomer:
    """Who is about to be added, as far as it is known. `digest` is that of the CV
    (`files.digests.file_digest`)."""

    email: str = ""
    phone_number: str = ""
    first_name: str = ""
    last_name: str = ""
    city: str = ""
    digest: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        named = self.first_name.strip() and self.last_name.strip()
        return not (self.email or self.phone_number or self.digest or named)


@dataclass(frozen=True)
class Known:
    """A candidate of the copy. `pools` are the names of those that the user may see;
    `reasons` are all, the strongest first."""

    id: int
    name: str
    email: str
    phone_number: str
    city: str
    pools: tuple[str, ...]
    added: datetime | None
    reasons: tuple[Why, ...]

    @property
    def why(self) -> Why:
        return self.reasons[0]

    @property
    def is_sure(self) -> bool:
        return self.why.is_sure


# The position of a newcomer, the id in the copy of who is known, and why.
Match = tuple[int, int, Why]
# Why those are known who are, by their ids in the copy.
Reasons = dict[int, set[Why]]
# Candidates with the names of their pools, by their ids in the copy.
Read = dict[int, tuple[Candidate, tuple[str, ...]]]


def find(
    newcomers: Sequence[Newcomer], search: Search, pools: Mapping[int, str]
) -> dict[int, list[Known]]:
    """Those whom the search may see, by the position of the newcomer: the likeliest
    first. `pools` are the names of the pools, in the order in which they are told."""
    reasons: dict[int, Reasons] = defaultdict(lambda: defaultdict(set))
    for position, id, why in chain(
        _by_email(newcomers),
        _by_phone(newcomers, search),
        _by_file(newcomers),
        _by_name(newcomers, search),
    ):
        if id in search.visible:
            reasons[position][id].add(why)
    likeliest = {position: _likeliest(known) for position, known in reasons.items()}
    ids = {id for known in likeliest.values() for id in known}
    read = _read(ids, search, pools)
    told = {
        position: list(_told(newcomers[position], known, read))[:MOST_TOLD]
        for position, known in sorted(likeliest.items())
    }
    return {position: known for position, known in told.items() if known}


def _by_email(newcomers: Sequence[Newcomer]) -> Iterator[Match]:
    keys = (email_key(one.email.strip()) for one in newcomers)
    positions = _positions(keys)
    if positions:
        for _column, key, id, _candidate in rows_sharing({"email_key": positions}):
            yield from ((position, id, Why.EMAIL) for position in positions[key])


def _by_file(newcomers: Sequence[Newcomer]) -> Iterator[Match]:
    positions = _positions(one.digest for one in newcomers)
    if positions:
        for digest, id in ids_by_digest(positions):
            yield from ((position, id, Why.FILE) for position in positions[digest])


def _positions(keys: Iterable[str]) -> dict[str, list[int]]:
    """The positions of each key. What no database stores is nobody's."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        if key and key.isprintable():
            positions[key].append(position)
    return positions


def _by_phone(newcomers: Sequence[Newcomer], search: Search) -> Iterator[Match]:
    """By words of the index, and then by the whole number."""
    wanted = {
        position: Wanted(Column.PHONE, (digits,))
        for position, one in enumerate(newcomers)
        if (digits := words_to_find(one.phone_number))
    }
    found = _having(wanted, search)
    stored = dict(columns_of(_all(found), "phone_key"))
    for position, ids in found.items():
        number = newcomers[position].phone_number
        for id in ids:
            if same_phone(number, stored.get(id, "")):
                yield position, id, Why.PHONE


def _by_name(newcomers: Sequence[Newcomer], search: Search) -> Iterator[Match]:
    """By words of the index. That first and last name are the same is seen later, as
    nothing but the payload says which is which."""
    wanted = {
        position: Wanted(Column.NAME, (first, last))
        for position, one in enumerate(newcomers)
        if (first := name_words(one.first_name)) and (last := name_words(one.last_name))
    }
    cities = _in_cities({_city_of(newcomers[one].city) for one in wanted}, search)
    found = {
        position: ids & cities[_city_of(newcomers[position].city)]
        for position, ids in _having(wanted, search).items()
    }
    stored = {id: name.split() for id, name in columns_of(_all(found), "name_words")}
    for position, ids in found.items():
        whole = [word for group in wanted[position].groups for word in group]
        for id in ids:
            if are_alike(whole, stored.get(id, ())):
                yield position, id, Why.NAME


def _having(wanted: Mapping[int, Wanted], search: Search) -> dict[int, BitMap]:
    """Who of those that the search may see has what is wanted, by its position."""
    positions = list(wanted)
    found = words.find_each(connections[ALIAS], list(wanted.values()))
    return {positions[n]: ids & search.visible for n, ids in found.items()}


def _in_cities(cities: set[str], search: Search) -> dict[str, BitMap]:
    """For each folded city those who are there, or of whom no city is known; everybody
    for the empty one."""
    values = search.values
    spellings: dict[str, list[str]] = defaultdict(list)
    for value in values.of_field("city") if cities - {""} else ():
        spellings[_city_of(value)].append(value)
    there = values.each("city", [one for city in cities for one in spellings[city]])
    without = search.visible - values.having("has", Part.CITY)
    known = {
        city: BitMap.union(without, *(there[one] for one in spellings[city]))
        for city in cities
    }
    return known | {"": search.visible}


def _city_of(text: str) -> str:
    return " ".join(words_in(text))


def _all(found: Mapping[int, BitMap]) -> BitMap:
    return BitMap().union(*found.values())


def _likeliest(known: Reasons) -> Reasons:
    """As many as are told, and as are read for their names, the likeliest first."""
    order = sorted(known, key=lambda id: (STRENGTH[_strongest(known[id])], -id))
    sure = [id for id in order if _strongest(known[id]).is_sure]
    namesakes = order[len(sure) :]
    chosen = sure[:MOST_TOLD] + namesakes[:MOST_NAMESAKES]
    return {id: known[id] for id in chosen}


def _strongest(reasons: Iterable[Why]) -> Why:
    return min(reasons, key=STRENGTH.__getitem__)


def _read(ids: Collection[int], search: Search, pools: Mapping[int, str]) -> Read:
    members = search.pools_of(ids)
    rows = columns_of(ids, "payload") if ids else []
    return {
        id: (
            Candidate.from_payload(json.loads(payload)),
            tuple(name for pool, name in pools.items() if id in members.get(pool, ())),
        )
        for id, payload in rows
    }


def _told(newcomer: Newcomer, known: Reasons, read: Read) -> Iterator[Known]:
    name = newcomer.first_name, newcomer.last_name
    for id, reasons in known.items():
        if id not in read:
            # Deleted meanwhile.
            continue
        one, pools = read[id]
        if not same_name(name, (one.first_name, one.last_name)):
            reasons = reasons - {Why.NAME}
        if reasons and one.id:
            yield Known(
                id=one.id,
                name=one.name,
                email=one.email,
                phone_number=one.phone_number,
                city=one.city,
                pools=pools,
                added=one.created_at,
                reasons=tuple(sorted(reasons, key=STRENGTH.__getitem__)),
            )
