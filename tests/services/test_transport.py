"""What is sent, how often, and which answers are accepted."""

import gzip

import pytest

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http.wire import Limits
from tests.each_case import each_case
from tests.services.conftest import client_of
from tests.services.faults import DROPPED
from tests.services.raw_server import answer, head
from tests.services.some_calls import CALLS, READ, WRITES

POOLS = "GET /api/v1/client/talent-pools/?page=1&page_size=100 HTTP/1.1"
CHUNKED = b"1\r\n[\r\n1\r\n]\r\n0\r\n\r\n"


def test_a_key_that_is_refused(recruspace, sandbox):
    stranger = RecruspaceClient("rs_live_of_nobody", sandbox.url)
    with pytest.raises(AuthenticationFailed) as caught:
        stranger.talent_pools.list()
    assert caught.value.status == 401


def test_a_connection_is_used_again(serve):
    server = serve(answer(), head("200 OK", "Transfer-Encoding: chunked") + CHUNKED)
    for _ in range(4):
        READ(client_of(server))
    assert (len(server.requests), len(server.connections)) == (4, 1)


@each_case("dropped", DROPPED)
def test_a_read_is_retried_once(serve, dropped):
    server = serve(dropped, answer())
    assert READ(client_of(server)).items == ()
    assert [each.line for each in server.requests] == [POOLS, POOLS]


@each_case("dropped", DROPPED)
def test_a_read_is_sent_twice_at_most(serve, dropped):
    server = serve(dropped)
    with pytest.raises((ApiConnectionError, ServerError)) as caught:
        READ(client_of(server))
    assert len(server.requests) == 2
    assert not caught.value.outcome_unknown


@each_case("dropped", DROPPED)
@each_case("call", WRITES)
def test_a_write_is_never_sent_twice(serve, call, dropped):
    server = serve(dropped)
    with pytest.raises((ApiConnectionError, ServerError)) as caught:
        call(client_of(server))
    assert len(server.requests) == 1
    assert caught.value.outcome_unknown


@each_case(
    ("status", "unknown"),
    [
        *((status, False) for status in (400, 401, 403, 404, 409, 429)),
        *((status, True) for status in (500, 501, 599)),
    ],
)
@each_case("call", CALLS)
def test_a_clear_answer_is_never_retried(serve, call, status, unknown):
    server = serve(answer(b"{}", f"{status} No"))
    with pytest.raises(RecruspaceError) as caught:
        call(client_of(server))
    assert caught.value.status == status
    assert caught.value.outcome_unknown is (unknown and call is not READ)
    assert len(server.requests) == 1


@each_case("call", WRITES)
@each_case("body", [b"<html>", b"{", b'{"a": NaN}', b"\xff"])
def test_a_write_with_a_2xx_that_is_not_json(serve, call, body):
    server = serve(answer(body, "201 Created"))
    with pytest.raises(ServerError, match="not JSON") as caught:
        call(client_of(server))
    assert (caught.value.status, caught.value.outcome_unknown) == (201, True)


SIZES = {"plain": b"[" + b" " * 2000 + b"]", "bomb": gzip.compress(b" " * 20_000_000)}


@each_case("call", CALLS)
@each_case("kind", SIZES)
def test_a_body_over_the_limit_is_not_read_to_its_end(serve, call, kind):
    encoding = "gzip" if kind == "bomb" else "identity"
    server = serve(answer(SIZES[kind], "200 OK", f"Content-Encoding: {encoding}"))
    with pytest.raises(ServerError, match="body too large") as caught:
        call(client_of(server, Limits(body=1000)))
    assert caught.value.status == 200
    assert caught.value.outcome_unknown is (call is not READ)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_that_is_not_compressed_as_it_says(serve, encoding):
    server = serve(answer(b"[]", "200 OK", f"Content-Encoding: {encoding}"))
    with pytest.raises(ServerError):
        READ(client_of(server))


def test_a_compressed_body_is_read(serve):
    server = serve(answer(gzip.compress(b"[]"), "200 OK", "Content-Encoding: gzip"))
    assert READ(client_of(server)).items == ()
    assert "gzip" in server.requests[0].headers("Accept-Encoding")[0]
