"""The gunicorn worker that `gunicorn.conf.py` names."""

import os
import signal
from asyncio import TimerHandle, Transport
from typing import Any, ClassVar

from a2wsgi import WSGIMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn_worker import UvicornWorker

from recruspace_dashboard.operations.server.access_log import access_log
from recruspace_dashboard.operations.server.bodies import BodyReader
from recruspace_dashboard.operations.server.sessions import has_session
from recruspace_dashboard.operations.server.upload_space import UploadSpace

# How long a client may take to send the first line and the headers of a request.
HEADER_SECONDS = 10.0
# How often a worker tells gunicorn's main process that it runs.
NOTIFY_SECONDS = 1
MAX_HEADER_BYTES = 32 * 1024
# All processes together may hold so much of uploads that are being received.
MAX_UPLOADS_BYTES = 512 * 1024 * 1024


class TimedProtocol(H11Protocol):
    """Closes a connection whose client does not send its headers in time.

    uvicorn only limits the time between two requests.
    """

    _timer: TimerHandle | None = None

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

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
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
        "timeout_notify": NOTIFY_SECONDS,
    }

    async def callback_notify(self) -> None:
        """Ends this process if gunicorn's main process is gone: otherwise it would hold
        the port, and the dashboard could not start again."""
        if os.getppid() != self.ppid:
            signal.raise_signal(signal.SIGTERM)
        self.notify()

    def init_process(self) -> None:
        self.config.timeout_graceful_shutdown = self.cfg.graceful_timeout
        super().init_process()

    def load_wsgi(self) -> None:
        django: Any = access_log(self.app.wsgi())
        threads: Any = WSGIMiddleware(django, workers=self.cfg.threads)
        space = UploadSpace(MAX_UPLOADS_BYTES // self.cfg.workers)
        self.wsgi: Any = BodyReader(threads, space, has_session)
