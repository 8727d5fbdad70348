"""Every fault on what reads the copy and the API: a review, a new batch, and an intake.

What the copy knows is shown all the same, and what was chosen stays.
"""

import pytest
from django.core.cache import caches
from django.utils.html import escape

from recruspace_dashboard.intake.models import Intake
from tests.faults.faults import Fault
from tests.faults.met import first_of, groups
from tests.faults.pages import CANDIDATE, POOLS
from tests.faults.test_copy_pages import (
    NAME,
    QUICK,
    Seen,
    assert_nothing_gets_out,
    seen,
)
from tests.faults.test_matrix import assert_leads_to_the_key_page

__all__ = ["seen"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "faults" in metafunc.fixturenames:
        metafunc.parametrize("faults", list(groups(metafunc, QUICK)))


def test_a_review_shows_what_the_copy_knows(
    faults: list[Fault], seen: Seen, ask, place, acted_out, server, log, record_property
):
    met = [one for one in first_of(faults) if not one.of_lists]
    for fault in met:
        seen.asked(minutes=1)
        with acted_out(fault, "GET", CANDIDATE):
            response = ask(place.fill("/review/?at={candidate}"))
        if fault.number == 25:
            assert_leads_to_the_key_page(response, htmx=False)
        else:
            assert response.status_code == 200, fault
            if not fault.reads.well:
                assert NAME in response.page, fault
                assert escape(fault.reads.words) in response.page, fault
        assert_nothing_gets_out(response, server.sandbox.keys[0], log)
    record_property("faults \u00d7 review", len(met))


def test_a_new_batch_keeps_what_was_chosen(
    faults: list[Fault], seen: Seen, ask, place, acted_out, server, log, record_property
):
    met = first_of(faults)
    chosen = place.fill("{candidate}")
    typed = {
        "action": "pool",
        "talent_pool_id": place.fill("{other_pool}"),
        "selected": chosen,
    }
    for fault in met:
        seen.asked(minutes=1)
        # An older answer would do.
        caches["default"].clear()
        with acted_out(fault, "GET", POOLS):
            response = ask("/outbox/new/", typed)
        if fault.number == 25:
            assert_leads_to_the_key_page(response, htmx=False)
        elif fault.reads.well and not fault.without_ids:
            assert response.status_code == 303, fault
        else:
            assert response.status_code >= 400, fault
            assert f'name="selected" value="{chosen}"' in response.page, fault
            if not fault.reads.well:
                assert response.status_code == fault.reads.status, fault
                assert escape(fault.reads.words) in response.page, fault
        assert_nothing_gets_out(response, server.sandbox.keys[0], log)
    record_property("faults \u00d7 new batch", len(met))


def test_an_intake_begins_whatever_the_api_says(
    faults: list[Fault], seen: Seen, ask, place, acted_out, server, log, record_property
):
    met = first_of(faults)
    typed = {
        "manifest": '[{"name": "cv.pdf", "size": 9}]',
        "talent_pool_id": place.fill("{other_pool}"),
    }
    for fault in met:
        seen.asked(minutes=1)
        # An older answer would do.
        caches["default"].clear()
        with acted_out(fault, "GET", POOLS):
            response = ask("/intake/", typed)
        if fault.number == 25:
            assert_leads_to_the_key_page(response, htmx=False)
            continue
        # The pool may be said not to be there.
        unsure = fault.reads.well or fault.reads.status == 404
        begun = {201, 422} if unsure else {201}
        assert response.status_code in begun, fault
        if response.status_code == 201:
            has_target = "target" in Intake.objects.latest("pk").for_all
            assert has_target == fault.reads.well, fault
        assert_nothing_gets_out(response, server.sandbox.keys[0], log)
    record_property("faults \u00d7 intake", len(met))
