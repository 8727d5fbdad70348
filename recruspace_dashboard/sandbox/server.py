"""The sandbox as an object, to start, control and stop."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .app import Api
from .options import Options, Rule
from .recording import RecordedRequest
from .state import Company

__all__ = ["RecordedRequest", "Sandbox"]


class QuietHandler(WSGIRequestHandler):
    """Prints nothing for a call: the log file is for that."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


class Sandbox:
    """A stand-in Recruspace API on its own port and thread.

    Port 0 takes a free port, which stays the same after a stop and a start.
    """

    def __init__(self, options: Options | None = None, port: int = 0) -> None:
        self.options = options or Options()
        self.port = port
        self.api = Api(self.options)
        self._server: BaseWSGIServer | None = None

    def start(self) -> None:
        self._server = make_server(
            self.options.host,
            self.port,
            self.api,
            threaded=True,
            request_handler=QuietHandler,
        )
        self.port = self._server.port
        threading.Thread(
            target=self._server.serve_forever,
            # How long a stop takes at most.
            kwargs={"poll_interval": 0.02},
            name="sandbox",
            daemon=True,
        ).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://{self.options.host}:{self.port}"

    @property
    def keys(self) -> list[str]:
        """The valid keys: two of the first company, one of the second."""
        return list(self.api.world.keys)

    @property
    def requests(self) -> list[RecordedRequest]:
        """Every call since the start or the last reset, in order of arrival."""
        return self.api.requests

    def company(self, key: str) -> Company:
        """The state of the company of this key, to read or change."""
        return self.api.world.keys[key][0]

    def reset(self, options: Options | None = None) -> None:
        """Return to new data, no rules and no recorded calls."""
        self.options = options or self.options
        self.api.reset(self.options)

    def reply(
        self,
        method: str,
        prefix: str,
        *,
        status: int = 200,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
        delay: float = 0.0,
    ) -> None:
        """Send this response to matching calls, `times` times or always.

        The method `*` matches any. The prefix is compared with the path after the
        API's root, or with the whole path of other calls. Of several matching rules,
        the oldest applies until it is used up. The delay is in seconds.
        """
        rule = Rule(method, prefix, status, body, headers or {}, times, delay)
        with self.api.lock:
            self.api.rules.append(rule)
