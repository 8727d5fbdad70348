"""One page of a list. The API gives a list as a bare array or as an object with
`results`, and no document says which it is when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import ServerError
from recruspace_dashboard.services.parse import Payload

T = TypeVar("T")

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Page `number` of a list, counted from 1, for which `size` items were requested.

    `total` is the number of items on all pages, or None if the answer does not say;
    `has_next` is then a guess from the page being full. `payloads` are the raw objects
    that the items were read from, in the same order. `cached` is whether the page came
    from a cached answer, not from the API just now; that answer has the `mark`.
    """

    items: tuple[T, ...]
    number: int
    size: int
    total: int | None
    has_next: bool
    payloads: tuple[Payload, ...] = ()
    cached: bool = False
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A list as it came. An array has neither `count` nor `next`."""

    rows: list[Any]
    is_array: bool
    count: int | None = None
    next: bool = False


def read_page(
    endpoint: Endpoint,
    body: Any,
    make: Callable[[Payload], T],
    *,
    number: int,
    size: int,
) -> Page[T]:
    """A page to show, of a page's size whatever came.

    Raises `ServerError` if `body` is not a list.
    """
    answer = _read_answer(endpoint, body)
    rows, first = answer.rows, (number - 1) * size
    if len(rows) > size and (answer.is_array or answer.count == len(rows)):
        # The API did not page: this is the whole list.
        shown, total = rows[first : first + size], len(rows)
        return _page(shown, make, number, size, total, first + size < total)
    if answer.is_array:
        full = len(rows) == size
        is_last = not full and (bool(rows) or number == 1)
        total_read = first + len(rows) if is_last else None
        return _page(rows, make, number, size, total_read, full)
    # More than was requested is shown too, but not without limit.
    return _page_of_object(answer, rows[:LARGEST_PAGE], make, number, size)


def read_uncut_page(
    endpoint: Endpoint,
    body: Any,
    make: Callable[[Payload], T],
    *,
    number: int,
    size: int,
) -> Page[T]:
    """A page with every row that came, however many, to read a whole list.

    `total` is only what the API itself counts. Raises `ServerError` if `body` is not
    a list.
    """
    answer = _read_answer(endpoint, body)
    if answer.is_array:
        return _page(answer.rows, make, number, size, None, len(answer.rows) == size)
    return _page_of_object(answer, answer.rows, make, number, size)


def _read_answer(endpoint: Endpoint, body: Any) -> _Answer:
    if isinstance(body, dict) and isinstance(body.get("results"), list):
        count = parse.integer(body.get("count"))
        return _Answer(body["results"], False, count, bool(body.get("next")))
    if not isinstance(body, list):
        raise ServerError(str(endpoint), status=200, reason="not a list")
    return _Answer(body, True)


def _page_of_object(
    answer: _Answer,
    rows: list[Any],
    make: Callable[[Payload], T],
    number: int,
    size: int,
) -> Page[T]:
    payloads, total = _objects(rows), answer.count
    if total is not None and total < (number - 1) * size + len(payloads):
        total = None
    more = total is not None and len(rows) < total and number * size < total
    return _page(payloads, make, number, size, total, answer.next or more)


def _page(
    rows: list[Any],
    make: Callable[[Payload], T],
    number: int,
    size: int,
    total: int | None,
    has_next: bool,
) -> Page[T]:
    payloads = tuple(_objects(rows))
    return Page(tuple(map(make, payloads)), number, size, total, has_next, payloads)


def _objects(rows: list[Any]) -> list[Payload]:
    return [row for row in rows if isinstance(row, Mapping)]
