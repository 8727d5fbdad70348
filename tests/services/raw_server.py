"""A server of bare sockets, for answers that no proper server sends."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

# Bytes, after which the connection stays open, or a function of the connection, which
# is closed afterwards.
Reply = bytes | Callable[[socket.socket], None]
# Of a head.
END = b"\r\n\r\n"


@dataclass
class Received:
    """A request: its head, the beginning of its body, and the size of the body."""

    head: bytes
    body: bytes = b""
    size: int = 0

    @property
    def line(self) -> str:
        return self.head.split(b"\r\n")[0].decode()

    def headers(self, name: str) -> list[str]:
        lines = [line.partition(":") for line in self.head.decode().split("\r\n")[1:]]
        return [text.strip() for key, _, text in lines if key.lower() == name.lower()]


class RawServer:
    """Sends the first reply to the first request, and so on; then always the last.

    With a `certificate` it speaks TLS. A hasty one leaves bodies to its replies.
    """

    # How much of a body is stored.
    stored = 65536

    def __init__(
        self,
        *replies: Reply,
        certificate: ssl.SSLContext | None = None,
        hasty: bool = False,
    ) -> None:
        self.replies = replies
        self.certificate = certificate
        self.hasty = hasty
        self.requests: list[Received] = []
        self.connections: list[socket.socket] = []
        self.port = 0
        self.start()
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listens on a free port; after a stop, on the same port again."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=[connection])
                self._threads.append(thread)
                thread.start()

    def _serve(self, plain: socket.socket) -> None:
        # The client has gone, or the test is over.
        with suppress(OSError), plain, self._secured(plain) as connection:
            self.connections.append(connection)
            # Unbuffered, so that the reply can read what comes after the head.
            with connection.makefile("rb", buffering=0) as stream:
                self._answer(connection, stream)

    def _secured(self, plain: socket.socket) -> socket.socket:
        if self.certificate is None:
            return plain
        return self.certificate.wrap_socket(plain, server_side=True)

    def _answer(self, connection: socket.socket, stream: BinaryIO) -> None:
        while received := self._receive_head(connection, stream):
            if not self._is_hasty(received):
                self._receive_body(stream, received)
            self.requests.append(received)
            reply = self._reply_to(received)
            if not isinstance(reply, bytes):
                reply(connection)
                break
            connection.sendall(reply)

    def _is_hasty(self, received: Received) -> bool:
        return self.hasty

    def _reply_to(self, received: Received) -> Reply:
        return self.replies[min(len(self.requests), len(self.replies)) - 1]

    def _receive_head(
        self, connection: socket.socket, stream: BinaryIO
    ) -> Received | None:
        head = b""
        while not head.endswith(END):
            if self.certificate is None:
                # Looked at before it is taken, so that nothing after it is.
                seen = head + connection.recv(65536, socket.MSG_PEEK)
                end = seen.find(END)
                length = len(seen) if end < 0 else end + len(END)
                taken = connection.recv(max(length - len(head), 1))
            else:
                taken = stream.readline()
            if not taken:
                return None
            head += taken
        return Received(head.removesuffix(b"\r\n"))

    def _receive_body(self, stream: BinaryIO, received: Received) -> None:
        left = int("".join(received.headers("Content-Length")) or 0)
        while left and (piece := stream.read(min(left, 65536))):
            received.body += piece[: self.stored - len(received.body)]
            received.size += len(piece)
            left -= len(piece)

    def stop(self) -> None:
        self.drop_connections()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)
        self._listener.close()

    def drop_connections(self) -> None:
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.connections = []


def answer(body: bytes = b"[]", status: str = "200 OK", *headers: str) -> bytes:
    """A proper answer."""
    return head(status, f"Content-Length: {len(body)}", *headers) + body


def head(status: str, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", *headers]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


def then_close(data: bytes = b"") -> Reply:
    return lambda connection: connection.sendall(data)


def then_reset(data: bytes = b"") -> Reply:
    def reply(connection: socket.socket) -> None:
        connection.sendall(data)
        time.sleep(0.05)
        # A linger time of 0 sends a reset.
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    return reply


def drip(data: bytes, pause: float = 0.05) -> Reply:
    """Byte after byte."""

    def reply(connection: socket.socket) -> None:
        for place in range(len(data)):
            connection.sendall(data[place : place + 1])
            time.sleep(pause)

    return reply


def silence(connection: socket.socket) -> None:
    """Sends nothing until the client goes."""
    connection.recv(1)
