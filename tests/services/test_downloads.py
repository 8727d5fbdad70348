"""That a link gets no key and leads nowhere inside, and that every download ends."""

import gc
import gzip
import logging
import socket
import time
from dataclasses import replace
from ipaddress import ip_address

import pytest

from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    NotFound,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http import deadline, downloads
from recruspace_dashboard.services.http.deadline import Exchange
from recruspace_dashboard.services.http.downloads import (
    FileTooLarge,
    is_public,
    open_link,
)
from recruspace_dashboard.services.http.upstream import Slots
from recruspace_dashboard.services.http.wire import Limits
from tests.services.raw_server import answer, drip, head, silence, then_close

HERE = "http://127.0.0.1:8001"
AWAY = "https://api.example.com"
QUICK = Limits(read=2, total=3, body=100_000)
SHORT = Limits(connect=0.4, read=0.25, total=0.4)
LATE = SHORT.total + 4
FILE = b"%PDF-1.7\n" + bytes(range(256)) * 20


def read(server, limits=QUICK, api_url=HERE):
    """All of the file at a server, in the order of an answer: opened, read, closed."""
    download = open_link(f"{server.url}/cv?signature=s3cret", api_url=api_url)
    try:
        return b"".join(download)
    finally:
        download.close()


def refused(url, api_url):
    with pytest.raises(RecruspaceError) as caught:
        open_link(url, api_url=api_url, limits=QUICK)
    return caught.value


class Listener:
    """Keeps what it hears of TLS, or of anything else, and answers nothing."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def received(self):
        connection, _ = self._socket.accept()
        with connection:
            return connection.recv(1)

    def close(self):
        self._socket.close()


@pytest.fixture
def leads_here(monkeypatch):
    """A listener that every name leads to, as anybody may have their name do."""
    listener, found = Listener(), socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        return found("127.0.0.1", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield listener
    listener.close()


@pytest.mark.parametrize("api_url", [HERE, AWAY])
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://files.example.com/cv.pdf",
        "http://files.example.com/cv.pdf",
        "http://169.254.169.254/latest/meta-data/",
        "https://",
        "//files.example.com/cv.pdf",
        "no link",
    ],
)
def test_an_unsafe_link_is_not_followed(url, api_url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", pytest.fail)
    assert isinstance(refused(url, api_url), RecruspaceError)


def test_an_empty_link_is_not_found():
    assert isinstance(refused("", HERE), NotFound)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_only_an_api_on_loopback_may_link_to_http_on_loopback(serve, host):
    server = serve(answer(FILE))
    error = refused(f"http://{host}:{server.port}/", AWAY)
    assert error.reason == "not a link to follow"
    assert server.connections == []


@pytest.mark.parametrize(
    "host",
    [
        "files.example.com",
        "127.0.0.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "0x7f000001",
        "[::ffff:127.0.0.1]",
        "user:password@localhost",
    ],
)
def test_nothing_is_sent_to_a_name_that_leads_into_our_network(leads_here, host):
    error = refused(f"https://{host}:{leads_here.port}/cv?signature=s3cret", AWAY)
    assert error.reason == "the link leads into a private network"
    assert leads_here.received() == b""


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),
        ("0.0.0.0", False),  # noqa: S104
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("224.0.0.251", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:10.1.2.3", False),
        ("64:ff9b::a01:203", False),
        ("2002:a01:203::1", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("ff02::1", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(ip_address(address)) is public


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


def test_neither_key_nor_cookies_nor_passwords_are_sent(serve, monkeypatch, tmp_path):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(answer(FILE, "200 OK", "Set-Cookie: session=of-somebody; Path=/"))
    for _ in range(2):
        read(server)
    for request in server.requests:
        assert request.line == "GET /cv?signature=s3cret HTTP/1.1"
        assert request.headers("Authorization") == []
        assert request.headers("Cookie") == []
        assert request.headers("Referer") == []


def test_proxies_of_the_environment_are_not_used(serve, monkeypatch):
    proxy, server = serve(answer()), serve(answer(FILE))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    assert read(server) == FILE
    assert proxy.requests == []


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_a_redirect_is_not_followed(serve, status):
    elsewhere = serve(answer(FILE))
    server = serve(answer(b"", f"{status} Moved", f"Location: {elsewhere.url}/"))
    with pytest.raises(ServerError) as caught:
        read(server)
    assert caught.value.status == int(status)
    assert elsewhere.requests == []


@pytest.mark.parametrize("status", ["400", "401", "403", "429", "500", "206", "204"])
def test_a_refused_or_expired_link_is_not_an_error_of_the_key(serve, status):
    server = serve(answer(b"<Error/>", f"{status} No"))
    with pytest.raises(RecruspaceError) as caught:
        read(server)
    assert type(caught.value) is ServerError
    assert caught.value.status == int(status)
    assert len(server.requests) == 1


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
    # What is not there, too large or refused keeps no place.
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
    # One that nobody closes gives its place back with itself.
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


def test_the_link_is_in_no_error_and_no_log(serve, caplog):
    caplog.set_level(logging.INFO)
    gone, hasty = serve(answer(b"", "403 No")), serve(then_close())
    urls = [f"{one.url}/cv?signature=s3cret" for one in (gone, hasty)]
    for url in [*urls, "http://[/?signature=s3cret", "https://x\ud800/?s3cret"]:
        error = refused(url, HERE)
        assert "s3cret" not in f"{error}{error.reason}"
        assert error.__context__ is None
    assert "s3cret" not in caplog.text
    assert "GET the link of a file" in caplog.text


def test_a_download_can_have_other_limits(serve):
    server = serve(answer(FILE))
    with pytest.raises(FileTooLarge):
        open_link(f"{server.url}/", api_url=HERE, limits=replace(QUICK, body=100))
