"""How faults are acted out: by the answer to a call, or before any answer can come."""

import gzip
import socket
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO
from unittest.mock import patch

import trustme

from tests.faults.server import FaultServer, Good
from tests.services.raw_server import RawServer, Reply, answer, head, then_close

MIB = 1024 * 1024
# Gives the address of the API while a fault lasts that lies before any answer.
Way = Callable[[FaultServer], AbstractContextManager[str]]


def page(status: str, *headers: str) -> bytes:
    """A page of something on the way, which tries to be shown."""
    body = b"<html><script>alert('echoed')</script><h1>echoed</h1></html>"
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", *headers]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def json_answer(text: str, status: str = "200 OK", *headers: str) -> bytes:
    return answer(text.encode("utf-8", "surrogatepass"), status, *headers)


# Ways: what goes wrong before a call is sent


@contextmanager
def refused(server: FaultServer) -> Iterator[str]:
    with server.away():
        yield server.url


@contextmanager
def no_address(server: FaultServer) -> Iterator[str]:
    """A name that nobody knows, as a resolver says it at once."""
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    with patch("socket.getaddrinfo", side_effect=error):
        yield "https://api.example.invalid"


@contextmanager
def no_connection(server: FaultServer) -> Iterator[str]:
    with server.deaf():
        yield server.url


@cache
def authority() -> trustme.CA:
    return trustme.CA()


def with_certificate(host: str, *, trusted: bool, expired: bool = False) -> Way:
    """A server whose certificate is of `host`."""

    @contextmanager
    def way(server: FaultServer) -> Iterator[str]:
        ends = datetime.now(UTC) + timedelta(days=-1 if expired else 1)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority().issue_cert(host, not_after=ends).configure_cert(context)
        with ExitStack() as stack:
            if trusted:
                folder = stack.enter_context(tempfile.TemporaryDirectory())
                path = Path(folder, "authority.pem")
                authority().cert_pem.write_to_path(str(path))
                stack.enter_context(
                    patch("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(path))
                )
            other = RawServer(answer(), certificate=context)
            stack.callback(other.stop)
            yield other.url
            assert other.requests == [], "the key was sent"

    return way


class Blunt(RawServer):
    """Says in plain HTTP that it expects plain HTTP, as soon as anything is said."""

    def _answer(self, connection: socket.socket, stream: BinaryIO) -> None:
        connection.recv(65536)
        connection.sendall(answer(b"", "400 Bad Request"))


def without_tls(kind: type[RawServer], *replies: Reply) -> Way:
    """A server that does not speak TLS where TLS is due."""

    @contextmanager
    def way(server: FaultServer) -> Iterator[str]:
        other = kind(*replies)
        try:
            yield other.url.replace("http:", "https:")
        finally:
            other.stop()

    return way


# Replies


def sip(connection: socket.socket) -> None:
    """Reads so slowly that a call does not get to its answer."""
    ends = time.monotonic() + 10
    while time.monotonic() < ends and connection.recv(256):
        time.sleep(0.05)


def well_and_gone(good: Good) -> Reply:
    """A good answer that promises to stay, on a connection that is then closed."""
    return then_close(good.whole())


def as_html(good: Good) -> Reply:
    """The good answer under the wrong type."""
    kept = [line for line in good.headers if not line.lower().startswith("content-t")]
    return Good(good.status, [*kept, "Content-Type: text/html"], good.body).whole()


def half_gzip() -> bytes:
    packed = gzip.compress(b"[" + b"1, " * 999)
    return packed[: len(packed) // 2]


def without_end(connection: socket.socket) -> None:
    """A body of 1 GiB."""
    connection.sendall(head("200 OK", f"Content-Length: {1024 * MIB}"))
    for _ in range(1024):
        connection.sendall(b" " * MIB)


@cache
def bomb() -> bytes:
    """200 MiB of blanks, in 200 KiB."""
    return gzip.compress(b" " * 200 * MIB)


def bombs(encoding: str = "gzip", status: str = "200 OK") -> Reply:
    """A bomb, packed once more for each further encoding."""

    def reply(connection: socket.socket) -> None:
        data = bomb()
        for _ in range(encoding.count(",")):
            data = gzip.compress(data)
        connection.sendall(gzipped(data, encoding, status))

    return reply


def gzipped(data: bytes, encoding: str = "gzip", status: str = "200 OK") -> bytes:
    location = "Location: /somewhere/"
    return answer(data, status, f"Content-Encoding: {encoding}", location)


def said_early(data: bytes) -> Reply:
    """An answer before all is read, on a connection that is ended with care."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass

    return reply


def wait_until(seconds: int) -> Reply:
    """A 429 with the date after so many seconds."""

    def reply(connection: socket.socket) -> None:
        when = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), True)
        connection.sendall(answer(b"{}", "429 No", f"Retry-After: {when}"))

    return reply


@cache
def elsewhere() -> RawServer:
    """Whom a redirect would lead to."""
    return RawServer(answer(b"[]"))


def redirect(status: int, target: str | None = None) -> Reply:
    """To `target`, or else to another host."""

    def reply(connection: socket.socket) -> None:
        location = f"Location: {target or elsewhere().url}"
        connection.sendall(answer(b"", f"{status} Moved", location))

    return reply
