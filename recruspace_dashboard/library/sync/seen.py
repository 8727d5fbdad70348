"""Which candidates a walk has seen, in little memory."""

import json
from collections.abc import Hashable

from pyroaring import BitMap, BitMap64

from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload


class SeenKeys:
    """Keys of rows: ids as a bitmap, others as they are."""

    def __init__(self) -> None:
        self._ids = BitMap64()
        self._others: set[Hashable] = set()

    def add(self, key: Hashable) -> None:
        if isinstance(key, int):
            self._ids.add(key)
        else:
            self._others.add(key)

    def __contains__(self, key: Hashable) -> bool:
        return key in (self._ids if isinstance(key, int) else self._others)

    def __len__(self) -> int:
        return len(self._ids) + len(self._others)


def key_of(payload: Payload) -> Hashable:
    """What makes a row of a list different from others: its id, or else all of it."""
    return parse.identity(payload.get("id")) or json.dumps(payload, sort_keys=True)


def keys_of(candidates: BitMap) -> SeenKeys:
    """The keys of candidates that the copy has."""
    seen = SeenKeys()
    if candidates:
        span = (candidates.min(), candidates.max())
        stored = CopiedCandidate.objects.filter(id__range=span)
        for number, candidate_id in stored.values_list("id", "candidate_id").iterator():
            if number in candidates:
                seen.add(candidate_id)
    return seen


def read(stored: bytes | memoryview) -> BitMap:
    return BitMap.deserialize(bytes(stored)) if stored else BitMap()


def write(candidates: BitMap) -> bytes:
    candidates.run_optimize()
    return bytes(candidates.serialize())
