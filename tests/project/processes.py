"""Programs of the dashboard, each in a process with an environment of its own.

The processes are forked from one that has imported the libraries, and nothing of ours:
importing those takes longer than most of what is tested.
"""

import gc
import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

LIBRARIES = [
    "cryptography.fernet",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "django.contrib.auth.hashers",
    "django.contrib.staticfiles.finders",
    "django.core.management",
    "django.core.wsgi",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.forms",
    "django.middleware.gzip",
    "django.middleware.locale",
    "django.template.loaders.cached",
    "django.test",
    "django.views.defaults",
    "django_htmx.middleware",
    "environ",
    "gunicorn.app.wsgiapp",
    "a2wsgi",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn_worker",
    "nh3",
    "requests",
    "requests_toolbelt",
    "tarfile",
    "whitenoise.middleware",
    "whitenoise.storage",
]
LONGEST = 300


def run(
    *command: str, cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` with the words that follow `python`."""
    with TemporaryDirectory() as folder:
        words = {"command": command, "cwd": str(cwd), "env": dict(env)}
        server = _server()
        print(json.dumps(words | {"folder": folder}), file=server.stdin, flush=True)
        code = int(server.stdout.readline())
        out, err = (Path(folder, name).read_text() for name in ("out", "err"))
    return subprocess.CompletedProcess(command, code, out, err)


@cache
def _server() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.project.processes"],
        # As the programs have it: they may keep the code that they compile.
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def end() -> None:
    """Ends the process that the others were forked from, where there is one."""
    if _server.cache_info().currsize:
        _server().communicate()


def _serve() -> list[str]:
    """Answers with exit codes. Returns in the forked processes only, with what each is
    to run."""
    for name in LIBRARIES:
        import_module(name)
    gc.freeze()
    for line in sys.stdin:
        words = json.loads(line)
        child = os.fork()
        if not child:
            _become(**words)
            return words["command"]
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
    sys.exit()


def _become(command: list[str], cwd: str, env: dict[str, str], folder: str) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    writing = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(folder, name), writing, 0o600), number)
    signal.alarm(LONGEST)


def _execute(command: list[str]) -> None:
    match command:
        case ["-c", code, *arguments]:
            sys.argv = ["-c", *arguments]
            exec(code, {"__name__": "__main__"})  # noqa: S102
        case ["-m", module, *arguments]:
            sys.argv = [module, *arguments]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case [script, *arguments]:
            sys.argv = [script, *arguments]
            runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    _execute(_serve())
