"""Writes candidates into the copy. Only what has changed is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from recruspace_dashboard.services.parse import Payload


@dataclass(frozen=True)
class Written:
    """`ids` are those of the copy, of all candidates that were given; `changed` is how
    many of them were new or different."""

    ids: BitMap
    changed: int


def write_candidates(pool_id: int | None, payloads: Sequence[Payload]) -> Written:
    """Copies candidates as the API gave them, and puts them into the pool.

    Without a pool, only those are written that the copy has already. In one
    transaction. What has no id is left out.
    """
    raise NotImplementedError


def keep_only(pool_id: int, ids: BitMap) -> int:
    """Takes all other candidates out of a pool; returns how many. Who is in no pool any
    more is deleted."""
    raise NotImplementedError


def delete_pools(pool_ids: Collection[int]) -> None:
    """Deletes pools, and the candidates that are in no other, so that nothing of them
    is left in the file."""
    raise NotImplementedError
