"""The candidates on one page of those found, as records."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from recruspace_dashboard.library.bulk import columns_of, ids_where, rows_sharing
from recruspace_dashboard.library.filing import email_key, phone_key
from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.services.records import Candidate

# Of those with the same e-mail address or phone number, so many are told.
MOST_RELATED = 50
# On a candidate's page, so many of them are shown.
MOST_SHOWN = 10


@dataclass(frozen=True)
class FoundCandidate:
    """A candidate with the pools that the user may see them in. `others` are other
    records with the same e-mail address or phone number: their ids in Recruspace. `id`
    is that of the copy."""

    id: int
    candidate: Candidate
    pools: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True)
class Others:
    """The newest other records of a candidate, and the number of all."""

    shown: Sequence[FoundCandidate] = ()
    number: int = 0


def read(ids: Sequence[int], search: Search) -> list[FoundCandidate]:
    """The candidates of the copy with these ids, in their order. Who was deleted
    meanwhile is left out."""
    rows = {row[0]: _Row(*row) for row in columns_of(ids, *_Row.COLUMNS)}
    there = [rows[id] for id in ids if id in rows]
    others = _others(there, search.visible)
    pools = search.pools_of(ids)
    return [
        FoundCandidate(
            row.id,
            Candidate.from_payload(json.loads(row.payload)),
            tuple(pool for pool, known in pools.items() if row.id in known),
            others.get(row.id, ()),
        )
        for row in there
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """Not a model: a page has a hundred, and they are only read."""

    COLUMNS = ("payload", "email_key", "phone_key")

    id: int
    payload: str
    email_key: str
    phone_key: str


def id_of(candidate_id: int, search: Search) -> int | None:
    """The id in the copy of a candidate whom the user may see there."""
    return next(iter(ids_where("candidate_id", [candidate_id]) & search.visible), None)


def candidates(ids: Collection[int]) -> dict[int, Candidate]:
    """The candidates of the copy with these ids. Who was deleted meanwhile is not
    there."""
    rows = CopiedCandidate.objects.filter(id__in=ids).values_list("id", "payload")
    return {id: Candidate.from_payload(json.loads(payload)) for id, payload in rows}


def others_of(candidate_id: int, candidate: Candidate, search: Search) -> Others:
    """Other records with the same e-mail address or phone number."""
    keys = {
        "email_key": email_key(candidate.email),
        "phone_key": phone_key(candidate.phone_number),
    }
    same: BitMap = BitMap()
    for column, key in keys.items():
        same |= ids_where(column, [key] if key else [])
    same &= search.visible
    same -= ids_where("candidate_id", [candidate_id])
    # The newest have the largest ids.
    shown = read(sorted(same, reverse=True)[:MOST_SHOWN], search)
    return Others(shown, len(same))


def _others(rows: Sequence[_Row], visible: BitMap) -> dict[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = defaultdict(dict)
    keys = {
        column: {getattr(row, column) for row in rows} - {""}
        for column in ("email_key", "phone_key")
    }
    related: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for column, key, id, candidate_id in sorted(rows_sharing(keys)):
        if id in visible and len(related[column, key]) < MOST_RELATED:
            related[column, key].append((id, candidate_id))
    for row in rows:
        for column in keys:
            for id, candidate_id in related[column, getattr(row, column)]:
                if id != row.id:
                    found[row.id][candidate_id] = None
    return {id: tuple(others) for id, others in found.items()}
