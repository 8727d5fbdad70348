"""Every download ends in time, within its limits, and whole or with an error."""

import gc
import gzip
import time
from dataclasses import replace

import pytest

from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    NotFound,
    RecruspaceError,
)
from recruspace_dashboard.services.http import deadline, downloads
from recruspace_dashboard.services.http.deadline import Exchange
from recruspace_dashboard.services.http.downloads import FileTooLarge, open_link
from recruspace_dashboard.services.http.upstream import Slots
from recruspace_dashboard.services.http.wire import Limits
from tests.services.links import FILE, HERE, QUICK, read, refused
from tests.services.raw_server import answer, drip, head, silence, then_close

SHORT = Limits(connect=0.4, read=0.25, total=0.4)
LATE = SHORT.total + 4


def test_a_file_comes_whole_with_its_size_and_beginning(serve):
    server = serve(answer(FILE))
    download = open_link(f"{server.url}/cv", api_url=HERE)
    assert download.size == len(FILE)
    assert len(download.head) >= 1024
    assert b"".join(download) == FILE
    download.close()


def test_a_file_in_small_pieces_without_a_length(serve):
    pieces = b"".join(b"%x\r\n%b\r\n" % (1, FILE[n : n + 1]) for n in range(2000))
    server = serve(head("200 OK", "Transfer-Encoding: chunked") + pieces + b"0\r\n\r\n")
    download = open_link(f"{server.url}/cv", api_url=HERE)
    assert download.size is None
    assert len(download.head) == 1024
    assert b"".join(download) == FILE[:2000]
    download.close()


@pytest.mark.parametrize("told", ["-1", "9" * 5000, "0x10", "many"])
def test_an_invalid_length_is_ignored(serve, told):
    reply = head("200 OK", f"Content-Length: {told}", "Connection: close") + FILE
    download = open_link(f"{serve(then_close(reply)).url}/cv", api_url=HERE)
    assert download.size is None
    assert b"".join(download) == FILE
    download.close()


@pytest.mark.parametrize("content", [b"", b"%PDF"])
def test_a_file_shorter_than_its_head(serve, content):
    assert read(serve(answer(content))) == content


@pytest.mark.parametrize("status", ["404", "410"])
def test_a_file_that_is_gone(serve, status):
    with pytest.raises(NotFound):
        read(serve(answer(b"<Error/>", f"{status} Gone")))


def test_a_refused_connection():
    error = refused("http://127.0.0.1:9/cv", HERE)
    assert isinstance(error, ApiConnectionError)
    assert not error.timed_out


@pytest.mark.parametrize(
    "reply",
    [
        silence,
        lambda peer: (peer.sendall(b"HTTP/1.1 200 OK\r\n"), silence(peer)),
        lambda peer: (
            peer.sendall(head("200 OK", "Content-Length: 9000") + FILE[:5000]),
            silence(peer),
        ),
        drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 90),
        drip(head("200 OK", "Content-Length: 9000") + FILE, 0.02),
    ],
    ids=["before-the-head", "in-the-head", "in-the-body", "drip-head", "drip-body"],
)
def test_a_slow_server_is_given_up(serve, reply):
    server, began = serve(reply), time.monotonic()
    with pytest.raises(ApiConnectionError) as caught:
        b"".join(open_link(f"{server.url}/cv", api_url=HERE, limits=SHORT))
    assert caught.value.timed_out
    assert time.monotonic() - began < LATE


def test_a_dripping_file_that_does_not_begin_in_time_is_given_up(serve):
    server, began = (
        serve(drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 900)),
        time.monotonic(),
    )
    limits = Limits(read=5, total=30)
    with pytest.raises(ApiConnectionError) as caught:
        open_link(f"{server.url}/cv", api_url=HERE, limits=limits, within=0.3)
    assert caught.value.timed_out
    assert time.monotonic() - began < 15


def test_a_file_that_began_in_time_has_more_time_to_end(serve):
    content = FILE[:2000]
    lines = head("200 OK", f"Content-Length: {len(content)}")

    def reply(peer):
        peer.sendall(lines + content[:1500])
        time.sleep(1.5)
        peer.sendall(content[1500:])

    server = serve(reply)
    download = open_link(f"{server.url}/cv", api_url=HERE, limits=QUICK, within=1)
    assert b"".join(download) == content
    download.close()


def test_only_so_many_files_are_open_at_a_time(serve, monkeypatch):
    monkeypatch.setattr(downloads, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(downloads, "_slots", Slots(2, waiting=1))
    server = serve(answer(FILE))
    url = f"{server.url}/cv"
    # A download that fails takes no slot.
    for failing in [serve(answer(b"", "404 No")), serve(answer(b"x" * 200_000))] * 3:
        with pytest.raises(RecruspaceError):
            open_link(f"{failing.url}/cv", api_url=HERE, limits=QUICK)
    first, second = (open_link(url, api_url=HERE) for _ in range(2))
    with pytest.raises(ApiConnectionError) as caught:
        open_link(url, api_url=HERE)
    assert caught.value.reason == "too many files at a time"
    first.close()
    first.close()
    open_link(url, api_url=HERE).close()
    # A download that is never closed gives its slot back when it is deleted.
    del second
    gc.collect()
    third, fourth = (open_link(url, api_url=HERE) for _ in range(2))
    third.close()
    fourth.close()


def test_a_file_that_breaks_off_is_an_error(serve):
    server = serve(then_close(head("200 OK", "Content-Length: 90000") + FILE))
    with pytest.raises(ApiConnectionError):
        read(server)


def test_a_file_declared_too_large_is_not_read(serve):
    server = serve(head("200 OK", f"Content-Length: {QUICK.body + 1}"))
    assert isinstance(refused(f"{server.url}/cv", HERE), FileTooLarge)


@pytest.mark.parametrize("told", ["Connection: close", "Content-Encoding: gzip"])
def test_a_file_that_becomes_too_large_is_stopped(serve, told):
    content = b"%PDF-" + bytes(2 * QUICK.body)
    if "gzip" in told:
        content = gzip.compress(content)
        told += f"\r\nContent-Length: {len(content)}"
    server = serve(then_close(head("200 OK", told) + content))
    with pytest.raises(FileTooLarge):
        b"".join(open_link(f"{server.url}/cv", api_url=HERE, limits=QUICK))


def test_the_limit_is_20_mb_and_a_minute(serve):
    server = serve(head("200 OK", f"Content-Length: {20 * 1024 * 1024 + 1}"))
    with pytest.raises(FileTooLarge):
        open_link(f"{server.url}/cv", api_url=HERE)


def test_other_calls_of_the_thread_do_not_end_a_download(serve):
    server = serve(answer(FILE * 40))
    download = open_link(f"{server.url}/cv", api_url=HERE)
    deadline.current.set(Exchange(ends=time.monotonic() - 1, patience=1))
    assert b"".join(download) == FILE * 40
    download.close()


def test_a_download_can_have_other_limits(serve):
    server = serve(answer(FILE))
    with pytest.raises(FileTooLarge):
        open_link(f"{server.url}/", api_url=HERE, limits=replace(QUICK, body=100))
