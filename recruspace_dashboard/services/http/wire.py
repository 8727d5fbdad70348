"""One request and its answer, within limits of time and size."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import requests
import urllib3

from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http import deadline
from recruspace_dashboard.services.http.deadline import Exchange
from recruspace_dashboard.services.http.session import session

# What the libraries raise, apart from OSError and ValueError.
LIBRARY_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError)

CONNECT_SECONDS = 3.05


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a call: times in seconds, sizes in bytes after decompression.

    `read` is the longest wait for the next bytes; `total` is the time of the whole
    call, including a retry. `upload_read` and `upload` are the same for sending a file;
    once all of it is sent, `read` and `total` hold for the rest. `together` is the time
    of all calls of one client, without uploads.
    """

    connect: float = CONNECT_SECONDS
    read: float = 8.0
    total: float = 10.0
    upload_read: float = 30.0
    upload: float = 120.0
    body: int = 5 * 1024 * 1024
    together: float = math.inf

    @classmethod
    def of_page(cls, seconds: float) -> Self:
        """For the client of a page, which has to answer within about `seconds`."""
        return cls(
            connect=min(CONNECT_SECONDS, 0.3 * seconds),
            read=0.8 * seconds,
            total=seconds,
            together=seconds,
        )

    @classmethod
    def of_background(cls) -> Self:
        """For background work: each call has its own time, with no limit together."""
        return cls(together=math.inf)


@dataclass(frozen=True, slots=True)
class RawResponse:
    """An answer as it came, with any status."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send(
    endpoint: Endpoint, request: requests.Request, exchange: Exchange, limits: Limits
) -> RawResponse:
    """Sends a request and returns the answer, whatever its status.

    Raises `ApiConnectionError` if no whole answer came in time, `ServerError` for one
    that is too large or not valid HTTP.
    """
    deadline.current.set(exchange)
    waits = (min(limits.connect, exchange.left), exchange.patience)
    try:
        prepared = session().prepare_request(request)
        with session().send(
            prepared, stream=True, allow_redirects=False, timeout=waits
        ) as response:
            body = _read(endpoint, response, limits.body)
            return RawResponse(response.status_code, response.headers, body)
    except (*LIBRARY_ERRORS, OSError, ValueError) as error:
        unknown = exchange.sent and not endpoint.reads
        failure = failure_of(str(endpoint), error, outcome_unknown=unknown)
    # Raised outside of `except` to have no context: the texts and attributes of the
    # libraries' errors can hold e-mails and the key.
    raise failure


def _read(endpoint: Endpoint, response: requests.Response, limit: int) -> bytes:
    """The decompressed body. That of a redirect, an error anyway, is not read."""
    if 300 <= response.status_code < 400:
        return b""
    body = bytearray()
    # Unlike iter_content, read1 returns what has arrived and does not wait for more.
    while chunk := response.raw.read1(65536, decode_content=True):
        body += chunk
        if len(body) > limit:
            raise ServerError(
                str(endpoint),
                status=response.status_code,
                outcome_unknown=not endpoint.reads,
                reason="body too large",
            )
    return bytes(body)


def failure_of(
    call: str, error: BaseException, *, outcome_unknown: bool = False
) -> RecruspaceError:
    """Our error for one of the libraries, which says nothing but its type."""
    reason = type(error).__name__
    timed_out = any(isinstance(cause, TimeoutError) for cause in _chain(error))
    broken = (requests.ConnectionError, urllib3.exceptions.ProtocolError)
    if timed_out or isinstance(error, broken):
        return ApiConnectionError(
            call, timed_out=timed_out, outcome_unknown=outcome_unknown, reason=reason
        )
    return ServerError(call, outcome_unknown=outcome_unknown, reason=reason)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__context__
