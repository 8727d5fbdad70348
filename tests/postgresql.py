"""A PostgreSQL server for tests, on a free port and with a folder of its own.

`python -m tests.postgresql COMMAND …` runs a command with it in `TEST_DATABASE_URL`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.clock import wait_until

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@dataclass
class Server:
    url: str
    process: subprocess.Popen

    def run(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Its processes take connections and bytes still, and answer nothing."""
        main = self.process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text()
        processes = [main, *map(int, children.split())]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                # One whose client is gone ends as soon as it may.
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)


def is_installed() -> bool:
    return bool(PROGRAMS or shutil.which("initdb"))


@contextmanager
def running() -> Iterator[Server]:
    programs = PROGRAMS[-1] if PROGRAMS else Path(shutil.which("initdb")).parent
    # Root may not run it.
    as_user = {"user": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="recruspace-postgresql-") as folder:
        if as_user:
            shutil.chown(folder, "postgres")
        data = Path(folder, "data")
        made = [programs / "initdb", "--username=us", "--auth=trust", "-N", data]
        subprocess.run(made, check=True, capture_output=True, cwd=folder, **as_user)
        with closing(socket.create_server(("127.0.0.1", 0))) as probe:
            port = probe.getsockname()[1]
        options = ["-F", "-h", "127.0.0.1", "-p", str(port), "-k", folder]
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *options],
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **as_user,
        )
        server = Server(f"postgres://us@127.0.0.1:{port}/postgres", process)
        try:
            wait_until(lambda: _answers(server), 30)
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _answers(server: Server) -> bool:
    import psycopg

    try:
        server.run("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    if not is_installed():
        sys.exit("There is no PostgreSQL server on this machine.")
    with running() as started:
        environment = os.environ | {"TEST_DATABASE_URL": started.url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment).returncode)
