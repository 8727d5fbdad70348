"""gunicorn settings, besides those on the web line of the Procfile."""

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

# Most threads wait for the API. services/http/upstream.py limits how many may.
threads = 16
# Restart workers from time to time, but not all at once.
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 30
control_socket_disable = True
# No query string and no referrer: they can contain e-mail addresses.
accesslog = "-"
access_log_format = "%(m)s %(U)s status=%(s)s bytes=%(B)s ms=%(M)s"
# The startup checks run once, before anything is served, and not again when a worker
# restarts during an upgrade.
preload_app = True

# Close a connection whose browser reads nothing for so long, such as a phone without
# network: it would block a thread, and one of the few downloads allowed at a time.
STALLED_SECONDS = 60


def when_ready(server: "Arbiter") -> None:
    # Only on Linux, where each connection inherits it from the listener.
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    for listener in server.LISTENERS if option else ():
        if listener.sock.family != socket.AF_UNIX:
            milliseconds = STALLED_SECONDS * 1000
            listener.sock.setsockopt(socket.IPPROTO_TCP, option, milliseconds)
