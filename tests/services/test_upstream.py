"""A slow or dead API takes nothing else down, and its return is noticed."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from recruspace_dashboard.services import RecruspaceClient, endpoints
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    RateLimited,
    ServerError,
)
from recruspace_dashboard.services.http import upstream
from recruspace_dashboard.services.http.transport import Transport
from recruspace_dashboard.services.http.upstream import (
    Breaker,
    Slots,
    Upstream,
    upstream_of,
)
from recruspace_dashboard.services.http.wire import Limits
from tests.clock import wait_until
from tests.services.conftest import KEY, QUICK, client_of
from tests.services.raw_server import answer, silence, then_reset
from tests.services.some_calls import READ, WRITES

# Longer than a breaker stays open.
LONG = upstream.OPEN_SECONDS * 1.3
SHORT = upstream.OPEN_SECONDS * 0.7


@pytest.fixture
def breaker(clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.note(answered=False)


def test_after_five_failures_in_a_row_no_call_is_made_for_a_while(breaker, clock):
    fail(breaker, 4)
    assert breaker.allows()
    fail(breaker, 1)
    assert not breaker.allows()
    clock.now += SHORT
    assert not breaker.allows()


def test_then_a_single_call_finds_out_whether_the_api_is_back(breaker, clock):
    fail(breaker, 5)
    clock.now += LONG
    assert [breaker.allows() for _ in range(4)] == [True, False, False, False]
    breaker.note(answered=True)
    assert [breaker.allows() for _ in range(4)] == [True] * 4


def test_if_it_is_not_back_no_call_is_made_for_a_while_again(breaker, clock):
    fail(breaker, 5)
    for _ in range(3):
        clock.now += LONG
        assert breaker.allows()
        breaker.note(answered=False)
        assert not breaker.allows()


def test_a_single_call_without_a_result_does_not_block_calls_for_good(breaker, clock):
    fail(breaker, 5)
    clock.now += LONG
    assert breaker.allows()
    clock.now += LONG
    assert breaker.allows()


def test_an_answer_resets_the_count_of_failures(breaker):
    for _ in range(5):
        fail(breaker, 4)
        breaker.note(answered=True)
    assert breaker.allows()


def test_an_error_from_the_api_itself_is_an_answer():
    api = Upstream()
    for _ in range(10):
        api.note(ServerError("GET /", status=500))
    assert not api.breaker.is_open
    for _ in range(5):
        api.note(ServerError("GET /", status=503))
    assert api.breaker.is_open


def test_a_dead_api_gets_few_calls_and_its_return_is_noticed(serve, clock):
    server = serve(*[then_reset()] * 5, answer(b"[]"))
    client = client_of(server)
    upstream_of(server.url).breaker = Breaker(clock)
    for _ in range(10):
        with pytest.raises(ApiConnectionError) as caught:
            client.talent_pools.list()
        assert not caught.value.outcome_unknown
    assert len(server.requests) == 5
    with pytest.raises(ApiConnectionError):
        client.talent_pools.create(name="Not even sent")
    clock.now += LONG
    assert client.talent_pools.list().items == ()
    assert client.talent_pools.list().items == ()
    assert len(server.requests) == 7


class Full:
    """A gate that holds back a call while `wait` is set."""

    limit = 95
    wait = 0

    def take(self) -> int:
        return self.wait

    def refused(self, seconds: int) -> None: ...

    def left(self) -> int | None: ...


def test_a_call_held_back_by_the_gate_does_not_use_up_the_single_try(serve, clock):
    server, gate = serve(*[then_reset()] * 5, answer(b"[]")), Full()
    held_back = RecruspaceClient(KEY, server.url, QUICK, gate=gate)
    upstream_of(server.url).breaker = Breaker(clock)
    for _ in range(5):
        with pytest.raises(ApiConnectionError):
            held_back.talent_pools.list()
    clock.now += LONG
    gate.wait = 40
    with pytest.raises(RateLimited):
        held_back.talent_pools.list()
    assert client_of(server).talent_pools.list().items == ()


def test_a_few_calls_wait_for_a_slot_and_the_rest_are_refused():
    slots = Slots(2, waiting=1)
    assert slots.take(0)
    assert slots.take(0)
    assert not slots.take(0)
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(slots.take, 30)
        wait_until(lambda: slots._waiters)
        # A further call does not wait.
        assert not slots.take(30)
        slots.give_back()
        assert waiting.result() is True


def test_one_user_takes_a_part_of_the_slots():
    slots = Slots(8, waiting=4, part=5)
    assert [slots.take(0, "many tabs") for _ in range(7)] == [True] * 5 + [False] * 2
    with ThreadPoolExecutor() as threads:
        waiting = [threads.submit(slots.take, 30, "many tabs") for _ in range(4)]
        wait_until(lambda: len(slots._waiters) == 4)
        assert not slots.take(30, "many tabs")
        # The rest is for others, also while the first user waits.
        assert [slots.take(0, "another") for _ in range(3)] == [True] * 3
        assert not slots.take(30, "another")
        for _ in waiting:
            slots.give_back("many tabs")
        assert [one.result() for one in waiting] == [True] * 4


def test_who_has_fewer_slots_goes_first():
    slots = Slots(2, waiting=2, part=2)
    assert slots.take(0, "many tabs")
    assert slots.take(0, "many tabs")
    with ThreadPoolExecutor() as threads:
        first = threads.submit(slots.take, 30, "many tabs")
        wait_until(lambda: len(slots._waiters) == 1)
        second = threads.submit(slots.take, 30, "another")
        wait_until(lambda: len(slots._waiters) == 2)
        slots.give_back("many tabs")
        assert second.result() is True
        assert not first.done()
        slots.give_back("many tabs")
        assert first.result() is True


def test_one_key_with_many_calls_leaves_slots_to_others(serve):
    server = serve(silence)
    limits = Limits(read=20, total=20)

    def call(key: str) -> str:
        try:
            RecruspaceClient(key, server.url, limits).talent_pools.list()
        except ApiConnectionError as error:
            return error.reason
        return ""

    refused = 20 - upstream.PART
    with ThreadPoolExecutor(24) as threads:
        many = [threads.submit(call, KEY) for _ in range(20)]
        wait_until(lambda: sum(one.done() for one in many) == refused)
        others = [threads.submit(call, "rsp_of_another") for _ in range(2)]
        wait_until(lambda: len(server.requests) == upstream.PART + 2)
        server.stop()
    assert [one.result() for one in many].count("too many calls at a time") == refused
    assert "too many calls at a time" not in {one.result() for one in others}


@pytest.fixture
def busy(serve, monkeypatch):
    """A server for which every slot is taken."""
    monkeypatch.setattr(upstream, "WAIT_SECONDS", 20)
    server = serve(answer(b"[]"))
    for _ in range(upstream.IN_FLIGHT):
        assert upstream_of(server.url)._slots.take(0)
    return server


def test_a_patient_client_waits_for_a_slot(busy):
    slots = upstream_of(busy.url)._slots
    client = RecruspaceClient(KEY, busy.url, QUICK)
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(client.talent_pools.list)
        wait_until(lambda: slots._waiters)
        slots.give_back()
        assert waiting.result().items == ()


def test_an_impatient_client_does_not_wait_for_a_slot(busy):
    client = RecruspaceClient(KEY, busy.url, QUICK, patient=False)
    for call in (READ, *WRITES):
        began = time.monotonic()
        with pytest.raises(ApiConnectionError, match="too many calls"):
            call(client)
        assert time.monotonic() - began < 10
    assert busy.requests == []


@pytest.mark.parametrize("patient", [True, False])
def test_an_impatient_call_does_not_wait_even_with_a_patient_client(busy, patient):
    transport = Transport(KEY, busy.url, QUICK, patient=patient)
    began = time.monotonic()
    with pytest.raises(ApiConnectionError, match="too many calls"):
        transport.call(endpoints.LIST_TALENT_POOLS, patient=False)
    assert time.monotonic() - began < 10


def test_a_slot_is_given_back_after_an_error():
    api = Upstream()
    for _ in range(50):
        with pytest.raises(ZeroDivisionError), api.slot("GET /"):
            raise ZeroDivisionError
    with api.slot("GET /"):
        pass


def test_a_hanging_api_takes_only_so_many_threads(serve):
    server = serve(silence)
    many = upstream.IN_FLIGHT + upstream.WAITING + 10
    limits = Limits(read=20, total=20)
    errors: list[ApiConnectionError] = []
    refused = threading.Semaphore(0)

    def call(key: str) -> None:
        try:
            RecruspaceClient(key, server.url, limits).talent_pools.list()
        except ApiConnectionError as error:
            errors.append(error)
        refused.release()

    threads = [
        threading.Thread(target=call, args=[f"{KEY}{number % 3}"], daemon=True)
        for number in range(many)
    ]
    for thread in threads:
        thread.start()
    for _ in range(many - upstream.IN_FLIGHT):
        assert refused.acquire(timeout=15)
    assert {error.reason for error in errors} == {"too many calls at a time"}
    wait_until(lambda: len(server.requests) >= upstream.IN_FLIGHT)
    server.stop()
    for thread in threads:
        thread.join(timeout=15)
    assert len(server.requests) <= 2 * upstream.IN_FLIGHT
