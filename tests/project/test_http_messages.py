"""What gunicorn, as the Procfile starts it, makes of messages that are not clean."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

HOST = b"Host: 127.0.0.1\r\n"
SMUGGLED = b"GET /healthz/?smuggled HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of a dashboard, and the file of all it writes."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    environment = os.environ | {"DATA_DIR": str(folder), "SITE_URL": "http://127.0.0.1"}
    command = [sys.executable, "-m", "gunicorn", "recruspace_dashboard.wsgi"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--threads", "2", "--bind", f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(port)
            yield port, log
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            if b" 200 " in ask(port, b"GET /healthz/ HTTP/1.0\r\n" + HOST + b"\r\n"):
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("gunicorn does not start")


def ask(port: int, message: bytes) -> bytes:
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(message)
        while part := connection.recv(65536):
            answer += part
    return answer


@pytest.mark.parametrize(
    "message",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"Content-Length: +4\r\n\r\nabcd",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_a_message_with_two_ends_is_refused_and_nothing_after_it_is_read(
    server: tuple[int, Path], message: bytes
):
    port, _log = server
    answer = ask(port, b"POST /healthz/ HTTP/1.1\r\n" + HOST + message + SMUGGLED)
    status = int(answer.split(b" ", 2)[1])
    assert status in {400, 501}
    assert answer.count(b"HTTP/1.1 ") == 1


def test_an_address_writes_no_line_of_its_own_into_the_log(server: tuple[int, Path]):
    port, log = server
    address = b"GET /healthz/%0d%0a2026-11-24%20ERROR%20-%20forged/ HTTP/1.0\r\n"
    ask(port, address + HOST + b"\r\n")
    for _ in range(100):
        if "forged" in log.read_text():
            break
        time.sleep(0.1)
    lines = [line for line in log.read_text().splitlines() if "forged" in line]
    assert lines
    assert all("/healthz/\\r\\n2026" in line for line in lines)
