"""The dashboard as it runs in earnest: gunicorn, a folder of data, and its log."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

# All tests share the folder of static files, so they collect one after the other.
PREPARE = """
import fcntl, sys, django
django.setup()
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from recruspace_dashboard.accounts.models import ApiKey
call_command("migrate", verbosity=0)
with open(settings.BASE_DIR / "manage.py") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    call_command("collectstatic", interactive=False, verbosity=0)
for name, password, key in zip(*[iter(sys.argv[1:])] * 3):
    ApiKey.store(User.objects.create_user(name, password=password), key)
"""


@dataclass(frozen=True)
class Served:
    site: str
    data: Path
    log: Path

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
def served(
    data: Path, users: list[tuple[str, str, str]], **settings: str
) -> Iterator[Served]:
    """`people` are names, passwords and API keys."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "recruspace_dashboard.settings",
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'dashboard.sqlite3'}",
        "WEB_CONCURRENCY": "1",
        **settings,
    }
    for made in ("SECRET_KEY", "ENCRYPTION_KEYS"):
        environment.pop(made, None)
    arguments = [word for user in users for word in user]
    subprocess.run(
        [sys.executable, "-c", PREPARE, *arguments], env=environment, check=True
    )
    # Right before it is used, as another server may take a port that is free.
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    site, log = f"http://127.0.0.1:{port}", data / "log"
    environment = environment | {"SITE_URL": site} | settings
    command = [sys.executable, "-m", "gunicorn", "recruspace_dashboard.wsgi"]
    command += ["--bind", f"127.0.0.1:{port}", "--threads", "4"]
    with log.open("w") as lines:
        server = subprocess.Popen(
            command, env=environment, stdout=lines, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"{site}/healthz/", server)
            yield Served(site, data, log)
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(600):
        with suppress(requests.ConnectionError, requests.Timeout):
            requests.get(address, timeout=5)
            return
        assert server.poll() is None
        time.sleep(0.1)
    raise AssertionError("the server did not start")
