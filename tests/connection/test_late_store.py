"""Answers are stored once the page is sent, and are at hand until then."""

from contextlib import ExitStack

import pytest

from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.connection.late_store import LateStore
from recruspace_dashboard.connection.response_store import SealedResponseStore

KEY = "rs_live_0123456789abcdef"
CALL = "GET /talent-pools/ ?page=1"


@pytest.fixture
def kept(clock) -> SealedResponseStore:
    """What other pages see."""
    store = SealedResponseStore(KEY, 30, clock)
    assert store.get("the first call") is None
    return store


@pytest.fixture
def store(kept) -> LateStore:
    return LateStore(kept)


def test_an_answer_is_at_hand_and_not_yet_stored(store, kept, clock):
    store.put(CALL, b"[]", clock.now)
    assert (store.get(CALL).body, store.get(CALL).fresh) == (b"[]", True)
    assert kept.get(CALL) is None


def test_once_the_page_is_sent_it_is_stored_with_its_time(store, kept, clock):
    asked_at = clock.now
    store.put(CALL, b"[]", asked_at)
    clock.now += 5
    store.keep()
    found = kept.get(CALL)
    assert (found.body, found.asked_at, found.fresh) == (b"[]", asked_at, True)


def test_what_comes_after_the_page_is_stored_at_once(store, kept, clock):
    store.keep()
    store.put(CALL, b"[]", clock.now)
    assert kept.get(CALL).body == b"[]"


def test_what_may_not_be_seen_any_more_is_not_stored(store, kept, clock):
    store.put(CALL, b"[]", clock.now)
    store.forget(CALL)
    assert store.get(CALL) is None
    store.keep()
    assert kept.get(CALL) is None


def test_after_a_write_nothing_is_fresh(store, kept, clock):
    store.put(CALL, b"[]", clock.now)
    clock.now += 1
    store.changed()
    assert store.get(CALL).fresh is False
    store.keep()
    assert kept.get(CALL).fresh is False


def test_a_write_of_another_page_makes_it_old_before_it_is_stored(store, kept, clock):
    store.put(CALL, b"[]", clock.now)
    clock.now += 1
    kept.changed()
    store.keep()
    assert kept.get(CALL).fresh is False


def test_a_page_reads_its_own_answer_again_without_a_call(sandbox):
    with ExitStack() as late:
        client = client_for(sandbox.keys[0], Purpose.PAGE, late=late)
        assert client.talent_pools.all() == client.talent_pools.all()
        assert len(sandbox.requests) == 1
        client_for(sandbox.keys[0], Purpose.PAGE).talent_pools.all()
        assert len(sandbox.requests) == 2


def test_an_answer_is_kept_although_the_page_fails(browse, sandbox, pool):
    path = f"/talent-pools/{pool.id}/candidates/"
    # Later than the list of pools, which is read beside it.
    sandbox.reply("GET", path, status=400, times=1, delay=0.1)
    assert browse.get(f"/pools/{pool.id}/").status_code == 422
    assert browse.get(f"/pools/{pool.id}/").status_code == 200
    pools = [call for call in sandbox.requests if call.path.endswith("/talent-pools/")]
    assert len(pools) == 1


def test_it_is_stored_when_the_server_closes_the_response(browse, pool, monkeypatch):
    stored = []
    monkeypatch.setattr(
        SealedResponseStore, "put", lambda store, call, *answer: stored.append(call)
    )
    with monkeypatch.context() as server:
        server.setattr("django.http.HttpResponse.close", lambda response: None)
        response = browse.get(f"/pools/{pool.id}/")
    assert stored == []
    response.close()
    assert len(stored) == 2
