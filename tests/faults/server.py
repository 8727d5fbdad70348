"""The sandbox, seen through a server of bare sockets that can act out faults."""

import http.client
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from recruspace_dashboard.sandbox.options import API_ROOT
from recruspace_dashboard.sandbox.server import Sandbox
from tests.services.raw_server import RawServer, Received, Reply

# Of one connection only, or told anew with a changed body.
NOT_HANDED_ON = {"connection", "transfer-encoding", "content-length", "server", "date"}


@dataclass(frozen=True)
class Good:
    """A good answer of the sandbox."""

    status: str
    headers: list[str]
    body: bytes

    def whole(self) -> bytes:
        length = f"Content-Length: {len(self.body)}"
        lines = [f"HTTP/1.1 {self.status}", *self.headers, length, "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


@dataclass(frozen=True)
class Changed:
    """What becomes of the good answer, for which the sandbox is asked first."""

    act: Callable[[Good], Reply]


@dataclass
class Strike:
    """A fault for the calls whose method and path match, and whose query has `query`.

    `times` is how often it strikes before all is well, `done` whether the sandbox
    carries the call out before the fault keeps its answer back. A hasty one replies
    before it has read what is sent.
    """

    method: str
    path: str
    act: Reply | Changed
    times: float = float("inf")
    done: bool = False
    hasty: bool = False
    query: str = ""
    struck: list[Received] = field(default_factory=list)

    def meets(self, method: str, path: str, query: str) -> bool:
        return (
            len(self.struck) < self.times
            and self.method in (method, "*")
            and self.query in query
            and bool(re.fullmatch(self.path, path))
        )


class FaultServer(RawServer):
    """Hands calls on to the sandbox, except those that a strike meets."""

    stored = 64 * 1024 * 1024

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.strikes: list[Strike] = []
        super().__init__()

    @contextmanager
    def strike(self, strike: Strike) -> Iterator[Strike]:
        """Lets `strike` happen for as long as this lasts."""
        self.strikes.append(strike)
        try:
            yield strike
        finally:
            self.strikes.remove(strike)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens, and what was open is closed."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """Nobody takes a connection: those that are begun wait in a full queue."""
        with (
            self.away(),
            socket.create_server(("127.0.0.1", self.port), backlog=0) as full,
        ):
            waiting = [socket.socket() for _ in range(4)]
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(full.getsockname())
            yield
            for each in waiting:
                each.close()

    @property
    def writes(self) -> list[str]:
        """The calls that may have changed something, by method and path."""
        lines = [each.line.rpartition(" ")[0] for each in self.requests]
        return [line for line in lines if not line.startswith("GET ")]

    def _strike_for(self, received: Received) -> Strike | None:
        method, address, _ = received.line.split(" ")
        path, _, query = address.removeprefix(API_ROOT).partition("?")
        met = (each for each in self.strikes if each.meets(method, path, query))
        return next(met, None)

    def _is_hasty(self, received: Received) -> bool:
        strike = self._strike_for(received)
        return strike is not None and strike.hasty

    def _reply_to(self, received: Received) -> Reply:
        strike = self._strike_for(received)
        if strike is None:
            return self._good(received).whole()
        strike.struck.append(received)
        if isinstance(strike.act, Changed):
            return strike.act.act(self._good(received))
        if strike.done:
            self._good(received)
        return strike.act

    def _good(self, received: Received) -> Good:
        method, address, _ = received.line.split(" ")
        headers = [line.split(": ", 1) for line in received.head.decode().split("\r\n")]
        given = dict(headers[1:-1])
        connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.port)
        try:
            connection.request(method, address, received.body or None, given)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        kept = [
            f"{name}: {value}"
            for name, value in response.getheaders()
            if name.lower() not in NOT_HANDED_ON
        ]
        return Good(f"{response.status} {response.reason}", kept, body)
