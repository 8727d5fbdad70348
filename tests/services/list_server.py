"""A server that pages a list, or fails to, in each way that was thought of."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.services.raw_server import RawServer, Received, Reply, answer


def rows_of(ids: Iterable[int]) -> list[dict[str, Any]]:
    return [{"id": each, "email": f"{each}@example.com", "more": {}} for each in ids]


def reply(body: object, status: str = "200 OK") -> bytes:
    return answer(json.dumps(body).encode(), status)


@dataclass
class ServedList:
    """A list as an API gives it: in bare arrays, or as objects with a count."""

    ids: list[int]
    is_array: bool = False
    count: int | None = None
    """Instead of the number of ids."""
    pages: bool = True
    """Whether `page` is respected."""
    sizes: bool = True
    """Whether `page_size` is respected."""
    ends_with_404: bool = True
    before: dict[int, Callable[[], object]] = field(default_factory=dict)
    """Called once, before the page of this number is read."""
    instead: dict[int, list[Reply]] = field(default_factory=dict)
    """Sent instead of the page of this number, one after the other."""

    def page(self, number: int, size: int) -> Reply:
        self.before.pop(number, lambda: None)()
        if self.instead.get(number):
            return self.instead[number].pop(0)
        number = number if self.pages else 1
        size = size if self.sizes else len(self.ids)
        first, last = (number - 1) * size, number * size
        if number > 1 and first >= len(self.ids) and self.ends_with_404:
            return reply({"detail": "Invalid page."}, "404 Not Found")
        rows = rows_of(self.ids[first:last])
        if self.is_array:
            return reply(rows)
        count = len(self.ids) if self.count is None else self.count
        more = "http://elsewhere.example.com/" if last < len(self.ids) else None
        return reply({"count": count, "next": more, "results": rows})


class ListServer(RawServer):
    def __init__(self, served: ServedList) -> None:
        self.served = served
        super().__init__()

    def _reply_to(self, received: Received) -> Reply:
        query = parse_qs(received.line.split()[1].partition("?")[2])
        return self.served.page(int(query["page"][0]), int(query["page_size"][0]))
