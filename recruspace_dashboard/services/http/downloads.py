"""Downloads files through the expiring links in the API's answers.

A link is a value from outside: no key is sent to it, and it must not lead into our
network. The adapter is used without a session, which would add cookies, proxies,
passwords and redirects.
"""

import logging
import re
import socket
import time
import weakref
from collections.abc import Callable, Hashable, Iterator
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
# How long a page waits for the beginning of a file.
BEGIN_SECONDS = 8.0
# Enough of a file to tell its kind: a PDF may begin anywhere in the first KiB.
HEAD = 1024
# Where networks with IPv6 only reach IPv4 addresses.
NAT64 = IPv6Network("64:ff9b::/96")
# All other networks of IPv6 are for something else, often local, and Python does not
# know each of them.
GLOBAL_UNICAST = IPv6Network("2000::/3")

# Whether the link opened by this thread may lead to this machine.
_loopback_allowed: ContextVar[bool] = ContextVar("loopback_allowed")

# Each open file takes a thread, in addition to the calls to the API.
_slots = Slots(4, waiting=4, part=3)


class FileTooLarge(ServerError):
    """The file is larger than the limit."""


class Download:
    """An open file. `head` is its beginning; iterating gives all of it, once.

    `size` is None if the server does not tell it. The caller must close it.
    """

    def __init__(
        self,
        response: requests.Response,
        exchange: Exchange,
        limit: int,
        user: Hashable = None,
    ) -> None:
        self._response = response
        self._exchange = exchange
        self._left = limit
        self.size = _declared_size(response)
        if self.size is not None and self.size > limit:
            raise FileTooLarge(CALL, status=200, reason=f"{self.size} bytes")
        self.head = b""
        while len(self.head) < HEAD and (chunk := self._read()):
            self.head += chunk
        # Also if it is never closed: a lost slot would be lost for good.
        self._give_back = weakref.finalize(self, _slots.give_back, user)

    def __iter__(self) -> Iterator[bytes]:
        yield self.head
        while chunk := self._read():
            yield chunk

    def close(self) -> None:
        self._response.close()
        self._give_back()

    def _read(self) -> bytes:
        # The thread may have made other calls since.
        deadline.current.set(self._exchange)
        raw = self._response.raw
        chunk: bytes = _with_our_errors(lambda: raw.read1(65536, decode_content=True))
        self._left -= len(chunk)
        if self._left < 0:
            raise FileTooLarge(CALL, status=200, reason="larger than declared")
        return chunk


def open_link(
    url: str,
    *,
    api_url: str,
    limits: Limits = LIMITS,
    within: float = BEGIN_SECONDS,
    user: Hashable = None,
) -> Download:
    """Opens the file at `url`, which has to begin `within` so many seconds.

    One `user`, if told, may open only a part of the files that are open at a time.

    The link must be https and lead to a public address; only an API on loopback, such
    as the sandbox, may link to loopback. Raises `RecruspaceError`.
    """
    try:
        return _open(url, api_url, limits, within, user)
    except RecruspaceError as error:
        logger.warning("%s", error)
        raise


def _open(
    url: str, api_url: str, limits: Limits, within: float, user: Hashable
) -> Download:
    if not url:
        raise NotFound(CALL, reason="no link")
    loopback = urlsplit(api_url).hostname in LOOPBACK
    if not _may_be_followed(url, loopback):
        raise ServerError(CALL, reason="not a link to follow")
    _loopback_allowed.set(loopback)
    if not _slots.take(WAIT_SECONDS, user):
        raise ApiConnectionError(CALL, reason="too many files at a time")
    try:
        return _begin(url, limits, within, user)
    except BaseException:
        _slots.give_back(user)
        raise


def _begin(url: str, limits: Limits, within: float, user: Hashable) -> Download:
    began = time.monotonic()
    exchange = Exchange(began + min(within, limits.total), patience=limits.read)
    deadline.current.set(exchange)
    response = _with_our_errors(lambda: _send(url, limits))
    try:
        _check(response.status_code)
        download = Download(response, exchange, limits.body, user)
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
    # A compressed file would come without its length.
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    request = requests.Request("GET", url, headers=headers).prepare()
    return _adapter.send(request, stream=True, timeout=(limits.connect, limits.read))


def _check(status: int) -> None:
    if status in {404, 410}:
        raise NotFound(CALL, status=status)
    # 401 and 403 are not about the API key: the link is refused, or has expired.
    if status != 200:
        raise ServerError(CALL, status=status)


def _declared_size(response: requests.Response) -> int | None:
    length = response.headers.get("Content-Length", "")
    if "Content-Encoding" in response.headers:
        return None
    return int(length) if re.fullmatch("[0-9]{1,15}", length) else None


def _with_our_errors(step: Callable[[], T]) -> T:
    """The result of `step`. Errors of the libraries become ours, without a context, as
    their texts hold the link."""
    try:
        return step()
    except (*LIBRARY_ERRORS, OSError, ValueError) as error:
        failure = failure_of(CALL, error)
    raise failure


class _Connection(deadline.Connection):
    """A connection that is closed, with nothing sent, if it led into our network.

    It checks the peer, as the next lookup of a name may give another address.
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
    """Whether an address, or the IPv4 address in it, is on the public internet."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and address not in GLOBAL_UNICAST:
            return False
        address = inner or address
    return address.is_global and not address.is_multicast
