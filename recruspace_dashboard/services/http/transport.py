"""How a call travels: the one place that sends to the API and reads its answers."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, BinaryIO, Self, TypeVar
from urllib.parse import urlencode, urlsplit

import requests
from requests_toolbelt import MultipartEncoder

from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http import responses as answers
from recruspace_dashboard.services.http import wire
from recruspace_dashboard.services.http.call_gate import CallGate
from recruspace_dashboard.services.http.deadline import Exchange
from recruspace_dashboard.services.http.response_cache import ResponseCache
from recruspace_dashboard.services.http.session import BearerAuth
from recruspace_dashboard.services.http.upstream import NO_ANSWER, upstream_of
from recruspace_dashboard.services.http.wire import Limits, RawResponse
from recruspace_dashboard.services.pagination import Page, read_page
from recruspace_dashboard.services.parse import Payload

T = TypeVar("T")

logger = logging.getLogger(__name__)

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file for the form field `field`; `content` is read once, from its start."""

    field: str
    name: str
    content: BinaryIO
    content_type: str


def origin_of(base_url: str) -> str:
    """Where calls go: https, or http on loopback, else `ValueError`."""
    parts = urlsplit(base_url)
    safe = parts.scheme == "https" and parts.hostname
    if not safe and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("The API's address must be https; http only on loopback")
    return f"{parts.scheme}://{parts.netloc}"


