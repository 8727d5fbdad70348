"""Lists, which the API gives as a bare array or as a page; nobody knows which when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import NotFound, ServerError
from recruspace_dashboard.services.parse import Payload

T = TypeVar("T")

LARGEST_PAGE = 100
# Where the API never says that a list ends.
MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, `number` counted from 1, asked for `size` items at a time.

    `total` is the number of items on all pages, or None where the answer does not
    tell; `has_next` is then a guess from the page being full.
    """

    items: tuple[T, ...]
    number: int
    size: int
    total: int | None
    has_next: bool


def read_page(
    endpoint: Endpoint,
    body: Any,
    make: Callable[[Payload], T],
    *,
    number: int,
    size: int,
) -> Page[T]:
    """A page from either shape of list. Raises `ServerError` for what is neither."""
    if isinstance(body, dict) and isinstance(body.get("results"), list):
        return _read_object(body, make, number, size)
    if not isinstance(body, list):
        raise ServerError(str(endpoint), status=200, reason="not a list")
    if len(body) > size:
        return _cut(body, make, number, size)
    first = (number - 1) * size
    full = len(body) == size
    known = not full and (bool(body) or number == 1)
    total = first + len(body) if known else None
    return Page(_make(body, make), number, size, total, full)


def _read_object(
    body: dict[str, Any], make: Callable[[Payload], T], number: int, size: int
) -> Page[T]:
    total = parse.integer(body.get("count"))
    if total == len(body["results"]) > size:
        return _cut(body["results"], make, number, size)
    # Where pages are of another size than asked for, all that is on one is shown.
    items = _make(body["results"][:LARGEST_PAGE], make)
    if total is not None and total < (number - 1) * size + len(items):
        total = None
    more = total is not None and number * size < total
    return Page(items, number, size, total, bool(body.get("next")) or more)


def _cut(
    body: list[Any], make: Callable[[Payload], T], number: int, size: int
) -> Page[T]:
    """A page of a whole list, as the API did not page at all."""
    first = (number - 1) * size
    items = _make(body[first : first + size], make)
    return Page(items, number, size, len(body), first + size < len(body))


def _make(items: list[Any], make: Callable[[Payload], T]) -> tuple[T, ...]:
    return tuple(map(make, parse.mappings(items)))


def _id(item: object) -> object:
    return getattr(item, "id", None)


def read_all(
    read: Callable[[int], Page[T]], key: Callable[[T], object] = _id
) -> list[T]:
    """The items of all pages, each once, asking `read` for page 1, 2, and so on.

    Two items of the same `key` are one; those whose key is None or empty all count.
    """
    found: dict[object, T] = {}
    for number in range(1, MOST_PAGES + 1):
        try:
            page = read(number)
        except NotFound:
            # The page after the last one, where no page says that it is the last.
            if number == 1:
                raise
            break
        before = len(found)
        for item in page.items:
            found.setdefault(key(item) or item, item)
        # A page of nothing new: the API gives the same list whatever page is asked.
        if not page.has_next or len(found) == before:
            break
    return list(found.values())
