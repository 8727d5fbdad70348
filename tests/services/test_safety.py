"""The key goes to the API only, nothing leaks, and no redirect is followed."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import (
    AuthenticationFailed,
    NotFound,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http.wire import Limits
from tests.each_case import each_case
from tests.services.conftest import KEY, client_of
from tests.services.faults import DROPPED
from tests.services.raw_server import answer, head
from tests.services.some_calls import CALLS, READ


@each_case("status", ["301", "302", "303", "307", "308"])
@each_case("call", CALLS)
def test_a_redirect_is_not_followed(serve, call, status):
    elsewhere = serve(answer())
    for target in (
        f"{elsewhere.url}/",
        "/somewhere/",
        "file:///etc/passwd",
        "http://[",
    ):
        server = serve(answer(b"", f"{status} Moved", f"Location: {target}"))
        with pytest.raises(ServerError) as caught:
            call(client_of(server))
        assert caught.value.status == int(status)
        assert caught.value.outcome_unknown is (call is not READ)
        assert len(server.requests) == 1
    assert elsewhere.requests == []


def test_the_body_of_a_redirect_is_not_read(serve):
    # Reading the body would take too long.
    reply = head("302 Found", "Location: /", "Content-Length: 1000000")
    server = serve(reply + b"x" * 100)
    with pytest.raises(ServerError) as caught:
        READ(client_of(server, Limits(read=0.3, total=5)))
    assert caught.value.status == 302


def test_cookies_are_not_stored(serve):
    server = serve(answer(b"[]", "200 OK", "Set-Cookie: session=of-somebody; Path=/"))
    for _ in range(2):
        READ(client_of(server))
    assert len(server.requests) == 2
    assert not any(each.headers("Cookie") for each in server.requests)


def test_a_netrc_does_not_replace_the_key(serve, monkeypatch, tmp_path):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(answer())
    READ(client_of(server))
    assert server.requests[0].headers("Authorization") == [f"Bearer {KEY}"]


def test_proxies_of_the_environment_are_not_used(serve, monkeypatch):
    proxy, server = serve(answer()), serve(answer())
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    READ(client_of(server))
    assert (len(server.requests), proxy.requests) == (1, [])


@each_case(
    ("job_hash", "sent"),
    [
        ("a/../../users", "a%2F..%2F..%2Fusers"),
        ("a?b=c#d", "a%3Fb%3Dc%23d"),
        ("%2e%2e", "%252e%252e"),
        ("..%2F", "..%252F"),
        ("ığü", "%C4%B1%C4%9F%C3%BC"),
        ("a b\r\nX: y", "a%20b%0D%0AX%3A%20y"),
        ("{0}", "%7B0%7D"),
    ],
)
def test_an_id_stays_one_segment_of_the_path(serve, job_hash, sent):
    server = serve(answer(b"{}"))
    client_of(server).job_posts.get(job_hash=job_hash)
    assert server.requests[0].line == f"GET /api/v1/client/job-posts/{sent}/ HTTP/1.1"


@each_case("job_hash", ["", ".", "..", "...", "\ud800"])
def test_an_impossible_id_is_not_sent(serve, job_hash):
    server = serve(answer(b"{}"))
    with pytest.raises(NotFound):
        client_of(server).job_posts.get(job_hash=job_hash)
    assert server.requests == []


@each_case(
    "address",
    [
        "http://api.recruspace.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com",
        "ftp://localhost",
        "//localhost",
        "localhost",
        "",
        "https://",
        "https:///path",
        "http://[::1",
    ],
)
def test_an_unsafe_base_url_is_refused(address):
    with pytest.raises(ValueError, match=r"https|IPv6"):
        RecruspaceClient(KEY, address)


@each_case(
    "address",
    ["https://api.recruspace.com", "http://localhost:8000/", "http://[::1]:8000"],
)
def test_a_safe_base_url_is_accepted(address):
    RecruspaceClient(KEY, address)


@each_case("port", ["0", "99999", "abc"])
def test_a_base_url_with_an_impossible_port(port):
    client = RecruspaceClient(KEY, f"http://127.0.0.1:{port}")
    with pytest.raises(RecruspaceError) as caught:
        client.talent_pools.create(name="x")
    assert not caught.value.outcome_unknown


@each_case("key", ["anahtarım", "a\r\nX-Other: b", "key\n", "\x00"])
def test_an_impossible_key_is_not_sent(serve, key):
    server = serve(answer())
    with pytest.raises(AuthenticationFailed) as caught:
        RecruspaceClient(key, server.url).talent_pools.list()
    assert server.requests == []
    assert key not in str(caught.value)


def test_threads_share_no_session_and_mix_no_keys(serve):
    server = serve(answer())
    ready = threading.Barrier(8)

    def call(number: int) -> None:
        client = RecruspaceClient(f"key-{number}", server.url)
        ready.wait(timeout=5)
        for _ in range(10):
            client.candidates.search_by_email(email=f"{number}@example.com")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(call, range(8)))
    assert len(server.requests) == 80
    for each in server.requests:
        number = each.line.partition("email=")[2][0]
        assert each.headers("Authorization") == [f"Bearer key-{number}"]


FAULTS = [
    *DROPPED,
    pytest.param(answer(b"<html>"), id="html"),
    pytest.param(answer(KEY.encode(), "500 No"), id="echo-500"),
    pytest.param(answer(b"{}", "401 No"), id="401"),
    pytest.param(answer(b"", "302 No", f"Location: /?{KEY}"), id="redirect"),
    pytest.param(answer(b"x", "200 OK", "Content-Encoding: gzip"), id="no-gzip"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_key_and_the_input_are_in_no_error_and_no_log(serve, caplog, fault):
    caplog.set_level(logging.DEBUG)
    client = client_of(serve(fault))
    with pytest.raises(RecruspaceError) as caught:
        client.candidates.search_by_email(email="jane@example.com")
    assert_clean(caught.value)
    ours = [each for each in caplog.records if not each.name.startswith("urllib3")]
    assert ours
    assert "jane" not in " ".join(map(str, (each.__dict__ for each in ours)))
    assert KEY not in " ".join(str(each.__dict__) for each in caplog.records)


def test_the_key_is_not_in_the_repr_of_its_holders(serve):
    client = client_of(serve(answer()))
    transport = client.talent_pools._api._transport
    for each in (client, client.talent_pools, transport, transport._auth):
        assert KEY not in f"{each!r} {each}"


def assert_clean(error: BaseException) -> None:
    """Neither the error nor its causes hold the key or an e-mail."""
    chain: list[BaseException | None] = [error]
    while chain:
        each = chain.pop()
        if each is None:
            continue
        shown = f"{each!r} {each} {each.args} {vars(each)}"
        assert KEY not in shown
        assert "jane" not in shown
        assert not isinstance(each, OSError)
        chain += [each.__cause__, each.__context__]
