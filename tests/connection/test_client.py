"""The one way to a client: what each purpose may wait for, and what it reads."""

import math

import pytest

from recruspace_dashboard.connection.client import RESERVE, Purpose, client_for
from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.services.errors import RateLimited


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


@pytest.mark.parametrize(
    ("purpose", "together"),
    [(Purpose.PAGE, 7.0), (Purpose.CHECK, 7.0), (Purpose.BACKGROUND, math.inf)],
)
def test_background_work_has_no_limit_of_time_for_all_its_calls(
    sandbox, settings, purpose, together
):
    settings.RECRUSPACE_SECONDS = 7.0
    client = client_for(sandbox.keys[0], purpose)
    assert client._transport._limits.together == together
