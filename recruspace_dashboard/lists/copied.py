"""Lists that come from the copy: of all candidates, or of one pool."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language
from pyroaring import BitMap

from recruspace_dashboard.library import found as found_candidates
from recruspace_dashboard.library.added import added_after
from recruspace_dashboard.library.cv_text import excerpts
from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.found import FoundCandidate
from recruspace_dashboard.library.order import NEWEST, Sort, page_of
from recruspace_dashboard.library.query import rewrite
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.query.tree import Query
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.pages.pagination import PageRequest, last_page
from recruspace_dashboard.services.memory import Memory
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate

# Records of candidates that were read. One of them has about so many letters.
MOST_LETTERS, LETTERS, SECONDS = 2_000_000, 1_500, 60.0
_read: Memory[Sequence[FoundCandidate]] = Memory(MOST_LETTERS, SECONDS)


@dataclass(frozen=True)
class CopiedList:
    """The candidates of the copy that a query asks for, in an order."""

    copy: Copy
    asked: Asked
    # The one pool that is searched, if it is not all of them.
    within: int | None = None

    @cached_property
    def query(self) -> Query:
        return parse(self.asked.q, today=today())

    @cached_property
    def search(self) -> Search:
        return self.copy.search(self.within)

    @cached_property
    def ids(self) -> BitMap:
        return self.search.find(self.query.node)

    @property
    def total(self) -> int:
        return len(self.ids)

    def slice(self, start: int, size: int, also: int | None = None) -> list[int]:
        """The ids in the copy from number `start` on, at most `size`; as if `also` were
        among those who were found."""
        ids = self.ids if also is None else self.ids | BitMap([also])
        sort = Sort.from_text(self.asked.sort) or NEWEST
        language = "tr" if get_language() == "tr" else "en"
        return page_of(ids, self.search.values, sort, start, size, language)

    def read(self, start: int, size: int) -> Sequence[FoundCandidate]:
        """Those of a page. They are remembered for a moment, for who sees the same
        pools of the same version of the copy."""
        ids = self.slice(start, size)
        key = (self.mark, tuple(ids))
        known = _read.get(key)
        if known is None:
            known = found_candidates.read(ids, self.search)
            _read.put(key, known, LETTERS * len(known))
        return known

    @cached_property
    def mark(self) -> Hashable:
        """What no other version of the copy has, nor who sees other pools of it."""
        names = frozenset((id, row.name) for id, row in self.copy.pools.items())
        return self.search.values.mark, names

    def read_all(self, step: int) -> Iterator[FoundCandidate]:
        """Everybody who was found, in order; `step` are read at once."""
        ids = self.slice(0, self.total)
        for start in range(0, len(ids), step):
            yield from found_candidates.read(ids[start : start + step], self.search)

    def page(self) -> tuple[Sequence[FoundCandidate], Page[Candidate]]:
        """The page that is asked for, or the last if it is past the end."""
        size = self.asked.page_request.size
        number = min(self.asked.page_request.number, last_page(self.total, size))
        start = (number - 1) * size
        rows = self.read(start, size)
        candidates = tuple(one.candidate for one in rows)
        more = start + size < self.total
        return rows, Page(candidates, number, size, self.total, more)

    def new_since_yesterday(self) -> int:
        """How many of those found were added yesterday or today."""
        yesterday = (today() - timedelta(days=1)).isoformat()
        values = self.search.values
        days = [day for day in values.of_field("added") if day >= yesterday]
        return self.ids.intersection_cardinality(values.who_has("added", days))

    def new_since(self, moment: datetime) -> int:
        """How many of those found were added after a moment."""
        after = added_after(moment, self.search.values)
        return self.ids.intersection_cardinality(after)

    def token(self, field: str, value: str) -> str:
        """The word for the query that finds this value of a field."""
        known = Field(field)
        return self.search.values.tokens.of(
            (field, value, frozenset(self.copy.pools)),
            lambda: rewrite.token(known, value, self.search.alike(known, value)),
        )

    def pool_token(self, name: str) -> str:
        names = [row.name for row in self.copy.pools.values()]
        return rewrite.token(Field.POOL, name, names)

    def with_word(self, word: str) -> BitMap:
        """Those found who are left by one more word of the query."""
        return self.ids & self.search.find(parse(word, today=today()).node)

    def total_with(self, word: str) -> int:
        """How many the query finds with one more word that may belong to others."""
        q = rewrite.add(self.asked.q, word)
        return len(self.search.find(parse(q, today=today()).node))

    @cached_property
    def asked_in_cvs(self) -> list[excerpts.Asked]:
        """What the query looks for in CVs."""
        return excerpts.asked_in(self.query.node)

    def excerpts(self, found: Iterable[FoundCandidate]) -> Mapping[int, excerpts.Line]:
        """By the id of a candidate, a line of the CV with what was asked for."""
        if not self.asked_in_cvs:
            return {}
        ids = {one.id: one.candidate.id or 0 for one in found}
        lines = excerpts.lines(ids, self.asked_in_cvs, self.search.values)
        return {ids[id]: line for id, line in lines.items()}

    def narrow(self, field: str, value: str) -> str:
        """The address of this list, narrowed to a value of a field."""
        return self.asked.narrowed(self.token(field, value))

    def at(self, page_request: PageRequest) -> "CopiedList":
        return replace(self, asked=replace(self.asked, page_request=page_request))


def today() -> date:
    return timezone.now().date()
