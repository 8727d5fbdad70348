"""Every fault on the pages of an intake.

Only the lists of pools and job posts are asked of the API: without them, files come in,
are checked and staged as ever, and what was chosen stays.
"""

import pytest
from django.core.cache import caches
from django.utils.html import escape

from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.writes.models import Batch
from tests.faults.faults import Fault
from tests.faults.met import FIRST, first_of, groups
from tests.faults.pages import JOBS, POOLS
from tests.faults.test_copy_pages import QUICK, Seen, assert_nothing_gets_out, seen
from tests.faults.test_matrix import assert_leads_to_the_key_page
from tests.intake.filled import add_file, an_intake

__all__ = ["seen"]

TYPED = {
    "first_name": "Zoë",
    "last_name": "Quist",
    "email": "zoe@new.example",
    "note": "Met at the fair",
}
# A fault that keeps every call from its answer has a way of its own, and 25 a key that
# is refused.
KINDS = {1, 7, 25, 33, 37}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "faults" in metafunc.fixturenames:
        metafunc.parametrize("faults", list(groups(metafunc, QUICK)))


@pytest.fixture
def intake(user, place, seen: Seen) -> Intake:
    """One file is ready, the other to be checked."""
    pool = {"talent_pool_id": place.other_pool.id, "target": place.other_pool.name}
    intake = an_intake(user, 1, **pool)
    add_file(intake, email=("", "none"))
    return intake


def test_checking_and_staging_ask_for_nothing(
    intake, seen, ask, acted_out, server, log, record_property
):
    home = f"/intake/{intake.pk}/"
    asked = [
        (home, None, 200),
        (f"{home}files/", None, 200),
        (f"{home}files/2/cv/", None, 200),
        (f"{home}files/2/view/", None, 200),
        (f"{home}files/2/view/1/", None, 200),
        (f"{home}sheet/", None, 200),
        (f"{home}files/", {"manifest": '[{"name": "cv.pdf", "size": 9}]'}, 201),
        (f"{home}files/2/fields/", {**TYPED, "email": "zoe@"}, 422),
        (f"{home}files/2/fields/", TYPED, 302),
        (home, {"confirm": "1"}, 303),
    ]
    faults = [fault for fault in FIRST if fault.number in KINDS]
    for fault in faults:
        intake.files.update(write=None, choice="", confirmed=False)
        with acted_out(fault, "*", ".*") as strike:
            for address, data, status in asked:
                seen.asked(minutes=1)
                response = ask(address, data)
                assert response.status_code == status, (fault, address)
                assert_nothing_gets_out(response, server.sandbox.keys[0], log)
            assert strike.struck == [], fault
    assert Batch.objects.count() == len(faults)
    record_property("faults \u00d7 an intake", len(faults) * len(asked))


def test_without_the_lists_the_forms_are_shown_and_say_so(
    faults: list[Fault], intake, seen, ask, acted_out, server, log, record_property
):
    met = first_of(faults)
    pages = [
        "/intake/",
        f"/intake/{intake.pk}/aim/",
        f"/intake/{intake.pk}/files/2/aim/",
    ]
    chosen = f'value="{intake.for_all["talent_pool_id"]}" selected'
    for fault in met:
        for page in pages:
            seen.asked(minutes=1)
            # An older answer would do.
            caches["default"].clear()
            with acted_out(fault, "GET", f"{POOLS}|{JOBS}"):
                response = ask(page)
            if fault.number == 25:
                assert_leads_to_the_key_page(response, htmx=False)
                continue
            assert response.status_code == 200, (fault, page)
            assert escape(fault.reads.words) in response.page, (fault, page)
            assert (chosen in response.page) is (page != "/intake/"), (fault, page)
            assert_nothing_gets_out(response, server.sandbox.keys[0], log)
    record_property("faults \u00d7 forms of an intake", len(met) * len(pages))


def test_another_pool_is_said_only_once_it_was_found(
    faults: list[Fault], place, intake, seen, ask, acted_out, log, record_property
):
    met = first_of(faults)
    typed = {"talent_pool_id": place.fill("{pool}"), "tags": "Fair", "note": ""}
    before = intake.for_all
    for fault in met:
        seen.asked(minutes=1)
        caches["default"].clear()
        with acted_out(fault, "GET", POOLS):
            response = ask(f"/intake/{intake.pk}/aim/", typed)
        now = Intake.objects.get(pk=intake.pk)
        if fault.number == 25:
            assert_leads_to_the_key_page(response, htmx=False)
            assert now.for_all == before
        elif fault.reads.well and not fault.without_ids:
            assert response.status_code == 302, fault
            assert now.for_all["talent_pool_id"] == place.pool.id
            now.sealed_for_all = now.seal(before)
            now.save()
        else:
            assert response.status_code == 422, fault
            assert now.for_all == before, fault
            assert f'value="{typed["talent_pool_id"]}" selected' in response.page
            assert 'value="Fair"' in response.page
            assert escape(fault.reads.words) in response.page, fault
    record_property("faults \u00d7 another pool", len(met))


def test_what_is_brought_in_arrives_whatever_the_api_says(
    faults: list[Fault], place, intake, seen, ask, acted_out, log, record_property
):
    met = first_of(faults)
    number = 2
    for fault in met:
        seen.asked(minutes=1)
        with acted_out(fault, "*", ".*"):
            answer = ask(
                f"/intake/{intake.pk}/files/",
                {"manifest": '[{"name": "cv.pdf", "size": 9}]'},
            )
        number += 1
        assert answer.status_code == 201, fault
        assert intake.files.latest("number").number == number
    waiting = IntakeFile.State.EXPECTED
    assert intake.files.filter(state=waiting).count() == len(met)
    record_property("faults \u00d7 files", len(met))
