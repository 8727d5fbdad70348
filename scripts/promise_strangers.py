"""Strangers do not slow the dashboard: `make promises`.

Stalled bodies, wrong passwords at once and unfinished uploads must leave the health
check and a cached page at most twice as slow as idle, and the disk and memory flat.
"""

import os
import re
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import requests
from demo_process import Demo, sign_in

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

STALLED, SIGN_INS, UPLOADS = 40, 60, 5
FILE = b"x" * 10_000_000
MOST_TIMES_IDLE, MOST_MB = 2.0, 20.0

Running = Callable[[str, Sandbox, int], object]
Timed = Callable[[Callable[[], int], float], list[float]]


def kept(running: Running, timed: Timed, cached_page: Callable[[Sandbox], str]) -> bool:
    """Print the times while idle and under each attack. True if all were kept."""
    os.environ |= {"RECRUSPACE_CACHE_SECONDS": "600"}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        sandbox = stack.enter_context(Sandbox(Options(candidates=400, rate=0)))
        site: Demo = stack.enter_context(running(folder, sandbox, 2))  # type: ignore
        session, page = sign_in(site), cached_page(sandbox)
        pages = {
            "/healthz/": lambda: fetch(f"{site.site}/healthz/").status_code,
            "a cached page": lambda: session.get(site.site + page).status_code,
        }
        # All threads exist, and all pages were rendered before.
        with ThreadPoolExecutor(64) as clients:
            list(clients.map(lambda _: fetch(f"{site.site}/login/"), range(200)))
        for ask in pages.values():
            ask()
        idle = {name: p95(timed(ask, 6)) for name, ask in pages.items()}
        print(
            f"idle: {', '.join(f'{name} p95 {ms:.1f} ms' for name, ms in idle.items())}"
        )
        good = True
        for attack in (stalled_bodies, wrong_passwords, unfinished_uploads):
            before = used(folder)
            with attack(site.site):
                time.sleep(0.5)
                found = {name: p95(timed(ask, 6)) for name, ask in pages.items()}
                grown = [
                    now - then for now, then in zip(used(folder), before, strict=True)
                ]
            good &= report(attack.__doc__ or "", idle, found, grown)
    return good


def report(
    attack: str, idle: dict[str, float], found: dict[str, float], grown: list[float]
) -> bool:
    """Print a line for each page."""
    good = max(grown) <= MOST_MB
    for name, ms in found.items():
        ratio = ms / idle[name]
        good &= ratio <= MOST_TIMES_IDLE
        print(f"{attack}: {name} p95 {ms:.1f} ms, {ratio:.2f} times idle")
    print(f"{attack}: disk {grown[0]:+.0f} MB, memory of a process {grown[1]:+.0f} MB")
    return good


def fetch(address: str) -> requests.Response:
    return requests.get(address, timeout=60)


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def used(folder: str) -> tuple[float, float]:
    """MB that the processes of the dashboard hold in files, with those that have no
    name, and what the largest one has in memory. On Linux.

    Not the sum of all: gunicorn may be renewing a process.
    """
    disk = memory = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if folder.encode() not in (process / "environ").read_bytes():
                continue
            for link in (process / "fd").iterdir():
                if str(link.readlink()).startswith((folder, tempfile.gettempdir())):
                    disk += link.stat().st_blocks * 512
            pages = (process / "statm").read_text().split()[1]
        except OSError:
            continue
        memory = max(memory, int(pages) * os.sysconf("SC_PAGE_SIZE"))
    return disk / 1e6, memory / 1e6


def connect(site: str) -> socket.socket:
    return socket.create_connection((urlsplit(site).hostname, urlsplit(site).port))


def head(site: str, length: int, content_type: str) -> bytes:
    return (
        f"POST /login/ HTTP/1.1\r\nHost: {urlsplit(site).netloc}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


@contextmanager
def stalled_bodies(site: str) -> Iterator[None]:
    """40 stalled bodies"""
    with ExitStack() as stack, repeated() as again:
        clients = [stack.enter_context(connect(site)) for _ in range(STALLED)]
        for client in clients:
            client.sendall(head(site, 100_000, "application/x-www-form-urlencoded"))

        def drip() -> None:
            for client in clients:
                ignoring(client.send, b"a")
            time.sleep(0.5)

        again(drip)
        yield


@contextmanager
def wrong_passwords(site: str) -> Iterator[None]:
    """60 wrong passwords at once"""
    page = fetch(f"{site}/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)

    def once(number: int) -> None:
        form = {
            "username": f"name{number}",
            "password": "wrong",
            "csrfmiddlewaretoken": token[1] if token else "",
        }
        requests.post(f"{site}/login/", form, cookies=page.cookies, timeout=60)

    threads = [threading.Thread(target=once, args=[one]) for one in range(SIGN_INS)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


@contextmanager
def unfinished_uploads(site: str) -> Iterator[None]:
    """five unfinished uploads of ten files"""
    with ExitStack() as stack:
        for _ in range(UPLOADS):
            client = stack.enter_context(connect(site))
            client.settimeout(5)
            parts = [
                f'--x\r\nContent-Disposition: form-data; name="f{number}"; '
                f'filename="{number}.pdf"\r\n\r\n'.encode()
                + FILE
                + b"\r\n"
                for number in range(10)
            ]
            body = b"".join(parts)
            client.sendall(
                head(site, len(body) + 10, "multipart/form-data; boundary=x")
            )
            ignoring(client.sendall, body)
        yield


@contextmanager
def repeated() -> Iterator[Callable[[Callable[[], None]], None]]:
    ended = threading.Event()

    def again(action: Callable[[], None]) -> None:
        def loop() -> None:
            while not ended.is_set():
                action()

        threading.Thread(target=loop, daemon=True).start()

    try:
        yield again
    finally:
        ended.set()


def ignoring(action: Callable[[bytes], object], data: bytes) -> None:
    """The server may have closed the connection already."""
    with suppress(OSError):
        action(data)
