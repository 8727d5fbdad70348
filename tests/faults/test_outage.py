"""An API that is gone for a while, or answers every other time (U64)."""

import time

import pytest

from tests.faults.server import Strike
from tests.services.raw_server import then_close

LONG_ENOUGH = 35


@pytest.mark.faults
def test_pages_are_good_again_soon_after_an_outage(ask, place, server):
    address = place.fill("/pools/{pool}/")
    assert ask(address).status_code == 200
    with server.away():
        for _ in range(8):
            assert "As of" in ask(address).page
    before, back = len(server.requests), time.monotonic()
    assert "As of" in ask(address).page
    assert len(server.requests) == before, "it is left alone for a while"
    while "As of" in ask(address).page:
        assert time.monotonic() - back < LONG_ENOUGH
        time.sleep(0.5)
    assert len(server.requests) > before


@pytest.mark.faults
def test_while_it_answers_every_other_time_pages_are_good(ask, place, server, settings):
    settings.RECRUSPACE_CALLS_PER_MINUTE = 1000
    address = place.fill("/pools/{pool}/")
    for number in range(40):
        broken = Strike("GET", r"/talent-pools/\d+/candidates/", then_close(), times=1)
        with server.strike(broken):
            response = ask(address, htmx=bool(number % 2))
        assert response.status_code == 200
        assert "As of" not in response.page
        assert len(broken.struck) == 1
