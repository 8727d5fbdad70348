"""A whole list, page after page, which never ends early without saying so."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, Protocol, Self, TypeVar

from recruspace_dashboard.services.errors import NotFound, ServerError
from recruspace_dashboard.services.pagination import Page

T = TypeVar("T")

logger = logging.getLogger(__name__)

# A million rows. Only protects against an API that invents new rows for ever.
MOST_PAGES = 10_000


class Problem(StrEnum):
    """Why rows of a list may be missing, although its last page was read."""

    REPEATED = "rows came twice"
    COUNT_CHANGED = "the count changed"
    FEWER = "fewer rows than counted"
    NOTHING_NEW = "a page had no new rows"


class Seen(Protocol):
    """The keys of what has come so far: a set, or something smaller."""

    def add(self, key: Any, /) -> object: ...
    def __contains__(self, key: Any, /) -> bool: ...
    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Place:
    """How far a walk has come: the page to read next, the count that the pages gave,
    and the problems so far."""

    page: int = 1
    counted: int | None = None
    problems: tuple[Problem, ...] = ()


def id_of(item: object) -> object:
    return getattr(item, "id", None)


class Walk(Generic[T]):
    """An iterator over all pages of a list, in which each item comes once.

    The API has no cursor: a row added or deleted meanwhile shifts the others, so that
    a page repeats rows or skips some. `problems` lists the signs of it; `complete` is
    whether the last page was read without any.

    `read` gives a page by its number. Its errors are raised as they are, except a 404
    after page 1, which is the end of the list. After an error the iteration can go on:
    it then reads the same page again. `ServerError` is raised for a list without end.

    Items of the same `key` are one; without a key, those that are equal. `count` is the
    number of rows where it is known from elsewhere, as bare arrays do not tell it.

    A walk that was broken off goes on from its `place`, with what it had `seen`.
    """

    def __init__(
        self,
        read: Callable[[int], Page[T]],
        *,
        call: str,
        key: Callable[[T], object] = id_of,
        count: int | None = None,
        start: Place | None = None,
        seen: Seen | None = None,
    ) -> None:
        start = start or Place()
        self.call = call
        self.total = count if start.counted is None else start.counted
        self.problems = list(start.problems)
        self._read = read
        self._key = key
        self._seen: Seen = set() if seen is None else seen
        self._number = start.page
        self._counted = start.counted
        self._at_end = False
        self._finished = False

    @property
    def found(self) -> int:
        """How many different items have come so far."""
        return len(self._seen)

    @property
    def place(self) -> Place:
        return Place(self._number, self._counted, tuple(self.problems))

    @property
    def complete(self) -> bool:
        return self._finished and not self.problems

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Page[T]:
        page = None if self._at_end else self._next_page()
        if page is not None:
            return page
        self._finish()
        raise StopIteration

    @property
    def at_end(self) -> bool:
        """Whether no other page is asked for."""
        return self._at_end or self.at_limit

    @property
    def at_limit(self) -> bool:
        """Whether so many pages came that the list seems to be without end."""
        return self._number > MOST_PAGES

    def _next_page(self) -> Page[T] | None:
        if self.at_limit:
            raise ServerError(self.call, status=200, reason="a list without end")
        try:
            page = self._read(self._number)
        except NotFound:
            if self._number == 1:
                raise
            return None
        self._number += 1
        self._compare_count(page.total)
        new = self._without_repeated(page)
        self._at_end = not (page.has_next and new.items)
        # An API that ignores `page` gives its whole list again.
        if page.items and not new.items and self.found != self.total:
            self._note(Problem.NOTHING_NEW)
        elif new.items and len(new.items) < len(page.items):
            self._note(Problem.REPEATED)
        return new if new.items else None

    def _compare_count(self, count: int | None) -> None:
        if count is None:
            return
        if self._counted not in {None, count}:
            self._note(Problem.COUNT_CHANGED)
        self.total = self._counted = count

    def _without_repeated(self, page: Page[T]) -> Page[T]:
        new = [number for number, item in enumerate(page.items) if self._is_new(item)]
        if len(new) == len(page.items):
            return page
        payloads = [page.payloads[number] for number in new] if page.payloads else []
        items = tuple(page.items[number] for number in new)
        return replace(page, items=items, payloads=tuple(payloads))

    def _is_new(self, item: T) -> bool:
        key = self._key(item) or item
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new

    def _finish(self) -> None:
        self._at_end = self._finished = True
        if self.total is not None and self.found < self.total:
            self._note(Problem.FEWER)

    def _note(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def read_all(walk: Walk[T]) -> list[T]:
    """All items of a list. What may be missing is logged, as a page has to be shown."""
    items = [item for page in walk for item in page.items]
    for problem in walk.problems:
        logger.warning("%s: %s", walk.call, problem)
    return items
