"""What gunicorn reads beside the web line of the Procfile."""

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

# Threads wait for the API; see services/upstream.py for how many of them may.
threads = 16
# Workers are renewed now and then, not all at once.
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 30
control_socket_disable = True
# No query and no referrer in the log: they can hold e-mail addresses.
accesslog = "-"
access_log_format = "%(m)s %(U)s status=%(s)s bytes=%(B)s ms=%(M)s"
# The checks at the start run once, before anything is served, and not again when a
# worker is renewed in the middle of an upgrade.
preload_app = True

# A browser that takes nothing of its answer for so long, as that of a phone that lost
# its network, is given up: it would hold a thread, and the place of a file.
STALLED_SECONDS = 60


def when_ready(server: "Arbiter") -> None:
    # Linux has it, and hands it on to each connection.
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    for listener in server.LISTENERS if option else ():
        if listener.sock.family != socket.AF_UNIX:
            milliseconds = STALLED_SECONDS * 1000
            listener.sock.setsockopt(socket.IPPROTO_TCP, option, milliseconds)
