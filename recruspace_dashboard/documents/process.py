"""Starts the locked child for one file, and reads what it says, within limits."""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from recruspace_dashboard.documents.child.frames import HEAD, PICTURE, SAYS

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
CHILD = "recruspace_dashboard.documents.child"
# How long a child may take, and how much it may say.
SECONDS = 10.0
MAX_ANSWER = 16 * 1024 * 1024
# As many read at a time, in one process of the dashboard; the others wait so long.
AT_ONCE = 2
WAIT_SECONDS = 8.0
CHUNK = 1 << 16
ENDS_OF_TIME = {-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGALRM}

_turns = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many files are being read."""


Frame = tuple[dict[str, Any], bytes]


def ask(*words: str, content: bytes) -> list[Frame]:
    """What the child says of a file, and with each word of it the picture that follows.

    It ends early if the child crashes, hangs, or says too much. Nothing in it can be
    trusted. Raises `Busy`.
    """
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        answer, late = _exchange(words, content)
    finally:
        _turns.release()
    frames = list(_frames(answer))
    if frames and not frames[0][0].get("filtered"):
        _warn()
    return [*frames[1:], ({"fault": "too long"}, b"")] if late else frames[1:]


def _exchange(words: tuple[str, ...], content: bytes) -> tuple[bytes, bool]:
    """The answer, and whether the time for it ended first."""
    # Neither the settings nor a secret in the environment is for the child.
    process = subprocess.Popen(  # noqa: S603 (a program of ours)
        [sys.executable, "-E", "-s", "-m", CHILD, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={},
    )
    try:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        with process.stdin as stdin, process.stdout as stdout:
            answer, late = _talk(stdin, stdout, content)
        # Over its own limit of time it was killed by the system.
        return answer, late or (_end_of(process) in ENDS_OF_TIME)
    finally:
        process.kill()
        process.wait()


def _end_of(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(1)
    except subprocess.TimeoutExpired:
        return None


def _talk(stdin: IO[bytes], stdout: IO[bytes], content: bytes) -> tuple[bytes, bool]:
    ends = time.monotonic() + SECONDS
    into, out = stdin.fileno(), stdout.fileno()
    os.set_blocking(into, False)
    left, answer = memoryview(content), bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(out, selectors.EVENT_READ)
        ready.register(into, selectors.EVENT_WRITE)
        while len(answer) < MAX_ANSWER and (rest := ends - time.monotonic()) > 0:
            for key, _events in ready.select(rest):
                if key.fd == out:
                    chunk = os.read(out, CHUNK)
                    if not chunk:
                        return bytes(answer), False
                    answer += chunk
                    continue
                left = _write(into, left)
                if not left:
                    ready.unregister(into)
                    stdin.close()
    return bytes(answer), len(answer) < MAX_ANSWER


def _write(into: int, left: memoryview) -> memoryview:
    try:
        return left[os.write(into, left[:CHUNK]) :]
    except BrokenPipeError:
        return left[:0]


def _frames(answer: bytes) -> Iterator[Frame]:
    """The whole frames of an answer."""
    at, said, picture = 0, None, b""
    while at + HEAD.size <= len(answer):
        letter, length = HEAD.unpack_from(answer, at)
        body = answer[at + HEAD.size : at + HEAD.size + length]
        at += HEAD.size + length
        if at > len(answer) or letter not in {SAYS, PICTURE}:
            break
        if letter == PICTURE:
            picture = body
            continue
        if said is not None:
            yield said, picture
        said, picture = _read(body), b""
    if said is not None:
        yield said, picture


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


@cache
def _warn() -> None:
    logger.warning(
        "This system allows no filter of system calls: files are read in a process "
        "with limits only."
    )
