"""The dashboard as it runs in earnest: gunicorn, a folder of data, and its log."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import requests

from tests.project.processes import run

BASE_DIR = Path(__file__).resolve().parents[2]

User = tuple[str, str, str]

MIGRATE = """
import fcntl, django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
# All processes share the folder of static files, so they collect one after the other.
with open(settings.BASE_DIR / "manage.py") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    call_command("collectstatic", interactive=False, verbosity=0)
"""
ADD_USERS = """
import sys, django
django.setup()
from django.contrib.auth.models import User
from recruspace_dashboard.accounts.models import ApiKey
for name, password, key in zip(*[iter(sys.argv[1:])] * 3):
    ApiKey.store(User.objects.create_user(name, password=password), key)
"""


def prepare(data: Path, *users: User) -> None:
    """Makes `data` a folder to start on, with users by name, password and API key."""
    shutil.copytree(_prepared(users), data, dirs_exist_ok=True)


@cache
def _prepared(users: tuple[User, ...]) -> Path:
    """A folder with a database of this version. Made once, then copied."""
    data = Path(mkdtemp(dir=_templates.name))
    if users:
        shutil.copytree(_prepared(()), data, dirs_exist_ok=True)
    program = ADD_USERS if users else MIGRATE
    words = [word for user in users for word in user]
    run("-c", program, *words, cwd=BASE_DIR, env=environment(data)).check_returncode()
    return data


_templates = TemporaryDirectory(prefix="recruspace-templates-")


def environment(data: Path, **more: str) -> dict[str, str]:
    """What a dashboard on `data` is started with, and nothing of this process."""
    ours = {"DATA_DIR": str(data), "SITE_URL": "http://127.0.0.1:8000"}
    known = {"DJANGO_SETTINGS_MODULE": "recruspace_dashboard.settings"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | known | ours | more


@dataclass(frozen=True)
class Served:
    site: str
    data: Path
    log: Path
    server: subprocess.Popen
    # In the log until it answered.
    said: str

    def sign_in(self, name: str, password: str) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        form = {"username": name, "password": password}
        self.post(session, "/login/", form).raise_for_status()
        return session

    def get(self, session: requests.Session, address: str) -> requests.Response:
        return session.get(self.site + address, timeout=60)

    def post(
        self,
        session: requests.Session,
        address: str,
        form: dict,
        page: str = "",
        **more: object,
    ) -> requests.Response:
        """Sends a form with the hidden fields that it has on its page."""
        page = self.get(session, page or address).text
        hidden = dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        )
        return session.post(self.site + address, data=hidden | form, timeout=60, **more)


@contextmanager
def served(data: Path, *users: User, **settings: str) -> Iterator[Served]:
    """A dashboard on `data`, with users by name, password and API key."""
    prepare(data, *users)
    # Right before it is used, as another server may take a port that is free.
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    site, log = f"http://127.0.0.1:{port}", data / "log"
    command = [sys.executable, "-m", "gunicorn", "recruspace_dashboard.wsgi"]
    command += ["--bind", f"127.0.0.1:{port}", "--threads", "4"]
    ours = {"SITE_URL": site, "WEB_CONCURRENCY": "1"}
    with log.open("w") as lines:
        server = subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env=environment(data, **ours | settings),
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{site}/healthz/", server)
            yield Served(site, data, log, server, log.read_text())
        finally:
            server.terminate()
            server.wait()


@contextmanager
def working(data: Path, **settings: str) -> Iterator[subprocess.Popen]:
    """A worker on `data`, which is prepared."""
    with (data / "work.log").open("a") as lines:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=BASE_DIR,
            env=environment(data, **settings),
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
        try:
            yield worker
        finally:
            worker.terminate()
            worker.wait()


def _wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(600):
        with suppress(requests.ConnectionError, requests.Timeout):
            requests.get(address, timeout=5)
            return
        assert server.poll() is None
        time.sleep(0.1)
    raise AssertionError("the server did not start")
