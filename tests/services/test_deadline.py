"""Every call ends in time, with a known or unknown outcome."""

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import replace

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import ApiConnectionError
from recruspace_dashboard.services.http import deadline
from recruspace_dashboard.services.http.wire import Limits
from tests.services.big_file import MIB, BigFile
from tests.services.conftest import KEY, client_of
from tests.services.raw_server import answer, drip, head, silence
from tests.services.some_calls import CALLS, READ, WRITES, name_of, upload

# Long enough for a busy machine to send something.
SHORT = Limits(connect=1, read=0.5, total=1, upload_read=0.5, upload=1)
NO_SILENCE = replace(SHORT, read=5, upload_read=5)
LONG_TO_CONNECT = replace(SHORT, connect=5, upload=2)
# More than a call in time takes.
LATE = SHORT.total + 4

BODY = head("200 OK", "Content-Length: 1000")
STALLED = {
    "before-the-head": silence,
    "in-the-head": lambda peer: (peer.sendall(b"HTTP/1.1 200 OK\r\n"), silence(peer)),
    "in-the-body": lambda peer: (peer.sendall(BODY + b"["), silence(peer)),
}
DRIPPED = {
    "status": drip(b"HTTP/1.1 200 OK" + b" " * 1000),
    "head": drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 90),
    "continue": drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 90),
    "body": drip(head("200 OK", "Content-Length: 1000") + b"[" * 1000, 0.02),
    "chunk-size": drip(
        head("200 OK", "Transfer-Encoding: chunked") + b"1;" + b"x" * 999, 0.02
    ),
    "trailer": drip(
        head("200 OK", "Transfer-Encoding: chunked") + b"0\r\n" + b"X: y\r\n" * 99,
        0.02,
    ),
}


def failed(call, client) -> ApiConnectionError:
    """The error of a call that ended in time."""
    began = time.monotonic()
    with pytest.raises(ApiConnectionError) as caught:
        call(client)
    assert time.monotonic() - began < LATE
    assert caught.value.status is None
    return caught.value


@pytest.mark.parametrize("call", [READ, upload], ids=name_of)
@pytest.mark.parametrize("where", STALLED)
def test_a_silent_server(serve, call, where):
    server = serve(STALLED[where])
    error = failed(call, client_of(server, SHORT))
    assert error.timed_out
    assert error.outcome_unknown is (call in WRITES)
    assert len(server.requests) <= (2 if call is READ else 1)


def test_calls_of_a_page_share_its_time_and_background_calls_do_not(serve):
    server = serve(answer())
    page = client_of(server, Limits.of_page(0.2))
    background = client_of(server, Limits.of_background())
    time.sleep(0.3)
    assert failed(READ, page).timed_out
    assert READ(background).items == ()
    assert Limits.of_background() == Limits()


@pytest.mark.parametrize("call", [WRITES[0], upload], ids=name_of)
def test_a_silence_ends_a_call_before_its_time_is_up(serve, call):
    limits = Limits(read=0.2, total=5, upload_read=0.2, upload=5)
    assert failed(call, client_of(serve(silence), limits)).timed_out


@pytest.mark.parametrize(
    ("call", "where"), [*((READ, where) for where in DRIPPED), (upload, "head")]
)
def test_a_dripping_server(serve, call, where):
    server = serve(DRIPPED[where])
    error = failed(call, client_of(server, NO_SILENCE))
    assert error.timed_out
    assert error.outcome_unknown is (call in WRITES)
    assert len(server.requests) == 1


def send_much(client: RecruspaceClient) -> None:
    client.utilities.upload_file(
        name="cv.pdf", content=BigFile(60 * MIB), content_type="application/pdf"
    )


def test_a_server_that_hardly_reads(serve):
    def sip(peer: socket.socket) -> None:
        ends = time.monotonic() + LATE
        while time.monotonic() < ends and peer.recv(65536):
            time.sleep(0.01)

    error = failed(send_much, client_of(serve(sip, hasty=True), LONG_TO_CONNECT))
    assert (error.timed_out, error.outcome_unknown) == (True, True)


def test_a_server_that_does_not_read():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        error = failed(send_much, RecruspaceClient(KEY, address, LONG_TO_CONNECT))
    assert (error.timed_out, error.outcome_unknown) == (True, True)


@pytest.mark.parametrize("call", CALLS, ids=name_of)
def test_a_refused_connection(serve, call):
    server = serve(answer())
    server.stop()
    error = failed(call, client_of(server, SHORT))
    assert (error.timed_out, error.outcome_unknown) == (False, False)


