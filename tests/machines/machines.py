"""Machines that share PostgreSQL and Redis, and nothing else: each has a folder of data
of its own, two web processes by the Procfile, and two workers.

Not network namespaces: the API may be http on the machine itself only, and the sandbox
is in the process of the test.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.clock import wait_until
from tests.project.served import BASE_DIR, environment

PROCFILE = dict(
    line.split(": ", 1) for line in (BASE_DIR / "Procfile").read_text().splitlines()
)


@dataclass(frozen=True)
class Machine:
    site: str
    data: Path
    workers: list[subprocess.Popen]

    def get(self, session: requests.Session, address: str) -> requests.Response:
        return session.get(self.site + address, timeout=60)

    def post(
        self, session: requests.Session, address: str, form: dict
    ) -> requests.Response:
        """Sends a form with the hidden fields that it has on its page."""
        hidden = hidden_fields(self.get(session, address).text)
        return session.post(self.site + address, data=hidden | form, timeout=60)

    def log(self) -> str:
        return (self.data / "log").read_text()


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def visitor() -> requests.Session:
    """A browser: to it, both machines are one site."""
    session = requests.Session()
    session.trust_env = False
    return session


@contextmanager
def machine(data: Path, port: int, **settings: str) -> Iterator[Machine]:
    where = environment(data, **settings) | {
        "PORT": str(port),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    with ExitStack() as stack:
        log = stack.enter_context((data / "log").open("w"))
        started = []
        for line in (PROCFILE["web"], PROCFILE["worker"], PROCFILE["worker"]):
            process = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {line}"],
                cwd=BASE_DIR,
                env=where,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            started.append(process)
        found = Machine(f"http://127.0.0.1:{port}", data, started[1:])
        wait_until(lambda: _answers(found, started[0]), 60)
        yield found


def _answers(found: Machine, web: subprocess.Popen) -> bool:
    assert web.poll() is None, found.log()
    try:
        return requests.get(f"{found.site}/healthz/", timeout=5).ok
    except requests.RequestException:
        return False
