"""What a process remembers of the indexed values: who has them, by the version of the
copy. Sets of candidates are bitmaps, which must not be changed."""

import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Q, Sum
from pyroaring import BitMap

from recruspace_dashboard.library import schema
from recruspace_dashboard.library.bulk import ids_sharing
from recruspace_dashboard.library.indexing import BATCH, bitmaps
from recruspace_dashboard.library.models import CopyState, IndexedValue

NOBODY = BitMap()
# Of a million rows, whom they share an e-mail address with takes a second to find.
SLOW_SECONDS, KEPT_SECONDS = 0.2, 60.0
# So many sets, and words of queries, are remembered for a version of the copy.
MOST_REMEMBERED, MOST_TOKENS = 200, 5_000

T = TypeVar("T")


class Memo(Generic[T]):
    """Remembers so many results, and then begins anew. Threads share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[object, T] = {}

    def of(self, key: object, make: Callable[[], T]) -> T:
        try:
            return self._known[key]
        except KeyError:
            made = make()
        if len(self._known) >= self._most:
            self._known.clear()
        self._known[key] = made
        return made


class Values:
    """All indexed values at one version of the copy, which nothing else has the `mark`
    of. `remembered` are sets that were found with it, such as those of a word; `orders`
    are its values in order, by field and language; `slices` are ids in the order of a
    column; `tokens` are words of queries that find a value."""

    def __init__(
        self, made: UUID, version: int, counts: Mapping[str, Mapping[str, int]]
    ) -> None:
        self.made = made
        self.version = version
        self.mark = object()
        self.remembered: Memo[BitMap] = Memo(MOST_REMEMBERED)
        self.orders: Memo[list[list[str]]] = Memo(MOST_REMEMBERED)
        self.slices: Memo[list[int]] = Memo(MOST_REMEMBERED)
        self.tokens: Memo[str] = Memo(MOST_TOKENS)
        self._counts = counts
        self._bitmaps: dict[str, BitMap] = {}
        self._words: dict[str, list[tuple[str, str]]] = {}
        # What took long to find is kept for a while, whatever is written meanwhile.
        self._sharing: list[BitMap] | None = None
        self._sharing_until = 0.0

    @property
    def sharing(self) -> list[BitMap]:
        """Groups of candidates with one e-mail address, or one phone number."""
        if self._sharing is None:
            start = time.monotonic()
            groups = [*ids_sharing("email_key"), *ids_sharing("phone_key")]
            is_slow = time.monotonic() - start > SLOW_SECONDS
            self._sharing, self._sharing_until = groups, start + KEPT_SECONDS * is_slow
        return self._sharing

    def of_field(self, field: str) -> Mapping[str, int]:
        """The values of a field, with the number of candidates that have each."""
        return self._counts.get(field, {})

    def who_has(self, field: str, values: Collection[str]) -> BitMap:
        """Those who have any of the values."""
        return BitMap().union(*self.each(field, values).values())

    def having(self, field: str, value: str) -> BitMap:
        """Those who have one value, quickly."""
        found = self._bitmaps.get(f"{field}:{value}")
        return self.who_has(field, [value]) if found is None else found

    def each(self, field: str, values: Collection[str]) -> dict[str, BitMap]:
        """Those who have a value, for each of the values."""
        known = self.of_field(field)
        keys = {value: f"{field}:{value}" for value in values if value in known}
        missing = [key for key in keys.values() if key not in self._bitmaps]
        for start in range(0, len(missing), BATCH):
            self._bitmaps |= bitmaps(missing[start : start + BATCH])
        return {value: self._bitmaps.get(key, NOBODY) for value, key in keys.items()}

    def with_prefix(
        self, field: str, prefix: str, words_of: Callable[[str], Iterable[str]]
    ) -> Iterator[str]:
        """The values that have a word beginning so; `words_of` are those of a value."""
        words = self._words.get(field)
        if words is None:
            words = sorted(
                (w, one) for one in self.of_field(field) for w in words_of(one)
            )
            self._words[field] = words
        start = bisect_left(words, (prefix,))
        for word, value in words[start:]:
            if not word.startswith(prefix):
                return
            yield value

    def renewed(self, version: int, rows: Collection[tuple[str, int]]) -> "Values":
        """The same at a later version, at which `rows` (key and count) are new."""
        counts = {field: dict(values) for field, values in self._counts.items()}
        changed = set()
        for key, count in rows:
            field, _, value = key.partition(":")
            counts.setdefault(field, {})[value] = count
            changed.add(key)
        renewed = Values(self.made, version, counts)
        renewed._bitmaps = {
            # Other threads add to it meanwhile.
            key: bitmap
            for key, bitmap in self._bitmaps.copy().items()
            if key not in changed
        }
        if self._sharing and time.monotonic() < self._sharing_until:
            renewed._sharing = self._sharing
            renewed._sharing_until = self._sharing_until
        return renewed


_lock = threading.Lock()
_current: Values | None = None


def current(state: CopyState | None = None) -> Values:
    """The values of the copy as it is now, or as its `state` was just now."""
    global _current
    if state is None:
        state = schema.ensure()
    with _lock:
        _current = _renew(_current, state)
        return _current


def forget() -> None:
    global _current
    _current = None


def _renew(known: Values | None, state: CopyState) -> Values:
    if known is None or known.made != state.made:
        return _load(state)
    if known.version >= state.version:
        # Another thread may have seen a later one.
        return known
    if known.version < state.deleted_at_version:
        return _load(state)
    changed = IndexedValue.objects.filter(version__gt=known.version).values("key")
    keys = list(changed.values_list("key", flat=True).distinct())
    batches = [keys[n : n + BATCH] for n in range(0, len(keys), BATCH)]
    rows = [row for batch in batches for row in _counts(Q(key__in=batch))]
    return known.renewed(state.version, rows)


def _load(state: CopyState) -> Values:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for key, count in _counts(Q()):
        field, _, value = key.partition(":")
        counts[field][value] = count
    return Values(state.made, state.version, counts)


def _counts(where: Q) -> Iterator[tuple[str, int]]:
    """The keys of values, with how many candidates have each."""
    rows = IndexedValue.objects.filter(where).values("key")
    return rows.annotate(number=Sum("count")).values_list("key", "number").iterator()
