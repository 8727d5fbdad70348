"""The server as it runs: connections that send slowly, or what nobody may send."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from a2wsgi import WSGIMiddleware
from uvicorn.config import Config
from uvicorn.server import ServerState

from recruspace_dashboard.operations.server import worker
from recruspace_dashboard.operations.server.access_log import access_log
from recruspace_dashboard.operations.server.worker import MAX_HEADER_BYTES
from tests.clock import wait_until
from tests.project.served import Served, served

FORM = "application/x-www-form-urlencoded"


@contextmanager
def connected(site: str) -> Iterator[socket.socket]:
    address = urlsplit(site)
    with socket.create_connection((address.hostname, address.port), 10) as client:
        yield client


def head(site: str, path: str, length: int) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"Host: {urlsplit(site).netloc}"]
    lines += [f"Content-Type: {FORM}", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.slow
def test_the_workers_end_when_the_main_process_is_killed(tmp_path: Path):
    """They do not hold its port any longer, so that it can start again."""
    with served(tmp_path) as site:
        site.server.kill()
        site.server.wait()
        address = urlsplit(site.site)
        wait_until(lambda: not answers(address.hostname, address.port), 10)


def answers(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((host, port), 5):
        return True
    return False


@pytest.mark.slow
def test_connections_that_come_together_are_spread_over_the_processes(tmp_path: Path):
    with served(tmp_path, WEB_CONCURRENCY="2") as site, ExitStack() as stack:
        main = site.server.pid
        children = Path(f"/proc/{main}/task/{main}/children")
        wait_until(lambda: len(children.read_text().split()) == 2, 10)
        workers = [int(child) for child in children.read_text().split()]
        # Each opens some files as it starts.
        time.sleep(1)
        before = [open_files(worker) for worker in workers]
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        for _ in range(200):
            stack.enter_context(connected(site.site))
        for worker in workers:
            os.kill(worker, signal.SIGCONT)

        def accepted() -> list[int]:
            return [open_files(one) - n for one, n in zip(workers, before, strict=True)]

        wait_until(lambda: sum(accepted()) >= 200, 10)
        assert min(accepted()) >= 20


def open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def test_stalled_bodies_hold_no_thread(dashboard: Served):
    """There are more of them than threads."""
    with ExitStack() as stack:
        for _ in range(12):
            client = stack.enter_context(connected(dashboard.site))
            client.sendall(head(dashboard.site, "/login/", 100_000) + b"username=")
        for _ in range(3):
            assert requests.get(f"{dashboard.site}/healthz/", timeout=5).text == "ok"


def test_nothing_is_read_of_a_body_for_the_health_check(dashboard: Served):
    with connected(dashboard.site) as client:
        client.sendall(head(dashboard.site, "/healthz/", 10**9))
        answer = client.recv(4096)
        assert answer.startswith(b"HTTP/1.1 4")
        assert b"connection: close" in answer
        while client.recv(4096):
            pass


def test_no_header_moves_the_pages(dashboard: Served):
    for name in ("SCRIPT_NAME", "Script-Name", "X-Script-Name", "X-Forwarded-Prefix"):
        for prefix in ("/zzz", "/static"):
            answer = requests.get(f"{dashboard.site}/login/", headers={name: prefix})
            assert answer.status_code == 200
            assert f"{prefix}/login/" not in answer.text


def test_a_request_that_is_none_is_refused(dashboard: Served):
    for sent in (b"no request\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 10_000):
        with connected(dashboard.site) as client:
            client.sendall(sent)
            assert client.recv(4096).startswith(b"HTTP/1.1 400")
    assert 10_000 * len(b"a: b\r\n") > MAX_HEADER_BYTES


def test_the_log_has_each_request_without_its_query(dashboard: Served):
    requests.get(
        f"{dashboard.site}/login/?next=/candidates/%3Femail%3Djane@example.com"
    )
    lines = [
        line for line in dashboard.log.read_text().splitlines() if "/login/" in line
    ]
    assert "gunicorn.access GET /login/ status=200 bytes=" in lines[-1]
    assert "jane" not in lines[-1]


# Headers that do not come, with less time than users have


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "HEADER_SECONDS", 0.1)


async def hello(scope: dict, receive: object, send: object) -> None:
    """Answers when all of the body is there."""
    while (await receive())["more_body"]:
        pass
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


def talk(*sent: bytes, app: Callable[..., Any] = hello, leave: bool = False) -> bytes:
    """All that the server says to these pieces, with a pause after each."""

    async def session() -> bytes:
        config = Config(app, log_config=None, lifespan="off", ws="none")
        loop, state = asyncio.get_running_loop(), ServerState()
        server = await loop.create_server(
            lambda: worker.TimedProtocol(config, state, {}), "127.0.0.1", 0
        )
        async with server:
            reader, writer = await asyncio.open_connection(
                *server.sockets[0].getsockname()
            )
            for piece in sent:
                writer.write(piece)
                await asyncio.sleep(0.06)
            if leave:
                writer.transport.abort()
                await asyncio.sleep(0.3)
                return b""
            said = await asyncio.wait_for(reader.read(), 5)
            writer.close()
            return said

    return asyncio.run(session())


GET = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"


@pytest.mark.usefixtures("quick")
def test_a_connection_without_headers_is_closed():
    assert talk() == b""
    assert talk(b"GET / HT", b"TP/1.1\r\n") == b""


@pytest.mark.usefixtures("quick")
def test_the_next_request_of_a_connection_has_as_much_time():
    said = talk(GET, b"GET /", b" HTTP")
    assert said.count(b"200 OK") == 1
    said = talk(GET, GET, GET, GET + GET, b"GET")
    assert said.count(b"200 OK") == 5


@pytest.mark.usefixtures("quick")
def test_a_body_may_take_longer():
    head = (
        b"POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 4\r\n\r\n"
    )
    assert b"200 OK" in talk(head, b"a", b"b", b"c", b"d")


def test_a_download_ends_when_its_client_leaves():
    ended = []

    def endless(environ: dict, start_response: Callable) -> Iterator[bytes]:
        start_response("200 OK", [])
        try:
            while True:
                yield b"x" * 1000
                time.sleep(0.01)
        finally:
            ended.append(True)

    talk(GET, app=WSGIMiddleware(access_log(endless)), leave=True)
    assert ended


@pytest.mark.usefixtures("quick")
def test_an_idle_connection_may_send_once_more_when_the_process_is_to_end(monkeypatch):
    """A client that sends just then would get no response."""
    monkeypatch.setattr(worker, "LINGER_SECONDS", 0.1)
    seen: list[worker.TimedProtocol] = []
    made = worker.TimedProtocol.connection_made

    def connection_made(self: worker.TimedProtocol, transport: Any) -> None:
        made(self, transport)
        seen.append(self)

    monkeypatch.setattr(worker.TimedProtocol, "connection_made", connection_made)

    async def ending(scope: dict, receive: Callable, send: Callable) -> None:
        await hello(scope, receive, send)
        asyncio.get_running_loop().call_soon(seen[0].shutdown)

    said = talk(GET, GET, app=ending)
    assert said.count(b"200 OK") == 2
    assert said.count(b"connection: close") == 1
