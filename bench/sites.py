"""The sites that are measured, each in a process of its own, and the sandbox."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, cast

SANDBOX = "recruspace_dashboard.sandbox"
BASE_DIR = Path(__file__).resolve().parent.parent


class Log:
    """The sandbox's log: a line for each call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def count(self) -> int:
        return self.path.read_bytes().count(b"\n")


@dataclass(frozen=True)
class Site:
    """Asks a site for pages; `ask` returns what `bench.serve` says of each. `cookie` is
    that of a signed-in user, `environment` what the site runs with."""

    process: subprocess.Popen[str]
    environment: dict[str, str]
    cookie: str

    def ask(self, path: str, **more: bool) -> dict[str, Any]:
        stdin = cast(IO[str], self.process.stdin)
        stdin.write(json.dumps({"path": path, **more}) + "\n")
        stdin.flush()
        answer: dict[str, Any] = _read(self.process)
        return answer

    def with_environment(self, **more: str) -> "Site":
        return replace(self, environment=self.environment | more)


def _read(process: subprocess.Popen[str]) -> Any:
    line = cast(IO[str], process.stdout).readline()
    if not line:
        sys.exit("A site that is measured has ended.")
    return json.loads(line)


@contextmanager
def running(name: str, folder: Path, **more: str) -> Iterator[Site]:
    """The site `floor` or `dashboard`, with its data in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DATA_DIR": str(folder), "DEBUG": "off"} | more
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.serve", name],
            cwd=BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Site(process, environment, _read(process)["cookie"])
        finally:
            process.terminate()
            process.wait()


@contextmanager
def sandbox(*arguments: str) -> Iterator[tuple[str, str]]:
    """A sandbox; gives its address and the key of its first company."""
    process = subprocess.Popen(
        [sys.executable, "-m", SANDBOX, "--rate", "0", "--port", "0", *arguments],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        said = ""
        for line in process.stdout or ():
            said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"https?://\S+", said), re.search(r"rsp_demo_\w+", said)
        if not all(found):
            sys.exit("The sandbox did not start.")
        yield found[0][0].rstrip("/"), found[1][0]  # type: ignore[index]
    finally:
        process.terminate()
        process.wait()
