"""Changes which candidates have a value (`IndexedValue`)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connections
from django.db.models import QuerySet
from pyroaring import BitMap

from recruspace_dashboard.library.models import IndexedValue
from recruspace_dashboard.library.router import ALIAS

# SQLite takes only so many values in one statement.
BATCH = 500
# Plain SQL, as in `rows.py`.
UPSERT = (
    f"INSERT INTO {IndexedValue._meta.db_table} "  # noqa: S608
    "(key, candidates, count, version) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (key) DO UPDATE SET candidates = excluded.candidates, "
    "count = excluded.count, version = excluded.version"
)


class Changes:
    """What one transaction changes. `rows` is whether a candidate's own row was written
    or deleted, `deleted` whether there are values that nobody has any more."""

    def __init__(self) -> None:
        self.rows = False
        self.deleted = False
        self._added: dict[str, BitMap] = defaultdict(BitMap)
        self._removed: dict[str, BitMap] = defaultdict(BitMap)

    def add(self, keys: Iterable[str], ids: Iterable[int]) -> None:
        for key in keys:
            self._added[key].update(ids)

    def remove(self, keys: Iterable[str], ids: Iterable[int]) -> None:
        for key in keys:
            self._removed[key].update(ids)

    def remove_everywhere(self, ids: BitMap) -> None:
        for key, stored in IndexedValue.objects.values_list("key", "candidates"):
            if ids.intersect(BitMap.deserialize(bytes(stored))):
                self._removed[key].update(ids)

    def write(self, version: int) -> bool:
        """Writes the changed values; returns whether anything is different."""
        keys = sorted(self._added.keys() | self._removed.keys())
        batches = [keys[n : n + BATCH] for n in range(0, len(keys), BATCH)]
        written = [self._write(batch, version) for batch in batches]
        return self.rows or any(written)

    def _write(self, keys: list[str], version: int) -> bool:
        stored = bitmaps(keys)
        changed, empty = [], []
        for key in keys:
            before = stored.get(key, BitMap())
            after = (before - self._removed[key]) | self._added[key]
            if not after:
                empty.append(key)
            elif after != before:
                after.run_optimize()
                changed.append((key, after.serialize(), len(after), version))
        with connections[ALIAS].cursor() as cursor:
            cursor.executemany(UPSERT, changed)
        deleted = empty and IndexedValue.objects.filter(key__in=empty).delete()[0]
        self.deleted = self.deleted or bool(deleted)
        return bool(changed or deleted)


def bitmaps(keys: Iterable[str]) -> dict[str, BitMap]:
    """The candidates of some values; values that nobody has are left out."""
    return bitmaps_of(IndexedValue.objects.filter(key__in=list(keys)))


def bitmaps_of(rows: QuerySet[IndexedValue]) -> dict[str, BitMap]:
    return {
        key: BitMap.deserialize(bytes(stored))
        for key, stored in rows.values_list("key", "candidates")
    }
