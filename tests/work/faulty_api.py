"""A sandbox whose writes go wrong at random, in each way that an API has."""

import socket
import struct
import time
from collections import Counter
from random import Random
from typing import Any, NoReturn

from werkzeug.wrappers import Request, Response

from recruspace_dashboard.sandbox.app import Api
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.recording import RecordedRequest
from recruspace_dashboard.sandbox.server import Sandbox

# Longer than a worker waits for an answer.
HANG_SECONDS = 8.5
# How many of a thousand writes go wrong, and how.
CHANCES = {
    "made, and the answer lost": 12,
    "made, and a 502": 8,
    "made, and it hangs": 1,
    "not made, and a reset": 12,
    "not made, and a 500": 8,
    "not made, and it hangs": 1,
    "a limit": 2,
    "refused": 6,
}


class FaultyApi(Api):
    def __init__(self, options: Options, random: Random) -> None:
        super().__init__(options)
        self.random = random
        self.chances = CHANCES
        self.faults: Counter[str] = Counter()

    def respond(self, request: Request) -> Response:
        fault = self._fault() if request.method == "POST" else ""
        if fault.startswith("made") or not fault:
            response = super().respond(request)
        else:
            response = self._not_made(request, fault)
        if "hangs" in fault:
            time.sleep(HANG_SECONDS)
        if "lost" in fault or "hangs" in fault or "reset" in fault:
            _break_off(request.environ["werkzeug.socket"], reset="reset" in fault)
        return Response("Bad gateway", 502) if "502" in fault else response

    def _fault(self) -> str:
        with self.lock:
            number = self.random.randrange(1000)
            for name, chance in self.chances.items():
                number -= chance
                if number < 0:
                    self.faults[name] += 1
                    return name
        return ""

    def _not_made(self, request: Request, fault: str) -> Response:
        record = RecordedRequest.of(request)
        record.status = {"a limit": 429, "refused": 400}.get(fault, 500)
        with self.lock:
            self.requests.append(record)
        headers = {"Retry-After": "1"} if record.status == 429 else {}
        return Response("{}", record.status, headers, content_type="application/json")


def _break_off(connection: socket.socket, *, reset: bool) -> NoReturn:
    """Closes it without an answer."""
    if reset:
        # A linger time of 0 sends a reset.
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    # Otherwise the server would wait for the next request.
    connection.shutdown(socket.SHUT_RD)
    raise ConnectionAbortedError


class FaultySandbox(Sandbox):
    def __init__(self, options: Options, random: Random) -> None:
        super().__init__(options)
        self.api: Any = FaultyApi(options, random)

    def start(self) -> None:
        super().start()
        server: Any = self._server
        # What ends a connection would send its end before the reset.
        server.shutdown_request = server.close_request
