"""The gunicorn worker that `gunicorn.conf.py` names."""

import asyncio
import os
import signal
from asyncio import TimerHandle, Transport
from typing import Any, ClassVar

from a2wsgi import WSGIMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn_worker import UvicornWorker

from recruspace_dashboard.operations.server.access_log import CLIENT_GONE, access_log
from recruspace_dashboard.operations.server.bodies import BodyReader
from recruspace_dashboard.operations.server.sessions import has_session
from recruspace_dashboard.operations.server.upload_space import UploadSpace

# How long a client may take to send the first line and the headers of a request.
HEADER_SECONDS = 10.0
# How long a process that is to end waits for the next request of a connection.
LINGER_SECONDS = 0.5
# How often a worker tells gunicorn's main process that it runs.
NOTIFY_SECONDS = 1
MAX_HEADER_BYTES = 32 * 1024
# All processes together may hold so much of uploads that are being received.
MAX_UPLOADS_BYTES = 512 * 1024 * 1024


class TimedProtocol(H11Protocol):
    """Closes a connection whose client does not send its headers in time.

    uvicorn only limits the time between two requests. It also closes idle connections
    at once when the process is to end, while clients may be sending their next request.
    """

    _timer: TimerHandle | None = None
    _is_ending = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()

    def data_received(self, data: bytes) -> None:
        previous = self.cycle
        if self._timer is None and (previous is None or previous.response_complete):
            self._start_timer()
        super().data_received(data)
        if self.cycle is not previous:
            self._stop_timer()
            if self._is_ending:
                self._close_after_response()

    def shutdown(self) -> None:
        self._is_ending = True
        if self.cycle is not None and not self.cycle.response_started:
            self._close_after_response()
        else:
            self.loop.call_later(LINGER_SECONDS, self._close_if_idle)

    def _close_after_response(self) -> None:
        # As if the client had asked for it: so the response says it too.
        self.headers.append((b"connection", b"close"))
        self.cycle.keep_alive = False

    def _close_if_idle(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        if self.cycle is not None:
            self.cycle.scope["state"][CLIENT_GONE] = True
        super().connection_lost(exc)

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Worker(UvicornWorker):  # type: ignore[misc]  # the package has no types
    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {
        "http": TimedProtocol,
        "loop": "asyncio",
        "ws": "none",
        "lifespan": "off",
        "interface": "asgi3",
        # Django reads them: see operations/proxies.py.
        "proxy_headers": False,
        "server_header": False,
        # It would log query strings: see access_log.py.
        "access_log": False,
        "h11_max_incomplete_event_size": MAX_HEADER_BYTES,
    }

    async def _serve(self) -> None:
        notifying = asyncio.create_task(self._keep_notifying())
        await super()._serve()
        notifying.cancel()

    async def _keep_notifying(self) -> None:
        """Tells gunicorn's main process that this one runs. uvicorn does so by the
        clock, and not for an hour after it was set back by one.

        Ends this process if the main one is gone: otherwise it would hold the port, and
        the dashboard could not start again.
        """
        while True:
            self.notify()
            if os.getppid() != self.ppid:
                signal.raise_signal(signal.SIGTERM)
                return
            await asyncio.sleep(NOTIFY_SECONDS)

    def init_process(self) -> None:
        self.config.timeout_graceful_shutdown = self.cfg.graceful_timeout
        self._accept_one_at_a_time()
        super().init_process()

    def _accept_one_at_a_time(self) -> None:
        """So that connections which come together are spread over the processes.
        asyncio accepts as many in a row as may wait, so that one gets nearly all."""
        self.config.backlog = 1
        for listener in self.sockets:
            # The main process listens already: more than one may wait.
            listener.listen = lambda backlog: None

    def load_wsgi(self) -> None:
        django: Any = access_log(self.app.wsgi())
        threads: Any = WSGIMiddleware(django, workers=self.cfg.threads)
        space = UploadSpace(MAX_UPLOADS_BYTES // self.cfg.workers)
        self.wsgi: Any = BodyReader(threads, space, has_session)
