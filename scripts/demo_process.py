"""The demo as a separate process, for scripts that use it as a client."""

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Demo:
    site: str
    username: str
    password: str


@contextlib.contextmanager
def running_demo(*arguments: str) -> Iterator[Demo]:
    """Start the demo, yield its address and sign-in, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.demo", *arguments],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield _announced(process)
    finally:
        process.terminate()
        process.wait()


def _announced(process: subprocess.Popen[str]) -> Demo:
    found: dict[str, str] = {}
    for line in process.stdout or ():
        if match := re.match(r"\s+(Dashboard|Sign in|Password)\s+(\S+)", line):
            found[match[1]] = match[2].rstrip("/")
        if len(found) == 3:
            return Demo(found["Dashboard"], found["Sign in"], found["Password"])
    sys.exit("The demo did not start.")


def sign_in(demo: Demo) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.get(f"{demo.site}/login/")
    form = {
        "username": demo.username,
        "password": demo.password,
        "csrfmiddlewaretoken": session.cookies["csrftoken"],
    }
    session.post(f"{demo.site}/login/", data=form).raise_for_status()
    return session
