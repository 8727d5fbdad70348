"""Paging as people see it: what the address asks for, and where the links lead."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.core.paginator import Paginator
from django.http import QueryDict

from recruspace_dashboard.services.pagination import Page

SIZES = (10, 25, 50, 100)
DEFAULT_SIZE = 25
# No list is longer; a larger number would only be refused by the API.
LARGEST_NUMBER = 10**6


@dataclass(frozen=True)
class PageRequest:
    """The page an address asks for, put right where it makes no sense."""

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
        """What the address of the list ends in, to show this page of it."""
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
    """The links around one page. `last` is None where no total is known.

    `count` is a total known from elsewhere, used where the page itself tells none.
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
    """The page asked for does not exist; `last` is the last one that does."""

    def __init__(self, last: int) -> None:
        super().__init__(last)
        self.last = last


def last_page_there(total: int | None, page_request: PageRequest) -> int:
    """The last page, where the one that was asked for is not there; the first where
    that cannot be told, as a total that promises it cannot be trusted."""
    last = last_page(total or 0, page_request.size)
    return last if last < page_request.number else 1


def last_page(total: int, size: int) -> int:
    return max(math.ceil(total / size), 1)
