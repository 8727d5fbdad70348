"""How a client uses its cached answers."""

import json
import os
from contextlib import suppress

import pytest

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http.response_cache import CachedResponse
from tests.services.conftest import KEY, QUICK
from tests.services.raw_server import answer, then_reset

POOL = {"id": 1, "name": "Backend", "candidate_count": 3}
GOOD = answer(json.dumps([POOL]).encode())
NEWER = answer(json.dumps([POOL | {"name": "Frontend"}]).encode())
NOON = 1_700_000_000.0


class Store:
    """Stores answers in a dictionary. A test sets whether they are fresh."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.fresh = False
        self.changes = 0
        self.mark = b""

    def get(self, call: str) -> CachedResponse | None:
        body = self.answers.get(call)
        if body is None:
            return None
        return CachedResponse(body, NOON, self.fresh, self.mark)

    def put(self, call: str, body: bytes, asked_at: float) -> None:
        self.answers[call] = body

    def forget(self, call: str) -> None:
        self.answers.pop(call, None)

    def changed(self) -> None:
        self.changes += 1


@pytest.fixture
def store() -> Store:
    return Store()


def client_of(server, store: Store) -> RecruspaceClient:
    return RecruspaceClient(KEY, server.url, QUICK, store=store)


def names(client: RecruspaceClient) -> list[str]:
    return [pool.name for pool in client.talent_pools.list().items]


FAULTS = {
    "dropped": (then_reset(), 2),
    "503": (answer(b"{}", "503 Service Unavailable"), 2),
    "500": (answer(b"{}", "500 Internal Server Error"), 1),
    "429": (answer(b"{}", "429 Too Many Requests", "Retry-After: 7"), 1),
    "html": (answer(b"<h1>Sign in</h1>"), 1),
    "empty": (answer(b""), 1),
    "not a list": (answer(b'{"results": null}'), 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_cached_answer_is_used_if_the_api_fails(serve, store, fault):
    reply, calls = FAULTS[fault]
    server = serve(GOOD, reply)
    assert names(client_of(server, store)) == ["Backend"]
    client = client_of(server, store)
    assert names(client) == ["Backend"]
    assert client.stale is not None
    assert client.stale.since.timestamp() == NOON
    assert len(server.requests) == 1 + calls


def test_a_stale_answer_comes_with_the_error_of_the_api(serve, store):
    server = serve(GOOD, FAULTS["429"][0])
    names(client_of(server, store))
    client = client_of(server, store)
    names(client)
    assert isinstance(client.stale.error, RateLimited)
    assert client.stale.error.retry_after == 7


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("401 Unauthorized", AuthenticationFailed),
        ("403 Forbidden", AuthenticationFailed),
        ("404 Not Found", NotFound),
    ],
)
def test_no_cached_answer_is_used_if_the_api_refuses(serve, store, status, error):
    server = serve(GOOD, answer(b"{}", status))
    names(client_of(server, store))
    with pytest.raises(error):
        names(client_of(server, store))


@pytest.mark.parametrize(
    "status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"]
)
def test_an_answer_that_is_refused_or_gone_is_removed_from_the_cache(
    serve, store, status
):
    server = serve(GOOD, answer(b"{}", status), then_reset())
    names(client_of(server, store))
    with pytest.raises((NotFound, AuthenticationFailed)):
        names(client_of(server, store))
    assert store.answers == {}
    with pytest.raises(ApiConnectionError):
        names(client_of(server, store))


@pytest.mark.parametrize("fault", ["html", "empty", "not a list", "500"])
def test_only_understood_answers_are_cached(serve, store, fault):
    server = serve(FAULTS[fault][0])
    with pytest.raises(ServerError):
        names(client_of(server, store))
    assert store.answers == {}


def test_a_fresh_answer_saves_the_call(serve, store):
    server = serve(GOOD, NEWER)
    store.fresh = True
    for _ in range(2):
        client = client_of(server, store)
        assert names(client) == ["Backend"]
        assert client.stale is None
    assert len(server.requests) == 1


def test_an_answer_that_is_not_fresh_is_requested_again(serve, store):
    server = serve(GOOD, NEWER)
    assert names(client_of(server, store)) == ["Backend"]
    client = client_of(server, store)
    assert names(client) == ["Frontend"]
    assert client.stale is None


def test_each_page_and_size_of_a_list_is_cached_separately(serve, store):
    store.fresh = True
    server = serve(GOOD)
    pools = client_of(server, store).talent_pools
    pools.list(page=1, page_size=10)
    pools.list(page=2, page_size=10)
    pools.list(page=1, page_size=25)
    pools.list_candidates(pool_id=1)
    pools.list_candidates(pool_id=2)
    assert len(server.requests) == len(store.answers) == 5


def test_a_cached_answer_nested_too_deep_to_read_is_ignored(serve, store):
    """How deep a thread can read depends on how deep it is already."""
    store.fresh = True
    client = client_of(serve(GOOD), store)
    assert names(client) == ["Backend"]
    store.answers = dict.fromkeys(store.answers, b"[" * 100_000)
    assert names(client) == ["Backend"]


def test_an_uncached_client_asks_the_api(serve, store):
    server = serve(GOOD, NEWER)
    store.fresh = True
    client = client_of(server, store)
    assert names(client) == ["Backend"]
    assert names(client.uncached()) == ["Frontend"]
    assert names(client) == ["Backend"]


@pytest.mark.parametrize(
    "reply",
    [
        answer(b'{"id": 9, "name": "New"}', "201 Created"),
        answer(b"{}", "500 Internal Server Error"),
        then_reset(),
    ],
    ids=["done", "500", "dropped"],
)
def test_after_a_write_of_any_outcome_nothing_is_fresh(serve, store, reply):
    client = client_of(serve(reply), store)
    with suppress(RecruspaceError):
        client.talent_pools.create(name="New")
    assert store.changes == 1
    assert store.answers == {}


def test_a_page_says_whether_it_comes_from_the_cache(serve, store):
    server = serve(GOOD, GOOD, b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{")

    def is_cached() -> bool:
        return client_of(server, store).talent_pools.list().cached

    assert not is_cached()
    store.fresh = True
    assert is_cached()
    store.fresh = False
    assert not is_cached()
    # An answer that cannot be read: the older one is used.
    assert is_cached()
    assert len(server.requests) >= 3


def test_an_opened_candidate_says_so_too(serve, store):
    server = serve(answer(json.dumps({"id": 7, "city": "Bursa"}).encode()))

    def found():
        return client_of(server, store).candidates.look_up(candidate_id=7)

    first = found()
    assert (first.cached, first.payload["city"], first.candidate.id) == (
        False,
        "Bursa",
        7,
    )
    store.fresh = True
    assert found().cached


def test_the_same_kept_answer_is_read_once(serve, store):
    store.fresh, store.mark = True, os.urandom(12)
    client = client_of(serve(GOOD), store)
    names(client)
    first = client.talent_pools.list()
    assert client.talent_pools.list() is first
    assert (first.cached, first.mark, first.payloads) == (True, store.mark, ())
    # Another kept answer, of another time or another key, although it says the same.
    store.mark = os.urandom(12)
    assert client.talent_pools.list() is not first
    # As a whole list, which is not cut, the same answer is another page.
    [walked] = client.talent_pools.walk()
    assert walked.payloads == (POOL,)


def test_what_was_made_of_an_answer_is_gone_with_it(serve, store):
    store.fresh, store.mark = True, os.urandom(12)
    server = serve(GOOD, NEWER)
    client = client_of(server, store)
    assert [names(client), names(client)] == [["Backend"]] * 2
    store.answers.clear()
    assert names(client) == ["Frontend"]
    assert len(server.requests) == 2


def test_an_answer_without_a_mark_is_read_each_time(serve, store):
    store.fresh = True
    client = client_of(serve(GOOD), store)
    names(client)
    assert client.talent_pools.list() is not client.talent_pools.list()


def test_an_older_answer_from_memory_is_still_said_to_be_old(serve, store):
    store.mark = os.urandom(12)
    server = serve(GOOD, then_reset())
    assert names(client_of(server, store)) == ["Backend"]
    for _ in range(2):
        client = client_of(server, store)
        assert names(client) == ["Backend"]
        assert client.stale is not None
