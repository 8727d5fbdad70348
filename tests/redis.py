"""A Redis server for tests, on a free port and with a folder of its own.

`python -m tests.redis COMMAND …` runs a command with it in `TEST_CACHE_URL`.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from tests.clock import wait_until


@dataclass
class Server:
    url: str
    process: subprocess.Popen

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It takes connections and bytes still, and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


def is_installed() -> bool:
    return shutil.which("redis-server") is not None


@contextmanager
def running() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="recruspace-redis-") as folder:
        as_user = {}
        if os.geteuid() == 0:
            as_user["user"] = _plain_user()
            shutil.chown(folder, as_user["user"])
        with closing(socket.create_server(("127.0.0.1", 0))) as probe:
            port = probe.getsockname()[1]
        options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", folder]
        # It keeps nothing on disk, and what is oldest makes way.
        options += ["--save", "", "--maxmemory", "100mb"]
        options += ["--maxmemory-policy", "allkeys-lru"]
        process = subprocess.Popen(
            [shutil.which("redis-server"), *options],
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **as_user,
        )
        try:
            wait_until(lambda: _answers(port), 30)
            yield Server(f"redis://127.0.0.1:{port}/1", process)
        finally:
            process.terminate()
            process.wait()


def _plain_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "redis" if "redis" in names else "nobody"


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
    except OSError:
        return False


if __name__ == "__main__":
    if not is_installed():
        sys.exit("There is no Redis server on this machine.")
    with running() as started:
        environment = os.environ | {"TEST_CACHE_URL": started.url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment).returncode)