class Transport:
    """Sends calls to one API with one key."""

    def __init__(
        self,
        api_key: str,
        base_url: str,
        limits: Limits,
        gate: CallGate | None = None,
        memory: ResponseCache | None = None,
    ) -> None:
        self._origin = origin_of(base_url)
        self._auth = BearerAuth(api_key)
        self._limits = limits
        self._ends = time.monotonic() + limits.together
        self._gate = gate
        self.memory = memory
        self._upstream = upstream_of(self._origin)

    def uncached(self) -> Self:
        """The same, within the same time, that asks the API whatever is remembered."""
        forgetful = copy(self)
        forgetful.memory = None
        return forgetful

    def call(
        self,
        endpoint: Endpoint,
        *,
        ids: Mapping[str, int | str] | None = None,
        query: Mapping[str, str | int] | None = None,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        file: FileToSend | None = None,
        patient: bool = True,
    ) -> Any:
        """The decoded body of a good answer, without its envelope; None for no body.

        What is sent is `json`, or `form` with its `file`, streamed. A reading call
        that got no answer, or 502, 503 or 504, is sent once more while there is time.
        Nothing else is ever sent twice. A `patient` call waits a moment where too many
        are being made. Raises `RecruspaceError`.
        """
        request = self._request(endpoint, ids, query)
        request.json = json
        if file is not None:
            part = (file.name, file.content, file.content_type)
            request.data = MultipartEncoder({**(form or {}), file.field: part})
            request.headers = {"Content-Type": request.data.content_type}
        with self._upstream.place(str(endpoint), patient=patient):
            try:
                return self._send_as_allowed(endpoint, request, file)
            finally:
                if self.memory and not endpoint.reads:
                    self.memory.changed()

    def ask(
        self,
        endpoint: Endpoint,
        *,
        ids: Mapping[str, int | str] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> RawResponse:
        """What comes back of a reading call, whatever its status."""
        request = self._request(endpoint, ids, query)
        self._pass_gate(endpoint)
        return self._answer(endpoint, request, self._exchange_with(endpoint))

    def read_object(self, endpoint: Endpoint, **ids: int | str) -> dict[str, Any]:
        """The one object a reading call gives. Raises `ServerError` for any other."""

        def understand(body: Any) -> dict[str, Any]:
            if not isinstance(body, dict):
                raise ServerError(str(endpoint), status=200, reason="not an object")
            return body

        return self._read(endpoint, understand, ids)

    def read_page(
        self,
        endpoint: Endpoint,
        make: Callable[[Payload], T],
        *,
        page: int,
        page_size: int,
        query: Mapping[str, str | int] | None = None,
        **ids: int | str,
    ) -> Page[T]:
        """One page of a list, each item made into a record by `make`."""

        def understand(body: Any) -> Page[T]:
            return read_page(endpoint, body, make, number=page, size=page_size)

        paging = {"page": page, "page_size": page_size}
        return self._read(endpoint, understand, ids, {**(query or {}), **paging})

    def _read(
        self,
        endpoint: Endpoint,
        understand: Callable[[Any], T],
        ids: Mapping[str, int | str],
        query: Mapping[str, str | int] | None = None,
    ) -> T:
        def ask(patient: bool) -> Any:
            return self.call(endpoint, ids=ids, query=query, patient=patient)

        if self.memory is None:
            return understand(ask(True))
        name = f"{endpoint} {urlencode(ids)}?{urlencode(query or {})}"
        return self.memory.read(name, ask, understand)

    def _request(
        self,
        endpoint: Endpoint,
        ids: Mapping[str, int | str] | None,
        query: Mapping[str, str | int] | None,
    ) -> requests.Request:
        if not self._auth.sendable:
            raise AuthenticationFailed(str(endpoint), reason="no key looks like this")
        try:
            url = self._origin + endpoint.fill(ids or {})
        except ValueError:
            raise NotFound(str(endpoint), reason="no id looks like this") from None
        return requests.Request(endpoint.method, url, params=query, auth=self._auth)

    def _exchange_with(
        self, endpoint: Endpoint, file: FileToSend | None = None
    ) -> Exchange:
        limits, now = self._limits, time.monotonic()
        if file is not None:
            return Exchange(ends=now + limits.upload, patience=limits.upload_read)
        ends = min(now + limits.total, self._ends)
        exchange = Exchange(ends=ends, patience=limits.read)
        # What is begun too late would only leave open whether it was done.
        if exchange.left < (0 if endpoint.reads else 0.2 * limits.total):
            reason = "no time left for it"
            raise ApiConnectionError(str(endpoint), timed_out=True, reason=reason)
        return exchange

    def _worth_repeating(self, error: RecruspaceError, exchange: Exchange) -> bool:
        if self._upstream.breaker.rests or exchange.left < 0.4 * self._limits.total:
            return False
        return isinstance(error, ApiConnectionError) or error.status in NO_ANSWER

    def _send_as_allowed(
        self, endpoint: Endpoint, request: requests.Request, file: FileToSend | None
    ) -> Any:
        began, exchange = time.monotonic(), self._exchange_with(endpoint, file)
        try:
            return self._attempt(endpoint, request, exchange)
        except RecruspaceError as error:
            if not (endpoint.reads and self._worth_repeating(error, exchange)):
                raise
        finally:
            if file is not None:
                # What comes next has the time it would have had without a file.
                self._ends += time.monotonic() - began
        # Not all at the same moment; 0.3 s at most of the usual ten.
        time.sleep(random.uniform(0, 0.03 * self._limits.total))  # noqa: S311
        return self._attempt(endpoint, request, exchange)

    def _attempt(
        self, endpoint: Endpoint, request: requests.Request, exchange: Exchange
    ) -> Any:
        self._pass_gate(endpoint)
        self._upstream.check(str(endpoint))
        error: RecruspaceError | None = None
        try:
            answer = self._answer(endpoint, request, exchange)
            return answers.read(endpoint, answer.status, answer.headers, answer.body)
        except RecruspaceError as raised:
            error = raised
            if self._gate and isinstance(error, RateLimited):
                self._gate.refused(error.retry_after)
            raise
        finally:
            self._upstream.note(error)

    def _pass_gate(self, endpoint: Endpoint) -> None:
        if self._gate and (seconds := self._gate.take()):
            raise RateLimited(str(endpoint), retry_after=seconds)

    def _answer(
        self, endpoint: Endpoint, request: requests.Request, exchange: Exchange
    ) -> RawResponse:
        began = time.monotonic()
        outcome = "failed"
        try:
            answer = wire.send(endpoint, request, exchange, self._limits)
            outcome = str(answer.status)
            return answer
        except RecruspaceError as error:
            outcome = f"failed ({error.reason})"
            raise
        finally:
            spent = (time.monotonic() - began) * 1000
            logger.info("%s %s %d ms", endpoint, outcome, spent)
