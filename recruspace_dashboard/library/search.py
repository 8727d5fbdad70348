"""Finds the candidates that a query asks for, among those that a user may see."""

import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import chain

from django.db import connections
from pyroaring import BitMap

from recruspace_dashboard.library import values, words
from recruspace_dashboard.library.bulk import columns_of, ids_where
from recruspace_dashboard.library.cv_text import finding
from recruspace_dashboard.library.doubles import doubles
from recruspace_dashboard.library.entry import ANYWHERE, Field, Part
from recruspace_dashboard.library.folding import words as words_in
from recruspace_dashboard.library.models import CopyState
from recruspace_dashboard.library.query import extras, tree
from recruspace_dashboard.library.query.extras import ExtraFields, Finder
from recruspace_dashboard.library.query.labels import words_of
from recruspace_dashboard.library.query.values import finds
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.words import Column

# The indexed values in which the texts of a field stand.
VALUES = {
    Field.TAG: ("tag",),
    Field.JOB: ("job",),
    Field.CITY: ("city",),
    Field.COUNTRY: ("country",),
    Field.STAGE: ("stage", "substage"),
    Field.SUITABILITY: ("suitability",),
    Field.SOURCE: ("source",),
}
COLUMNS = {
    Field.NAME: Column.NAME,
    Field.EMAIL: Column.EMAIL,
    Field.PHONE: Column.PHONE,
}
# No id of the API is larger.
LARGEST_ID = 2**63 - 1


