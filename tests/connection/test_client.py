"""The one way to a client: what each purpose may wait for, and what it reads."""

import time
from contextlib import ExitStack

import pytest

from recruspace_dashboard.connection.client import RESERVE, Purpose, client_for
from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.services.errors import ApiConnectionError, RateLimited
from recruspace_dashboard.services.http import upstream as upstreams
from recruspace_dashboard.services.http.upstream import IN_FLIGHT, upstream_of


def calls_of(sandbox) -> int:
    return len(sandbox.requests)


def test_background_work_stops_at_the_reserve_and_says_when_to_come_again(
    sandbox, settings
):
    settings.RECRUSPACE_CALLS_PER_MINUTE = 2 * RESERVE + 1
    client = client_for(sandbox.keys[0], Purpose.BACKGROUND)
    for _ in range(RESERVE + 1):
        client.talent_pools.list(page_size=1)
    with pytest.raises(RateLimited) as held_back:
        client.talent_pools.list(page_size=1)
    assert 1 <= held_back.value.retry_after <= 61
    assert calls_of(sandbox) == RESERVE + 1
    # A page still has the reserve.
    client_for(sandbox.keys[0], Purpose.PAGE).talent_pools.list(page_size=1)
    assert gate_of(sandbox.keys[0]).left() == RESERVE - 1


def test_only_a_page_gets_cached_answers(sandbox):
    page = client_for(sandbox.keys[0], Purpose.PAGE)
    page.talent_pools.list()
    page.talent_pools.list()
    assert calls_of(sandbox) == 1
    for purpose in (Purpose.CHECK, Purpose.BACKGROUND):
        client_for(sandbox.keys[0], purpose).talent_pools.list()
    assert calls_of(sandbox) == 3


@pytest.mark.parametrize("purpose", [Purpose.PAGE, Purpose.CHECK])
def test_the_calls_of_a_page_end_together(sandbox, settings, purpose):
    settings.RECRUSPACE_SECONDS = 0.05
    client = client_for(sandbox.keys[0], purpose)
    time.sleep(0.06)
    with pytest.raises(ApiConnectionError) as late:
        client.talent_pools.list()
    assert late.value.timed_out
    assert calls_of(sandbox) == 0


def test_each_call_of_background_work_has_its_own_time(sandbox, settings):
    settings.RECRUSPACE_SECONDS = 0.05
    client = client_for(sandbox.keys[0], Purpose.BACKGROUND)
    time.sleep(0.06)
    client.talent_pools.list()
    assert calls_of(sandbox) == 1


def test_an_impatient_client_does_not_wait_for_a_slot(sandbox, monkeypatch):
    monkeypatch.setattr(upstreams, "WAIT_SECONDS", 20)
    upstream = upstream_of(sandbox.url)
    with ExitStack() as busy:
        for _ in range(IN_FLIGHT):
            busy.enter_context(upstream.slot("GET /busy/"))
        impatient = client_for(sandbox.keys[0], Purpose.PAGE, patient=False)
        began = time.monotonic()
        with pytest.raises(ApiConnectionError):
            impatient.talent_pools.list()
        assert time.monotonic() - began < 10
    impatient.talent_pools.list()
    assert calls_of(sandbox) == 1
