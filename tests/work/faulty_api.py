"""A sandbox whose writes go wrong at random, in each way that an API has."""

import socket
import struct
import time
from collections import Counter
from random import Random
from typing import Any

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
        if "lost" in fault or "hangs" in fault:
            # The server then closes the connection.
            raise ConnectionAbortedError
        if "reset" in fault:
            linger = struct.pack("ii", 1, 0)
            connection: socket.socket = request.environ["werkzeug.socket"]
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            raise ConnectionResetError
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


class FaultySandbox(Sandbox):
    def __init__(self, options: Options, random: Random) -> None:
        super().__init__(options)
        self.api: Any = FaultyApi(options, random)
