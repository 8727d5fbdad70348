"""gunicorn settings, besides those on the web line of the Procfile."""

import os
import resource
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from recruspace_dashboard.operations.environment import Env

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

Env.read_env(Path(__file__).parent / ".env")

# Only this machine, unless BIND says otherwise: nobody may go past the proxy.
_host = os.environ.get("BIND") or "127.0.0.1"
_port = os.environ.get("PORT") or "8000"
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
worker_class = "recruspace_dashboard.operations.server.worker.Worker"
# Most threads wait for the API. services/http/upstream.py limits how many may.
threads = 24
# Restart workers from time to time, but not all at once.
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 30
control_socket_disable = True
accesslog = "-"
# The startup checks run once, before anything is served, and not again when a worker
# restarts during an upgrade.
preload_app = True

# Close a connection whose browser reads nothing for so long, such as a phone without
# network: it would block a thread, and one of the few downloads allowed at a time.
STALLED_SECONDS = 60


# Each connection is a file. The usual limit of 1,024 is soon reached by idle ones.
_, _most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
with suppress(ValueError, OSError):
    # Not on macOS, where it is said to be without limit.
    resource.setrlimit(resource.RLIMIT_NOFILE, (_most_files, _most_files))


def when_ready(server: "Arbiter") -> None:
    from recruspace_dashboard.operations.start import check_listeners

    listeners = [one.sock for one in server.LISTENERS]
    check_listeners(listeners)
    # Only on Linux, where each connection inherits it from the listener.
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    for listener in listeners if option else ():
        if listener.family != socket.AF_UNIX:
            milliseconds = STALLED_SECONDS * 1000
            listener.setsockopt(socket.IPPROTO_TCP, option, milliseconds)
