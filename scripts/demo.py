"""The dashboard on the sandbox, without any set-up: `make demo`."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import django
from django.core.management import call_command

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "data" / "demo"
USERNAME = "demo"
PASSWORD = "recruspace-demo"  # noqa: S105 protects invented data, on loopback only


def main() -> None:
    arguments = parse_arguments()
    # A shell makes a background process ignore Ctrl-C, and a supervisor sends
    # SIGTERM: both end the demo and its processes.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    port = free_port(arguments.port)
    site = f"http://127.0.0.1:{port}"
    options = Options(candidates=arguments.candidates, rate=arguments.rate)
    with Sandbox(options, port=free_port(port + 1)) as sandbox:
        try:
            prepare(
                site,
                sandbox,
                limit=max(1, arguments.rate - 5) if arguments.rate else 10**6,
            )
            with served(port) as server, working():
                wait_for(f"{site}/healthz/", server)
                announce(site, sandbox)
                server.wait()
        except KeyboardInterrupt:
            print("\nThe demo has ended.")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--candidates", type=int, default=400)
    parser.add_argument(
        "--rate", type=int, default=100, help="calls a minute a key; 0 for any number"
    )
    parser.add_argument(
        "--port",
        type=int,
        default=int(os.environ.get("PORT", "8000")),
        help="first port to try",
    )
    return parser.parse_args()


def free_port(first: int) -> int:
    """The first free port from `first` on."""
    for port in range(first, first + 50):
        with contextlib.closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    sys.exit(f"No free port between {first} and {first + 49}: PORT=9000 make demo")


def prepare(site: str, sandbox: Sandbox, limit: int, data: Path = DATA_DIR) -> None:
    """Prepare a database, static files, and a user with the sandbox's first key."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "recruspace_dashboard.settings",
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'dashboard.sqlite3'}",
        "DEBUG": "off",
        "RECRUSPACE_API_URL": sandbox.url,
        "RECRUSPACE_CALLS_PER_MINUTE": str(limit),
        "SITE_URL": site,
    }
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)

    from django.contrib.auth.models import User

    from recruspace_dashboard.accounts.models import ApiKey

    user, _ = User.objects.get_or_create(
        username=USERNAME,
        defaults={"first_name": "Selin", "last_name": "Aydın", "is_superuser": True},
    )
    # To set the same password again would end all sessions.
    if not user.check_password(PASSWORD):
        user.set_password(PASSWORD)
        user.save()
    ApiKey.store(user, sandbox.keys[0])


@contextlib.contextmanager
def served(
    port: int, processes: int = 2, log: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The dashboard as in production: gunicorn, in processes of its own.

    They log to our stderr, or to `log`, such as `subprocess.DEVNULL`.
    """
    command = [sys.executable, "-m", "gunicorn", "recruspace_dashboard.wsgi"]
    address = ["--bind", f"127.0.0.1:{port}", "--workers", str(processes)]
    quiet = ["--log-level", "warning", "--access-logfile", "/dev/null"]
    server = subprocess.Popen([*command, *address, *quiet], cwd=BASE_DIR, stderr=log)
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def working() -> Iterator[subprocess.Popen[bytes]]:
    """A worker, which copies the pools."""
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=BASE_DIR)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until `address` responds; end the demo if `server` has ended."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            # This is our own server on loopback.
            urllib.request.urlopen(address, timeout=2)  # noqa: S310  # nosec B310
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("The dashboard did not start; its messages are above.")


def announce(site: str, sandbox: Sandbox) -> None:
    keys = "\n                     ".join(sandbox.keys)
    print(
        f"""
  Dashboard          {site}/
  Sign in            {USERNAME}
  Password           {PASSWORD}

  Sandbox API        {sandbox.url}
  Its API keys       {keys}

All its data is invented. Ctrl-C ends the demo.
""",
        flush=True,
    )


if __name__ == "__main__":
    main()