@pytest.mark.parametrize("call", CALLS, ids=name_of)
def test_a_lookup_that_takes_too_long(call, monkeypatch):
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: answered.wait(60))
    client = RecruspaceClient(KEY, "https://api.example.invalid", SHORT)
    error = failed(call, client)
    answered.set()
    assert error.timed_out
    assert not error.outcome_unknown


def test_each_address_of_a_host_is_tried(serve, monkeypatch):
    server = serve(answer())
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.port))
        for address in ("127.0.0.99", "127.0.0.1")
    ]
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *more: found if host == "localhost" else look_up(host, *more),
    )
    client = RecruspaceClient(KEY, server.url.replace("127.0.0.1", "localhost"), SHORT)
    client.talent_pools.list()
    [request] = server.requests
    assert request.headers("Host") == [f"localhost:{server.port}"]


@pytest.mark.parametrize("call", CALLS, ids=name_of)
def test_a_host_without_an_address(call, monkeypatch):
    lookups = []

    def fail(host: str, *args: object) -> None:
        lookups.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    client = RecruspaceClient(KEY, "https://api.example.invalid", SHORT)
    error = failed(call, client)
    assert (error.timed_out, error.outcome_unknown) == (False, False)
    assert len(lookups) == (2 if call is READ else 1)


@pytest.mark.parametrize("call", [READ, upload], ids=name_of)
def test_a_host_that_accepts_no_connection(call):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        limits = Limits(connect=0.2, read=5, total=1, upload=1)
        client = RecruspaceClient(KEY, f"http://127.0.0.1:{address[1]}", limits)
        error = failed(call, client)
        for each in waiting:
            each.close()
    assert (error.timed_out, error.outcome_unknown) == (True, False)


@pytest.mark.slow
def test_all_addresses_of_a_host_share_the_time_of_the_call(monkeypatch):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        found = (socket.AF_INET, socket.SOCK_STREAM, 6, "", address)
        # Three names for the same address, whose backlog is full.
        others = [(*found[:4], (name, address[1])) for name in ("127.1", "127.0.1")]
        look_up = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *more: (
                [found, *others] if host == "localhost" else look_up(host, *more)
            ),
        )
        limits = Limits(connect=3, read=3, total=3)
        client = RecruspaceClient(KEY, f"http://localhost:{address[1]}", limits)
        began = time.monotonic()
        with pytest.raises(ApiConnectionError) as caught:
            READ(client)
        assert time.monotonic() - began < 3 + 4
        for each in waiting:
            each.close()
    assert caught.value.timed_out


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate of 127.0.0.1: its file, and a context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    host = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context


@pytest.mark.parametrize("call", CALLS, ids=name_of)
def test_a_certificate_that_is_not_trusted(serve, certificate, call, caplog):
    server = serve(answer(), certificate=certificate[1])
    with caplog.at_level("INFO", "recruspace_dashboard"):
        error = failed(call, client_of(server, SHORT))
    assert "failed (SSLError)" in caplog.text
    assert (error.timed_out, error.outcome_unknown) == (False, False)
    assert server.requests == []


def test_a_handshake_that_stalls(serve):
    server = serve(silence)
    client = RecruspaceClient(KEY, server.url.replace("http:", "https:"), SHORT)
    error = failed(WRITES[0], client)
    assert (error.timed_out, error.outcome_unknown) == (True, False)


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_drips_over_tls(serve, certificate, where):
    path, context = certificate
    server = serve(DRIPPED[where], certificate=context)
    deadline.current.set(deadline.Exchange(ends=time.monotonic() + 0.4, patience=5))
    began = time.monotonic()
    with requests.Session() as session:
        session.mount("https://", deadline.DeadlineAdapter())
        with pytest.raises((requests.ConnectionError, requests.Timeout)):
            session.get(server.url, verify=path)
    assert time.monotonic() - began < LATE


def test_an_answer_over_tls(serve, certificate):
    path, context = certificate
    server = serve(answer(b"[1]"), certificate=context)
    deadline.current.set(deadline.Exchange(ends=time.monotonic() + 5, patience=5))
    with requests.Session() as session:
        session.mount("https://", deadline.DeadlineAdapter())
        for _ in range(2):
            assert session.get(server.url, verify=path).json() == [1]
    assert (len(server.requests), len(server.connections)) == (2, 1)
