"""What gunicorn makes of messages that are not clean."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.clock import wait_until
from tests.project.served import Served

HOST = b"Host: 127.0.0.1\r\n"
SMUGGLED = b"GET /healthz/?smuggled HTTP/1.1\r\n" + HOST + b"\r\n"


def ask(dashboard: Served, message: bytes) -> bytes:
    answer = b""
    place = ("127.0.0.1", urlsplit(dashboard.site).port)
    with socket.create_connection(place, timeout=30) as connection:
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
    dashboard: Served, message: bytes
):
    begin = b"POST /healthz/ HTTP/1.1\r\n" + HOST
    answer = ask(dashboard, begin + message + SMUGGLED)
    assert int(answer.split(b" ", 2)[1]) in {400, 501}
    assert answer.count(b"HTTP/1.1 ") == 1


def test_an_address_writes_no_line_of_its_own_into_the_log(dashboard: Served):
    address = b"GET /healthz/%0d%0a2026-11-24%20ERROR%20-%20forged/ HTTP/1.0\r\n"
    ask(dashboard, address + HOST + b"\r\n")
    wait_until(lambda: "status=404" in dashboard.log.read_text())
    lines = [one for one in dashboard.log.read_text().splitlines() if "forged" in one]
    assert len(lines) == 2  # Django's and gunicorn's
    assert all("/healthz/\\r\\n2026" in line for line in lines)
