"""Files behind the links of the API, which expire, fetched from where they are stored.

A link is a value from outside. It gets no key, and leads nowhere inside our network.
The adapter is used by itself: it knows no cookies, proxies, passwords or redirects.
"""

import logging
import re
import socket
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    NotFound,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http import deadline
from recruspace_dashboard.services.http.deadline import DeadlineAdapter, Exchange
from recruspace_dashboard.services.http.transport import LOOPBACK
from recruspace_dashboard.services.http.upstream import WAIT_SECONDS, Slots
from recruspace_dashboard.services.http.wire import LIBRARY_ERRORS, Limits, failure_of

T = TypeVar("T")

logger = logging.getLogger(__name__)

CALL = "GET the link of a file"
LIMITS = Limits(total=60, body=20 * 1024 * 1024)
# How long a page waits for a file to begin.
BEGIN_SECONDS = 8.0
# How much of a file tells what it is: a PDF may begin anywhere in the first KiB.
HEAD = 1024
# Here a network gives the addresses of IPv4 to those who have IPv6 only.
NAT64 = IPv6Network("64:ff9b::/96")

# Whether the link that this thread opens may lead to this machine.
_loopback_allowed: ContextVar[bool] = ContextVar("loopback_allowed")


# Each takes a thread until its file is handed on, beside those of calls to the API.
_places = Slots(4, waiting=4)


class FileTooLarge(ServerError):
    """The file is larger than what the dashboard hands on."""


class Download:
    """An open file. `head` is its beginning; iterating gives all of it, once.

    `size` is None where the server does not tell it. Whoever opens it, closes it.
    """

    def __init__(
        self, response: requests.Response, exchange: Exchange, limit: int
    ) -> None:
        self._response = response
        self._exchange = exchange
        self._left = limit
        self.size = _told_size(response)
        if self.size is not None and self.size > limit:
            raise FileTooLarge(CALL, status=200, reason=f"{self.size} bytes")
        self.head = b""
        while len(self.head) < HEAD and (chunk := self._read()):
            self.head += chunk
        # Also where nobody gets to close it: a place that is lost is lost for good.
        self._give_back = weakref.finalize(self, _places.give_back)

    def __iter__(self) -> Iterator[bytes]:
        yield self.head
        while chunk := self._read():
            yield chunk

    def close(self) -> None:
        self._response.close()
        self._give_back()

    def _read(self) -> bytes:
        # In between, the thread may have made other calls.
        deadline.current.set(self._exchange)
        raw = self._response.raw
        chunk: bytes = _ours(lambda: raw.read1(65536, decode_content=True))
        self._left -= len(chunk)
        if self._left < 0:
            raise FileTooLarge(CALL, status=200, reason="more than was told")
        return chunk


def open_link(
    url: str, *, api_url: str, limits: Limits = LIMITS, within: float = BEGIN_SECONDS
) -> Download:
    """Opens the file that `url` leads to, which has to begin `within` so many seconds.
    Raises `RecruspaceError`.

    The link has to be https and to lead to a public address; only an API that is on
    loopback itself, as the sandbox is, may name files on loopback.
    """
    try:
        return _open(url, api_url, limits, within)
    except RecruspaceError as error:
        logger.warning("%s", error)
        raise


def _open(url: str, api_url: str, limits: Limits, within: float) -> Download:
    if not url:
        raise NotFound(CALL, reason="no link")
    loopback = urlsplit(api_url).hostname in LOOPBACK
    if not _may_be_followed(url, loopback):
        raise ServerError(CALL, reason="not a link to follow")
    _loopback_allowed.set(loopback)
    if not _places.take(WAIT_SECONDS):
        raise ApiConnectionError(CALL, reason="too many files at a time")
    try:
        return _begin(url, limits, within)
    except BaseException:
        _places.give_back()
        raise


def _begin(url: str, limits: Limits, within: float) -> Download:
    began = time.monotonic()
    exchange = Exchange(began + min(within, limits.total), patience=limits.read)
    deadline.current.set(exchange)
    response = _ours(lambda: _send(url, limits))
    try:
        _check(response.status_code)
        download = Download(response, exchange, limits.body)
    except RecruspaceError:
        response.close()
        raise
    exchange.ends = began + limits.total
    return download


def _may_be_followed(url: str, loopback: bool) -> bool:
    with suppress(ValueError):
        link = urlsplit(url)
        return link.scheme == "https" or (loopback and link.hostname in LOOPBACK)
    return False


def _send(url: str, limits: Limits) -> requests.Response:
    # Compressed, a file of unknown size would come without its length.
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    request = requests.Request("GET", url, headers=headers).prepare()
    return _adapter.send(request, stream=True, timeout=(limits.connect, limits.read))


def _check(status: int) -> None:
    if status in {404, 410}:
        raise NotFound(CALL, status=status)
    # 401 and 403 say nothing of the API key: the link is refused, or has expired.
    if status != 200:
        raise ServerError(CALL, status=status)


def _told_size(response: requests.Response) -> int | None:
    told = response.headers.get("Content-Length", "")
    if "Content-Encoding" in response.headers or not re.fullmatch("[0-9]{1,15}", told):
        return None
    return int(told)


def _ours(step: Callable[[], T]) -> T:
    """What `step` gives; errors of the libraries become ours, without a context, as
    their texts hold the link."""
    try:
        return step()
    except (*LIBRARY_ERRORS, OSError, ValueError) as error:
        failure = failure_of(CALL, error)
    raise failure


class _Connection(deadline.Connection):
    """A connection that is given up, with nothing sent, where it led inside.

    The peer is looked at, as a name may lead elsewhere the next time it is asked for.
    """

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        peer = ip_address(sock.getpeername()[0].partition("%")[0])
        if is_public(peer) or (peer.is_loopback and _loopback_allowed.get()):
            return sock
        sock.close()
        raise ServerError(CALL, reason="the link leads into a private network")


class _TlsConnection(_Connection, deadline.TlsConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Adapter(DeadlineAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


_adapter = _Adapter(pool_maxsize=32)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address, and the one of IPv4 in it, is of the internet at large."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast
