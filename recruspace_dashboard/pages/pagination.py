"""Pagination: the page that a URL asks for, and the links around it."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.core.paginator import Paginator
from django.http import QueryDict

from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.pagination import Page

T = TypeVar("T")

PAGE_SIZES = (10, 25, 50, 100)
DEFAULT_PAGE_SIZE = 25
# No list has more pages, and the API would refuse a larger number.
MAX_PAGE_NUMBER = 10**6


@dataclass(frozen=True)
class PageRequest:
    """The page that a URL asks for. Invalid numbers are corrected."""

    number: int
    size: int

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        size = _int_or(query.get("page_size"), DEFAULT_PAGE_SIZE)
        return cls(
            number=min(max(_int_or(query.get("page"), 1), 1), MAX_PAGE_NUMBER),
            size=min(PAGE_SIZES, key=lambda known: abs(known - size)),
        )

    @property
    def query(self) -> str:
        """The query string of this page."""
        return self.query_for(self.number)

    def query_for(self, number: int) -> str:
        """The query string of another page of the same list."""
        return f"?page={number}&page_size={self.size}"


def _int_or(value: str | None, default: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return default


class Pagination:
    """The links around one page. `last` is None if the total is unknown.

    `count` is a total from elsewhere, for a page that has no total itself.
    """

    def __init__(self, page: Page[Any], count: int | None = None) -> None:
        self.page_request = PageRequest(page.number, page.size)
        self.number = page.number
        self.size = page.size
        self.sizes = PAGE_SIZES
        before = (page.number - 1) * page.size
        self.start = before + 1
        self.end = before + len(page.items)
        total = page.total if page.total is not None else count
        # A total smaller than the rows already read is wrong.
        self.total = total if total is not None and total >= self.end else None
        has_next = page.has_next and (page.total is not None or self.total is None)
        self.last = None if self.total is None else last_page(self.total, page.size)
        if self.last is not None:
            self.last = max(self.last, page.number + has_next)
            has_next = page.number < self.last
        self.previous = page.number - 1 if page.number > 1 else None
        self.next = page.number + 1 if has_next else None

    @property
    def needed(self) -> bool:
        """Whether there is another page, or a smaller size would show fewer rows."""
        return bool(self.previous or self.next) or self.end > min(PAGE_SIZES)

    def numbers(self) -> Iterable[int | str]:
        """The page numbers to link, with an ellipsis for each gap; none if unknown."""
        if self.last is None:
            return ()
        pages = Paginator(range(self.last), 1)
        return pages.get_elided_page_range(self.number, on_each_side=1, on_ends=1)


class PastTheEnd(Exception):
    """The requested page does not exist; `query` asks for the last one that does.

    A middleware turns it into a redirect.
    """

    def __init__(self, query: str) -> None:
        super().__init__(query)
        self.query = query


def read_page(
    requested: PageRequest,
    read: Callable[[int, int], Page[T]],
    total: Callable[[], int | None],
) -> Page[T]:
    """The requested page, which `read(number, size)` gets.

    Raises `PastTheEnd` if there is no such page: the API then responds with 404 or an
    empty list. `total` is called only then, for the number of items.
    """
    page: Page[T] | None = None
    try:
        page = read(requested.number, requested.size)
    except NotFound:
        if requested.number == 1:
            raise
    if page is not None and (page.items or requested.number == 1):
        return page
    last = last_page(total() or 0, requested.size)
    # If the total says that the missing page exists, it is wrong: use page 1.
    raise PastTheEnd(requested.query_for(last if last < requested.number else 1))


def last_page(total: int, size: int) -> int:
    return max(math.ceil(total / size), 1)
