"""A link gets no key, and cannot lead into our network."""

import logging
import socket
from ipaddress import ip_address

import pytest

from recruspace_dashboard.services.errors import (
    NotFound,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http.downloads import is_public
from tests.each_case import each_case
from tests.services.links import AWAY, FILE, HERE, read, refused
from tests.services.raw_server import answer, then_close


class Listener:
    """Accepts a connection, and never answers."""

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
    """A listener on loopback to which every name resolves."""
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


@each_case("host", ["127.0.0.1", "localhost", "[::1]"])
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


@each_case(
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
        ("fec0::1", False),
        ("feff:ffff::1", False),
        ("64:ff9b:1::a01:203", False),
        ("64:ff9b:1:ffff::5db8:d70e", False),
        ("::127.0.0.1", False),
        ("::10.1.2.3", False),
        ("::ffff:0:127.0.0.1", False),
        ("::ffff:0:93.184.215.14", False),
        ("100::1", False),
        ("5f00::1", False),
        ("2001:db8::1", False),
        ("2001::1", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(ip_address(address)) is public


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


@each_case("status", ["301", "302", "303", "307", "308"])
def test_a_redirect_is_not_followed(serve, status):
    elsewhere = serve(answer(FILE))
    server = serve(answer(b"", f"{status} Moved", f"Location: {elsewhere.url}/"))
    with pytest.raises(ServerError) as caught:
        read(server)
    assert caught.value.status == int(status)
    assert elsewhere.requests == []


@each_case("status", ["400", "401", "403", "429", "500", "206", "204"])
def test_a_refused_or_expired_link_is_not_an_error_of_the_key(serve, status):
    server = serve(answer(b"<Error/>", f"{status} No"))
    with pytest.raises(RecruspaceError) as caught:
        read(server)
    assert type(caught.value) is ServerError
    assert caught.value.status == int(status)
    assert len(server.requests) == 1


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
