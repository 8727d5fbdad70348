"""How a call travels: the one place that sends to the API and reads its answers."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urlsplit

import requests
import urllib3
from requests_toolbelt import MultipartEncoder

from recruspace_dashboard.services import answers, deadline
from recruspace_dashboard.services.call_gate import CallGate
from recruspace_dashboard.services.deadline import Exchange
from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.paging import Page, read_page
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.session import BearerAuth, session

T = TypeVar("T")

logger = logging.getLogger(__name__)

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# What the libraries raise, beside errors of the operating system and of values.
LIBRARY_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call: times in seconds, sizes in bytes after decompression.

    `read` is the longest silence, `total` bounds the whole call, retry included;
    `upload_read` and `upload` are the same for calls that send a file.
    """

    connect: float = 3.05
    read: float = 8.0
    total: float = 10.0
    upload_read: float = 30.0
    upload: float = 120.0
    body: int = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file for the form field `field`; `content` is read once, from its start."""

    field: str
    name: str
    content: BinaryIO
    content_type: str


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What came back, before anything is made of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Sends calls to one API with one key."""

    def __init__(
        self,
        api_key: str,
        base_url: str,
        limits: Limits,
        gate: CallGate | None = None,
    ) -> None:
        parts = urlsplit(base_url)
        safe = parts.scheme == "https" and parts.hostname
        if not safe and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("The API's address must be https; http only on loopback")
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._auth = BearerAuth(api_key)
        self._limits = limits
        self._gate = gate

    def call(
        self,
        endpoint: Endpoint,
        *,
        ids: Mapping[str, int | str] | None = None,
        query: Mapping[str, str | int] | None = None,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        file: FileToSend | None = None,
    ) -> Any:
        """The decoded body of a good answer, without its envelope; None for no body.

        What is sent is `json`, or `form` with its `file`, streamed. A reading call
        that got no answer, or 502, 503 or 504, is sent once more while there is time.
        Nothing else is ever sent twice. Raises `RecruspaceError`.
        """
        request = self._request(endpoint, ids, query)
        request.json = json
        if file is not None:
            part = (file.name, file.content, file.content_type)
            request.data = MultipartEncoder({**(form or {}), file.field: part})
            request.headers = {"Content-Type": request.data.content_type}
        exchange = self._exchange_with(file)
        try:
            return self._attempt(endpoint, request, exchange)
        except RecruspaceError as error:
            if not (endpoint.reads and self._worth_repeating(error, exchange)):
                raise
        # Not all at the same moment; 0.3 s at most of the usual ten.
        time.sleep(random.uniform(0, 0.03 * self._limits.total))  # noqa: S311
        return self._attempt(endpoint, request, exchange)

    def ask(
        self,
        endpoint: Endpoint,
        *,
        ids: Mapping[str, int | str] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> RawAnswer:
        """What comes back of a reading call, whatever its status."""
        request = self._request(endpoint, ids, query)
        return self._answer(endpoint, request, self._exchange_with(None))

    def read_object(self, endpoint: Endpoint, **ids: int | str) -> dict[str, Any]:
        """The one object a reading call gives. Raises `ServerError` for any other."""
        body = self.call(endpoint, ids=ids)
        if not isinstance(body, dict):
            raise ServerError(str(endpoint), status=200, reason="not an object")
        return body

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
        paging = {"page": page, "page_size": page_size}
        body = self.call(endpoint, ids=ids, query={**(query or {}), **paging})
        return read_page(endpoint, body, make, number=page, size=page_size)

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

    def _exchange_with(self, file: FileToSend | None) -> Exchange:
        limits, now = self._limits, time.monotonic()
        if file is None:
            return Exchange(ends=now + limits.total, patience=limits.read)
        return Exchange(ends=now + limits.upload, patience=limits.upload_read)

    def _worth_repeating(self, error: RecruspaceError, exchange: Exchange) -> bool:
        if exchange.left < 0.4 * self._limits.total:
            return False
        return isinstance(error, ApiConnectionError) or error.status in {502, 503, 504}

    def _attempt(
        self, endpoint: Endpoint, request: requests.Request, exchange: Exchange
    ) -> Any:
        answer = self._answer(endpoint, request, exchange)
        try:
            return answers.read(endpoint, answer.status, answer.headers, answer.body)
        except RateLimited as error:
            if self._gate:
                self._gate.refused(error.retry_after)
            raise

    def _answer(
        self, endpoint: Endpoint, request: requests.Request, exchange: Exchange
    ) -> RawAnswer:
        if self._gate and (seconds := self._gate.take()):
            raise RateLimited(str(endpoint), retry_after=seconds)
        began = time.monotonic()
        answer: RawAnswer | None = None
        try:
            answer = self._send(endpoint, request, exchange)
        finally:
            logger.info(
                "%s %s %d ms",
                endpoint,
                answer.status if answer else "failed",
                (time.monotonic() - began) * 1000,
            )
        return answer

    def _send(
        self, endpoint: Endpoint, request: requests.Request, exchange: Exchange
    ) -> RawAnswer:
        deadline.current.set(exchange)
        waits = (min(self._limits.connect, exchange.left), exchange.patience)
        try:
            prepared = session().prepare_request(request)
            with session().send(
                prepared, stream=True, allow_redirects=False, timeout=waits
            ) as response:
                body = self._read(endpoint, response)
                return RawAnswer(response.status_code, response.headers, body)
        except (*LIBRARY_ERRORS, OSError, ValueError) as error:
            failure = _failure(endpoint, exchange, error)
        # Raised out here to have no context: the texts and attributes of the
        # libraries' errors can hold e-mails and the key.
        raise failure

    def _read(self, endpoint: Endpoint, response: requests.Response) -> bytes:
        """The decompressed body; of a redirect none, as it is an error anyhow."""
        if 300 <= response.status_code < 400:
            return b""
        body = bytearray()
        # Unlike iter_content, read1 hands over what there is and waits for no more.
        while chunk := response.raw.read1(65536, decode_content=True):
            body += chunk
            if len(body) > self._limits.body:
                raise ServerError(
                    str(endpoint),
                    status=response.status_code,
                    outcome_unknown=not endpoint.reads,
                    reason="body too large",
                )
        return bytes(body)


def _failure(
    endpoint: Endpoint, exchange: Exchange, error: BaseException
) -> RecruspaceError:
    """Our error for one of the libraries', of which only the type is kept."""
    unknown = exchange.sent and not endpoint.reads
    timed_out = any(isinstance(cause, TimeoutError) for cause in _chain(error))
    broken = (requests.ConnectionError, urllib3.exceptions.ProtocolError)
    if timed_out or isinstance(error, broken):
        return ApiConnectionError(
            str(endpoint), timed_out=timed_out, outcome_unknown=unknown
        )
    reason = type(error).__name__
    return ServerError(str(endpoint), outcome_unknown=unknown, reason=reason)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__context__
