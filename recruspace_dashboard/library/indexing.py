"""Changes which candidates have a value (`IndexedValue`)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from pyroaring import BitMap

from recruspace_dashboard.library.models import IndexedValue
from recruspace_dashboard.library.quick import fetch_in
from recruspace_dashboard.library.router import ALIAS

# SQLite takes only so many values in one statement.
BATCH = 500
# So many ids stand in one row, so that a write does not write all of a large set anew.
CHUNK = 1 << 16
# Plain SQL, as in `rows.py`.
UPSERT = (
    f"INSERT INTO {IndexedValue._meta.db_table} "  # noqa: S608
    "(key, chunk, candidates, count, version) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (key, chunk) DO UPDATE SET candidates = excluded.candidates, "
    "count = excluded.count, version = excluded.version"
)
SELECT = f"SELECT key, candidates FROM {IndexedValue._meta.db_table} WHERE key IN"  # noqa: S608
# A key, and the number of a chunk.
Place = tuple[str, int]


class Changes:
    """What one transaction changes. `rows` is whether a candidate's own row was written
    or deleted, `cvs` whether words of a CV were deleted, `deleted` whether there are
    values that nobody has any more."""

    def __init__(self) -> None:
        self.rows = False
        self.cvs = False
        self.deleted = False
        self._added: dict[Place, BitMap] = defaultdict(BitMap)
        self._removed: dict[Place, BitMap] = defaultdict(BitMap)

    def add(self, keys: Iterable[str], ids: Iterable[int]) -> None:
        _note(self._added, keys, ids)

    def remove(self, keys: Iterable[str], ids: Iterable[int]) -> None:
        _note(self._removed, keys, ids)

    def remove_everywhere(self, ids: BitMap) -> None:
        parts = _by_chunk(ids)
        rows = IndexedValue.objects.filter(chunk__in=list(parts))
        fields = rows.values_list("key", "chunk", "candidates")
        for key, chunk, stored in fields.iterator():
            if parts[chunk].intersect(BitMap.deserialize(bytes(stored))):
                self._removed[key, chunk].update(parts[chunk])

    def write(self, version: int) -> bool:
        """Writes the changed values; returns whether anything is different."""
        places = sorted(self._added.keys() | self._removed.keys())
        batches = [places[n : n + BATCH] for n in range(0, len(places), BATCH)]
        written = [self._write(batch, version) for batch in batches]
        return self.rows or any(written)

    def _write(self, places: list[Place], version: int) -> bool:
        stored = _stored(places)
        changed, empty = [], []
        for place in places:
            before = stored.get(place, BitMap())
            after = (before - self._removed[place]) | self._added[place]
            if not after:
                empty.append(place)
            elif after != before:
                after.run_optimize()
                changed.append((*place, after.serialize(), len(after), version))
        with connections[ALIAS].cursor() as cursor:
            cursor.executemany(UPSERT, changed)
        gone = [place for place in empty if place in stored]
        for chunk, keys in _keys_by_chunk(gone).items():
            IndexedValue.objects.filter(chunk=chunk, key__in=keys).delete()
        self.deleted = self.deleted or bool(gone)
        return bool(changed or gone)


def bitmaps(keys: Iterable[str]) -> dict[str, BitMap]:
    """The candidates of some values; values that nobody has are left out."""
    return _joined(fetch_in(ALIAS, SELECT, list(keys)))


def bitmaps_of(rows: QuerySet[IndexedValue]) -> dict[str, BitMap]:
    return _joined(rows.values_list("key", "candidates"))


def _joined(rows: Iterable[tuple[str, Any]]) -> dict[str, BitMap]:
    """The chunks of each key as one."""
    found: dict[str, BitMap] = {}
    for key, stored in rows:
        part = BitMap.deserialize(bytes(stored))
        found[key] = found[key] | part if key in found else part
    return found


def _note(noted: dict[Place, BitMap], keys: Iterable[str], ids: Iterable[int]) -> None:
    parts = _by_chunk(ids)
    for key in keys:
        for chunk, part in parts.items():
            noted[key, chunk].update(part)


def _by_chunk(ids: Iterable[int]) -> dict[int, BitMap]:
    parts: dict[int, BitMap] = defaultdict(BitMap)
    for id in ids:
        parts[id // CHUNK].add(id)
    return parts


def _keys_by_chunk(places: Iterable[Place]) -> dict[int, list[str]]:
    keys: dict[int, list[str]] = defaultdict(list)
    for key, chunk in places:
        keys[chunk].append(key)
    return keys


def _stored(places: Iterable[Place]) -> dict[Place, BitMap]:
    found = {}
    for chunk, keys in _keys_by_chunk(places).items():
        rows = IndexedValue.objects.filter(chunk=chunk, key__in=keys)
        for key, stored in rows.values_list("key", "candidates"):
            found[key, chunk] = BitMap.deserialize(bytes(stored))
    return found
