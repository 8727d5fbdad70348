"""Connections that keep to a deadline, and note whether anything was sent.

The timeout of a socket limits each wait, so that a server which sends a byte now and
then is never late. Here no wait, also for headers, lasts beyond the end of the call.
"""

import io
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.response import HTTPResponse as UrllibResponse


@dataclass
class Exchange:
    """One request and its answer.

    `ends` is a time of the monotonic clock, `patience` the longest wait for the next
    bytes in seconds. `sent` is whether any byte of the request was sent: before that,
    the API cannot have done anything.

    Sending a file may take longer: `sending` is then the longest wait until the API
    takes the next bytes, and `answering` the time of the answer once all is sent.
    """

    ends: float
    patience: float
    sent: bool = False
    sending: float | None = None
    answering: float | None = None

    @property
    def left(self) -> float:
        return self.ends - time.monotonic()

    def set_timeout(self, sock: socket.socket, *, to_send: bool = False) -> None:
        """Limits the next wait. Raises `TimeoutError` when the time is up."""
        patience = (to_send and self.sending) or self.patience
        seconds = min(patience, self.left)
        if seconds <= 0:
            raise TimeoutError("the time for the call is up")
        sock.settimeout(seconds)

    def all_is_sent(self) -> None:
        if self.answering is not None:
            self.ends = min(self.ends, time.monotonic() + self.answering)


# The exchange of this thread's connections: set before a request is sent.
current: ContextVar[Exchange] = ContextVar("current")


# What is sent waits in this buffer first. In a larger one, the end of a file could
# still be there, on a slow line, when the time for the answer has begun.
SOCKET_OPTIONS = [
    *HTTPConnection.default_socket_options,
    (socket.SOL_SOCKET, socket.SO_SNDBUF, 256 * 1024),
]


class _Reader(io.RawIOBase):
    """Reads from a socket, within the deadline of the current exchange."""

    def __init__(self, sock: socket.socket, stream: io.RawIOBase) -> None:
        self._sock = sock
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        current.get().set_timeout(self._sock)
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Reader(sock, self.fp.detach()))


# A lookup has no timeout, so it runs in a thread of its own and is abandoned when the
# time is up. While all four hang, further calls wait for a thread until their own time
# is up.
_lookups = ThreadPoolExecutor(max_workers=4, thread_name_prefix="lookup")
MOST_ADDRESSES = 3


def _addresses_of(host: str, port: int) -> list[str]:
    """The addresses of `host`. Raises `TimeoutError` when the time is up."""
    exchange = current.get()
    lookup = _lookups.submit(socket.getaddrinfo, host, port, 0, socket.SOCK_STREAM)
    try:
        found = lookup.result(max(0, min(exchange.patience, exchange.left)))
    except TimeoutError:
        # Cancel it, so that a queued lookup does not block later ones.
        lookup.cancel()
        raise
    unique = dict.fromkeys(str(address[0]) for *_, address in found)
    return list(unique)[:MOST_ADDRESSES]


class Connection(HTTPConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        try:
            addresses = _addresses_of(name, self.port)
        except socket.gaierror as error:
            raise NameResolutionError(name, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "the lookup takes too long") from error
        try:
            for address in addresses[:-1]:
                self._dns_host = address
                with suppress(ConnectTimeoutError, NewConnectionError):
                    return self._connect_in_time()
            self._dns_host = addresses[-1]
            return self._connect_in_time()
        finally:
            self._dns_host = name

    def _connect_in_time(self) -> socket.socket:
        # Also for the TLS handshake. A timeout of 0 would mean no timeout.
        left = max(current.get().left, 0.001)
        self.timeout = min(self.timeout or left, left)
        return super()._new_conn()

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        exchange = current.get()
        exchange.set_timeout(self.sock, to_send=True)
        exchange.sent = True
        super().send(data)

    def getresponse(self) -> UrllibResponse:  # type: ignore[override]  # as urllib3's
        current.get().all_is_sent()
        return super().getresponse()


class TlsConnection(Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = TlsConnection


class DeadlineAdapter(HTTPAdapter):
    """An adapter for `requests` whose calls end with the `current` exchange."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, socket_options=SOCKET_OPTIONS, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
