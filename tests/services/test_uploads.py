"""Files are sent in pieces, once, and under a safe name."""

import io
import socket
import time
import tracemalloc
from contextlib import suppress

import pytest

from recruspace_dashboard.services.errors import ApiConnectionError, ValidationFailed
from recruspace_dashboard.services.http.wire import Limits
from tests.services.big_file import MIB, BigFile
from tests.services.conftest import client_of
from tests.services.raw_server import answer, drip, head, silence

PATIENT = Limits()


def upload(client, content, name="cv.pdf"):
    return client.utilities.upload_file(
        name=name, content=content, content_type="application/pdf"
    )


def test_a_big_file_is_read_and_sent_in_pieces(serve):
    server = serve(answer(b'{"id": 1}', "201 Created"))
    file = BigFile(60 * MIB)
    tracemalloc.start()
    try:
        assert upload(client_of(server, PATIENT), file).id == 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MIB
    assert file.place == 60 * MIB
    assert file.largest <= MIB
    assert 0 < server.requests[0].size - 60 * MIB < 2048
    assert server.requests[0].headers("Transfer-Encoding") == []


def reads_slowly(seconds: float, answered: bytes):
    """Leaves most of a file with its sender for so long."""

    def reply(connection: socket.socket) -> None:
        time.sleep(seconds)
        connection.settimeout(0.2)
        with suppress(TimeoutError):
            while connection.recv(65536):
                pass
        connection.sendall(answered)

    return reply


@pytest.mark.parametrize("status", ["201 Created", "409 Conflict"])
def test_an_upload_takes_no_time_from_later_calls(serve, status):
    answered = answer(b'{"id": 1}', status, "Connection: close")
    server = serve(
        reads_slowly(1.2, answered),
        answer(b'{"id": 2, "name": "x"}', "201 Created"),
        hasty=True,
    )
    client = client_of(server, Limits.of_page(1))
    with suppress(ValidationFailed):
        assert upload(client, BigFile(20 * MIB)).id == 1
    assert client.talent_pools.create(name="x").id == 2


def test_a_file_on_disk_is_sent_whole(serve, tmp_path):
    path = tmp_path / "cv.pdf"
    path.write_bytes(b"0123456789" * 1000)
    server = serve(answer(b'{"id": 1}'))
    with path.open("rb") as file:
        upload(client_of(server), file)
    assert path.read_bytes() in server.requests[0].body


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Özgeçmiş İğne.pdf", "Özgeçmiş İğne.pdf"),
        ("簡歷 📄.pdf", "簡歷 📄.pdf"),
        ('my "best".pdf', 'my "best".pdf'),
        ("a\r\nX-Other: b.pdf", "a%0D%0AX-Other: b.pdf"),
        ("a;b=c.pdf", "a;b=c.pdf"),
    ],
)
def test_file_names_arrive_as_browsers_send_them(recruspace, sandbox, name, sent):
    stored = upload(recruspace, io.BytesIO(b"x"), name)
    [call] = sandbox.requests
    assert call.files["file"].filename == sent
    assert (call.form, list(call.files)) == ({"folder_key": "cv"}, ["file"])
    assert stored.name == sent


def test_a_file_may_be_refused_before_it_is_sent_whole(serve):
    def refuse(peer: socket.socket) -> None:
        peer.sendall(answer(b'{"detail": "Too large."}', "413 Too Large"))
        peer.shutdown(socket.SHUT_WR)
        while peer.recv(65536):
            pass

    server = serve(refuse, hasty=True)
    with pytest.raises(ValidationFailed) as caught:
        upload(client_of(server, PATIENT), BigFile(5 * MIB))
    assert (caught.value.status, caught.value.messages) == (413, ["Too large."])
    assert len(server.requests) == 1


def test_an_upload_may_take_longer_than_other_calls_while_it_is_sent(serve):
    server = serve(reads_slowly(0.7, answer(b'{"id": 1}')), hasty=True)
    assert upload(client_of(server, Limits.of_page(0.5)), BigFile(20 * MIB)).id == 1


@pytest.mark.parametrize(
    "reply",
    [
        silence,
        drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 90),
        drip(head("200 OK", "Content-Length: 1000") + b"[" * 1000),
    ],
    ids=["nothing", "head", "body"],
)
def test_after_the_last_byte_a_file_is_waited_for_no_longer_than_a_page(serve, reply):
    """With the limits of a page, whose time alone is shorter here."""
    client, began = client_of(serve(reply), Limits.of_page(0.4)), time.monotonic()
    with pytest.raises(ApiConnectionError) as caught:
        upload(client, io.BytesIO(b"%PDF-" * 100))
    assert time.monotonic() - began < 10
    assert caught.value.timed_out
    assert caught.value.outcome_unknown


def test_little_of_a_file_is_left_when_all_of_it_counts_as_sent(serve):
    """Or the time for the answer would pass while the file is still on its way."""
    file, taken = BigFile(20 * MIB), []

    def read_nothing(connection: socket.socket) -> None:
        time.sleep(0.3)
        taken.append(file.place)

    with pytest.raises(ApiConnectionError):
        upload(client_of(serve(read_nothing, hasty=True)), file)
    # By the buffers of both ends.
    assert taken[0] < MIB
