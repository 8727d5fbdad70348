"""What the methods of the endpoints call: reads through the cache, and writes."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import ServerError
from recruspace_dashboard.services.http.response_cache import (
    CachedResponse,
    NotCached,
    ResponseCache,
    Understand,
)
from recruspace_dashboard.services.http.transport import FileToSend, Transport
from recruspace_dashboard.services.http.wire import RawResponse
from recruspace_dashboard.services.pagination import (
    LARGEST_PAGE,
    Page,
    read_page,
    read_uncut_page,
)
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.walk import Walk, id_of

T = TypeVar("T")

Ids = Mapping[str, int | str]
Query = Mapping[str, int | str]


class Api:
    """The API, called with one key. Every method raises `RecruspaceError`."""

    def __init__(
        self, transport: Transport, cache: ResponseCache | None = None
    ) -> None:
        self._transport = transport
        self.cache = cache

    @property
    def clock_difference(self) -> timedelta:
        return self._transport.clock_difference

    def uncached(self) -> Self:
        """The same API, within the same time limits, without the cache."""
        return type(self)(self._transport)

    def from_cache(self) -> Self:
        """The same API, where reads give fresh cached answers, or raise `NotCached`."""
        if self.cache is None:
            raise NotCached
        return type(self)(self._transport, self.cache.only_fresh())

    def ask(
        self, endpoint: Endpoint, *, ids: Ids | None = None, query: Query | None = None
    ) -> RawResponse:
        """The answer to a reading call as it is, whatever its status."""
        return self._transport.ask(endpoint, ids=ids, query=query)

    def write(
        self,
        endpoint: Endpoint,
        *,
        ids: Ids | None = None,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        file: FileToSend | None = None,
    ) -> Any:
        """The body of the answer. Whatever the outcome, cached answers are then old."""
        try:
            return self._transport.call(
                endpoint, ids=ids, json=json, form=form, file=file
            )
        finally:
            if self.cache:
                self.cache.changed()

    def read_object(self, endpoint: Endpoint, **ids: int | str) -> dict[str, Any]:
        """The object in the answer. Raises `ServerError` if it is not one."""
        return self.read_answer(endpoint, **ids)[0]

    def read_answer(
        self, endpoint: Endpoint, **ids: int | str
    ) -> tuple[dict[str, Any], bool]:
        """As `read_object`, and whether it came from the cache."""

        def understand(
            body: Any, cached: CachedResponse | None
        ) -> tuple[dict[str, Any], bool]:
            if not isinstance(body, dict):
                raise ServerError(str(endpoint), status=200, reason="not an object")
            return body, cached is not None

        return self._read(endpoint, understand, ids)

    def read_page(
        self,
        endpoint: Endpoint,
        make: Callable[[Payload], T],
        *,
        page: int,
        page_size: int,
        query: Query | None = None,
        **ids: int | str,
    ) -> Page[T]:
        """One page of a list, each item made into a record by `make`."""

        def understand(body: Any, cached: CachedResponse | None) -> Page[T]:
            found = read_page(endpoint, body, make, number=page, size=page_size)
            if cached is None:
                return found
            return replace(found, cached=True, mark=cached.mark, payloads=())

        query = {**(query or {}), "page": page, "page_size": page_size}
        return self._read(endpoint, understand, ids, query, way=(read_page, make))

    def walk(
        self,
        endpoint: Endpoint,
        make: Callable[[Payload], T],
        *,
        page_size: int = LARGEST_PAGE,
        key: Callable[[T], object] = id_of,
        count: int | None = None,
        **ids: int | str,
    ) -> Walk[T]:
        """All pages of a list, each item made into a record by `make`."""

        def read(number: int) -> Page[T]:
            return self.read_uncut(
                endpoint, make, page=number, page_size=page_size, **ids
            )

        return Walk(read, call=str(endpoint), key=key, count=count)

    def read_uncut(
        self,
        endpoint: Endpoint,
        make: Callable[[Payload], T],
        *,
        page: int,
        page_size: int,
        **ids: int | str,
    ) -> Page[T]:
        """One page of a walk, with every row that came."""

        def understand(body: Any, cached: CachedResponse | None) -> Page[T]:
            return read_uncut_page(endpoint, body, make, number=page, size=page_size)

        query = {"page": page, "page_size": page_size}
        return self._read(endpoint, understand, ids, query, way=(read_uncut_page, make))

    def _read(
        self,
        endpoint: Endpoint,
        understand: Understand[T],
        ids: Ids,
        query: Query | None = None,
        way: Hashable = None,
    ) -> T:
        """What `understand` makes of the answer, as `ResponseCache.read` says it."""

        def ask(patient: bool) -> Any:
            return self._transport.call(endpoint, ids=ids, query=query, patient=patient)

        if self.cache is None:
            return understand(ask(True), None)
        name = f"{endpoint} {urlencode(ids)}?{urlencode(query or {})}"
        return self.cache.read(name, ask, understand, way)
