"""The candidates on one page of those found, as records."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.services.records import Candidate

# Of those with the same e-mail address or phone number, so many are looked at.
MOST_RELATED = 1000


@dataclass(frozen=True)
class FoundCandidate:
    """A candidate with the pools that the user may see them in. `others` are other
    records with the same e-mail address or phone number: their ids in Recruspace."""

    candidate: Candidate
    pools: tuple[int, ...]
    others: tuple[int, ...]


def read(ids: Sequence[int], search: Search) -> list[FoundCandidate]:
    """The candidates of the copy with these ids, in their order. Who was deleted
    meanwhile is left out."""
    rows = CopiedCandidate.objects.defer("digest", "name_words", "email_words").in_bulk(
        ids
    )
    there = [rows[id] for id in ids if id in rows]
    others = _others(there, search.visible)
    pools = search.pools_of(ids)
    return [
        FoundCandidate(
            Candidate.from_payload(json.loads(row.payload)),
            tuple(pool for pool, known in pools.items() if row.id in known),
            others.get(row.id, ()),
        )
        for row in there
    ]


def _others(
    rows: Sequence[CopiedCandidate], visible: BitMap
) -> dict[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for column in ("email_key", "phone_key"):
        keys = {getattr(row, column) for row in rows} - {""}
        same = CopiedCandidate.objects.filter(**{f"{column}__in": keys})
        related: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for key, id, candidate_id in same.values_list(column, "id", "candidate_id")[
            :MOST_RELATED
        ]:
            if id in visible:
                related[key].append((id, candidate_id))
        for row in rows:
            for id, candidate_id in related[getattr(row, column)]:
                if id != row.id:
                    found[row.id][candidate_id] = None
    return {id: tuple(others) for id, others in found.items()}