class Search:
    """A search in some pools, by their names. `within` is the one pool that is searched
    if it is not all of them; `state` is the copy's, if it was read just now; `user` is
    the id of who searches."""

    def __init__(
        self,
        pools: Mapping[int, str],
        within: int | None = None,
        state: CopyState | None = None,
        user: int | None = None,
    ) -> None:
        self.values = values.current(state)
        self._pools = pools
        members = self.values.each("pool", [str(pool) for pool in pools])
        self._members = {int(pool): ids for pool, ids in members.items()}
        # Those in any of the pools, and those who are searched.
        self.visible = BitMap().union(*members.values())
        self.everyone = (
            self.visible if within is None else self._members.get(within, BitMap())
        )
        self._user = user
        self._finders: dict[ExtraFields, Finder] = {}

    def find(self, node: tree.Node) -> BitMap:
        """Those of `everyone` whom the query asks for."""
        return self.everyone & self._find(node)

    def pools_of(self, ids: Iterable[int]) -> dict[int, set[int]]:
        """Which of these ids are in each of the pools."""
        wanted = BitMap(ids)
        return {pool: set(wanted & known) for pool, known in self._members.items()}

    def counts_by_pool(self, ids: BitMap) -> dict[int, int]:
        """How many of these ids are in each of the pools."""
        return {
            pool: ids.intersection_cardinality(known)
            for pool, known in self._members.items()
        }

    def alike(self, field: Field, value: str) -> set[str]:
        """The visible values of a field that begin a word as `value` does."""
        first = words_in(value)[:1]
        if field not in VALUES or not first:
            return set()
        found: set[str] = set()
        for name in VALUES[field]:
            each = self.values.each(
                name, self._likely(name, field, tree.Word((*first,)))
            )
            found |= {one for one, ids in each.items() if ids.intersect(self.visible)}
        return found

    def _find(self, node: tree.Node) -> BitMap:
        match node:
            case tree.Everything():
                return self.everyone
            case tree.All(nodes):
                extra = [one for one in nodes if isinstance(one, tree.Extra)]
                others = (one for one in nodes if not isinstance(one, tree.Extra))
                return reduce(operator.and_, map(self.find, others), self._extra(extra))
            case tree.AnyOf(nodes):
                return BitMap().union(*map(self.find, nodes))
            case tree.Not(negated):
                return self.everyone - self._find(negated)
            case tree.Anywhere(text):
                return self._anywhere(text)
            case tree.InField(field, texts):
                return BitMap().union(*(self._in_field(field, one) for one in texts))
            case _:
                return self._find_value(node)

    def _find_value(self, node: tree.Node) -> BitMap:
        match node:
            case tree.Number(digits):
                return self._words([Column.PHONE], (digits,), prefix=True)
            case tree.Score():
                return self._score(node)
            case tree.Added(first, last):
                begin, end = (first or date.min), (last or date.max)
                low, high = begin.isoformat(), end.isoformat()
                return self._values("added", lambda day: low <= day <= high)
            case tree.Has(part, wanted):
                return self._has(part, wanted)
            case tree.Seen(wanted):
                return self.values.who_has("seen", [str(wanted)])
            case tree.Double():
                return doubles(self.visible, self.values)
            case tree.Ids(ids):
                known = [one for one in ids if one <= LARGEST_ID]
                return ids_where("candidate_id", known)
            case tree.Extra():
                return self._extra([node])
            case tree.Emails(addresses):
                return ids_where("email_key", addresses, begins=True)
            case _:
                raise TypeError(node)

    def _has(self, part: Part, wanted: bool) -> BitMap:
        if part is Part.CVTEXT:
            find = finding.with_text if wanted else finding.without_text
            return find(self.values)
        having = self.values.who_has("has", [part])
        return having if wanted else self.everyone - having

    def _extra(self, asked: Iterable[tree.Extra]) -> BitMap:
        """Those for whom all of this holds; what one room knows it finds together."""
        by_room: dict[ExtraFields, list[tree.Extra]] = defaultdict(list)
        for one in asked:
            by_room[extras.group_of(one.field)].append(one)
        found = self.everyone
        for group, nodes in by_room.items():
            if group not in self._finders:
                self._finders[group] = group.finder(self._user)
            found = found & self._finders[group].find(nodes, self.everyone)
        return found

    def _anywhere(self, text: tree.Word | tree.Phrase) -> BitMap:
        if isinstance(text, tree.Phrase):
            found = [self._in_field(field, text) for field in sorted(ANYWHERE)]
            return BitMap().union(*found)
        # Each part on its own, in any field.
        return reduce(operator.and_, map(self._part_anywhere, text.parts))

    def _part_anywhere(self, part: str) -> BitMap:
        one = tree.Word((part,))
        fields = sorted(ANYWHERE - COLUMNS.keys() - {Field.CV})
        return BitMap().union(
            finding.anywhere(part, self.values),
            self._words(list(Column), (part,), prefix=True),
            self._domains((part,), prefix=True),
            *(self._in_field(field, one) for field in fields),
        )

    def _in_field(self, field: Field, text: tree.Text) -> BitMap:
        if field is Field.POOL:
            return self._pools_named(text)
        if field in VALUES:
            return self._having(field, text)
        if field is Field.CV:
            return finding.having(text, self.values)
        if field is Field.EMAIL:
            return self._email(text)
        column = COLUMNS[field]
        match text:
            case tree.Word(parts):
                each = (self._words([column], (part,), prefix=True) for part in parts)
                return reduce(operator.and_, each)
            case tree.Phrase(asked):
                return self._words([column], asked)
            case tree.Exact(asked):
                found = self._words([column], asked)
                return _keep(found, column, lambda stored: stored.split() == [*asked])

    def _email(self, text: tree.Text) -> BitMap:
        """The local part is in the full-text index, the domain an indexed value."""
        if isinstance(text, tree.Word):
            each = (self._email_word(part, prefix=True) for part in text.parts)
            return reduce(operator.and_, each)
        asked = text.words
        every = reduce(operator.and_, (self._email_word(one) for one in asked))
        if isinstance(text, tree.Exact):
            return _keep(every, "email_key", lambda key: words_in(key) == [*asked])
        within = self._words([Column.EMAIL], asked) | self._domains(asked)
        # From the one into the other.
        across = every & self._words([Column.EMAIL], asked[:1]) - within
        return within | _keep(
            across, "email_key", lambda key: _has(words_in(key), asked)
        )

    def _email_word(self, word: str, *, prefix: bool = False) -> BitMap:
        local = self._words([Column.EMAIL], (word,), prefix=prefix)
        return local | self._domains((word,), prefix=prefix)

    def _domains(self, asked: Sequence[str], *, prefix: bool = False) -> BitMap:
        starting = self.values.with_prefix("domain", asked[0], words_in)
        found = [one for one in starting if prefix or _has(words_in(one), asked)]
        return self.values.who_has("domain", found)

    def _having(self, field: Field, text: tree.Text) -> BitMap:
        """Those who have a value that is asked for."""
        found = BitMap()
        for name in VALUES[field]:
            likely = self._likely(name, field, text)
            asked = [value for value in likely if finds(text, field, value)]
            found |= self.values.who_has(name, asked)
        return found

    def _likely(self, name: str, field: Field, text: tree.Text) -> Collection[str]:
        """The values that have the first word that is asked for."""
        if field is Field.SUITABILITY:
            return self.values.of_field(name)
        first = text.parts[0] if isinstance(text, tree.Word) else text.words[0]
        return set(
            self.values.with_prefix(
                name, first, lambda value: chain(*words_of(field, value))
            )
        )

    def _pools_named(self, text: tree.Text) -> BitMap:
        named = [
            str(pool_id)
            for pool_id, name in self._pools.items()
            if finds(text, Field.POOL, name)
        ]
        return self.values.who_has("pool", named)

    def _score(self, node: tree.Score) -> BitMap:
        above = operator.ge if node.low_included else operator.gt
        below = operator.le if node.high_included else operator.lt
        return self._values(
            "score",
            lambda score: (
                (node.low is None or above(float(score), node.low))
                and (node.high is None or below(float(score), node.high))
            ),
        )

    def _values(self, field: str, wanted: Callable[[str], bool]) -> BitMap:
        return self.values.who_has(
            field, list(filter(wanted, self.values.of_field(field)))
        )

    def _words(
        self, columns: list[Column], asked: Sequence[str], *, prefix: bool = False
    ) -> BitMap:
        return self.values.remembered.of(
            (tuple(columns), tuple(asked), prefix),
            lambda: words.find(connections[ALIAS], columns, asked, prefix=prefix),
        )


def _has(found: list[str], asked: Sequence[str]) -> bool:
    """Whether the words stand one after the other."""
    size = len(asked)
    wanted = list(asked)
    return any(found[n : n + size] == wanted for n in range(len(found) - size + 1))


def _keep(ids: BitMap, column: str, wanted: Callable[[str], bool]) -> BitMap:
    """Those whose column is as wanted. For few: it reads them all."""
    return BitMap(id for id, stored in columns_of(ids, column) if wanted(stored))
