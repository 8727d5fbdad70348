"""Pagination: the page an address asks for, and the links around it."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.core.paginator import Paginator
from django.http import QueryDict

from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.pagination import Page

T = TypeVar("T")

SIZES = (10, 25, 50, 100)
DEFAULT_SIZE = 25
# No list is longer, and the API would refuse a larger number.
LARGEST_NUMBER = 10**6


@dataclass(frozen=True)
class PageRequest:
    """The page an address asks for; numbers that make no sense are put right."""

    number: int
    size: int

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        size = _whole(query.get("page_size"), DEFAULT_SIZE)
        return cls(
            number=min(max(_whole(query.get("page"), 1), 1), LARGEST_NUMBER),
            size=min(SIZES, key=lambda known: abs(known - size)),
        )

    @property
    def query(self) -> str:
        """The query that asks for this page."""
        return self.address(self.number)

    def address(self, number: int) -> str:
        """The query that asks for another page of the same list."""
        return f"?page={number}&page_size={self.size}"


def _whole(value: str | None, otherwise: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return otherwise


class Pagination:
    """The links around one page; `last` is None if the total is unknown.

    `count` is a total from elsewhere, for a page that tells none itself.
    """

    def __init__(self, page: Page[Any], count: int | None = None) -> None:
        self.page_request = PageRequest(page.number, page.size)
        self.number = page.number
        self.size = page.size
        self.sizes = SIZES
        before = (page.number - 1) * page.size
        self.start = before + 1
        self.end = before + len(page.items)
        told = page.total if page.total is not None else count
        self.total = told if told is not None and told >= self.end else None
        more = page.has_next and (page.total is not None or self.total is None)
        self.last = None if self.total is None else last_page(self.total, page.size)
        if self.last is not None:
            self.last = max(self.last, page.number + more)
            more = page.number < self.last
        self.previous = page.number - 1 if page.number > 1 else None
        self.next = page.number + 1 if more else None

    @property
    def needed(self) -> bool:
        """Whether there is another page, or another size would show other rows."""
        return bool(self.previous or self.next) or self.end > min(SIZES)

    def numbers(self) -> Iterable[int | str]:
        """The page numbers to link, with an ellipsis for each gap."""
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
    """The requested page, which `read` gets by its number and size.

    Raises `PastTheEnd` if there is no such page: the API then answers 404 or with an
    empty list, and `total` asks for the number of items.
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
    # A total that promises the missing page is unreliable: then the first page.
    raise PastTheEnd(requested.address(last if last < requested.number else 1))


def last_page(total: int, size: int) -> int:
    return max(math.ceil(total / size), 1)
