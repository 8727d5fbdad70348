"""Answers that break off, and those of a gateway in front of a dead API."""

import pytest

from tests.services.raw_server import answer, head, then_close, then_reset

DROPPED = [
    pytest.param(then_close(), id="closed"),
    pytest.param(then_reset(), id="reset"),
    pytest.param(then_close(b"no HTTP at all\r\n\r\n"), id="garbage"),
    pytest.param(then_close(head("200 OK", "Content-Length: 9") + b"[]"), id="short"),
    pytest.param(then_reset(head("200 OK", "Content-Length: 9") + b"[]"), id="cut"),
    pytest.param(
        then_close(head("200 OK", "Transfer-Encoding: chunked") + b"1\r\n["),
        id="chunk",
    ),
    pytest.param(
        then_close(head("200 OK", "Transfer-Encoding: chunked") + b"zz\r\n["),
        id="chunk-size",
    ),
    *(
        pytest.param(answer(b"<html>", f"{status} Bad"), id=f"{status}")
        for status in (502, 503, 504)
    ),
]
