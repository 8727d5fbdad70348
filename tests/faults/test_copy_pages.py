"""Every fault at the list of pools, on every page that the copy answers.

While it is known and fresh what the key may see, no fault matters. Where the answer is
old, it counts on for a day and the page says so; a refused key shows nothing.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.services.http.upstream import upstream_of
from tests.faults.conftest import LATE
from tests.faults.copy_pages import OWN, PAGES, WITHOUT, CopyPage
from tests.faults.faults import Fault
from tests.faults.met import FIRST, first_of, groups
from tests.faults.pages import POOLS
from tests.faults.test_matrix import assert_leads_to_the_key_page

NAME = "Canaryname"
QUICK = {11, 25, 26, 33, 37, 50}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "faults" in metafunc.fixturenames:
        metafunc.parametrize("faults", list(groups(metafunc, QUICK)))


class Seen:
    """What the copy knows of the user's key, as a test sets it."""

    def __init__(self, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._row = KeyPools.objects.get()
        self._ahead = 0
        clock = lambda: time.monotonic() + self._ahead  # noqa: E731
        monkeypatch.setattr(gate_of(key).gate, "_clock", clock)

    def asked(self, **ago: float) -> None:
        """The list of pools was read so long ago, and nothing has failed since."""
        self._row.asked_at = timezone.now() - timedelta(**ago)
        self._row.list_at = timezone.now() + timedelta(minutes=15) - timedelta(**ago)
        self._row.save()
        self._ahead += 1000
        upstream_of.cache_clear()

    def never(self) -> None:
        self.asked()
        KeyPools.objects.all().delete()


@pytest.fixture
def seen(ask, place, server, sync, settings, monkeypatch) -> Seen:
    """The copy is whole."""
    settings.RECRUSPACE_CALLS_PER_MINUTE = 10**6
    place.candidate.last_name = NAME
    sync()
    assert NAME in ask("/candidates/export.csv").page
    return Seen(server.sandbox.keys[0], monkeypatch)


@pytest.fixture
def open_page(ask, place) -> Callable:
    def open_page(page: CopyPage):
        data = {} if page.posts else None
        response = ask(place.fill(page.address), data, htmx=page.htmx)
        assert response.took < LATE, page
        return response

    return open_page


def cells(faults: list[Fault], pages: list[CopyPage]) -> list[tuple[Fault, CopyPage]]:
    """A slow fault meets one page, the first of a number all, the others some."""
    return [
        (fault, page)
        for fault in faults
        for page in (pages[:1] if fault.slow else pages)
        if fault in FIRST or page.each
    ]


def test_while_it_is_known_what_may_be_seen_no_fault_matters(
    seen, open_page, ask, acted_out, record_property
):
    # None is met, so that a few of all kinds will do.
    faults = [fault for fault in FIRST if fault.number in {1, 7, 25, 33, 37}]
    for fault in faults:
        with acted_out(fault, "*", ".*") as strike:
            for page in PAGES:
                seen.asked(minutes=1)
                response = open_page(page)
                assert response.status_code == page.status, (fault, page)
                assert not (page.says and page.says in response.page)
            for address in OWN:
                assert ask(address).status_code == 200
            assert ask(OWN[0], {"columns": ["name", "city"]}).status_code == 302
            assert strike.struck == [], fault
    record_property("faults \u00d7 pages of the copy", len(faults) * len(PAGES))


def test_an_old_answer_counts_on_and_a_refused_key_shows_nothing(
    faults, seen, open_page, acted_out, server, log, record_property
):
    key, met = server.sandbox.keys[0], cells(faults, PAGES)
    for fault, page in met:
        seen.asked(minutes=16)
        with acted_out(fault, "GET", POOLS):
            response = open_page(page)
            if fault.number == 25:
                assert_leads_to_the_key_page(response, page.htmx)
            elif fault.number == 26:
                assert_tells(response, fault, page)
            else:
                assert response.status_code == page.status, (fault, page)
                fails = not fault.reads.well or fault.without_ids
                told = bool(page.says) and page.says in response.page
                assert told is bool(page.says and fails), (fault, page)
        assert_nothing_gets_out(response, key, log)
        if fault.number in {25, 26}:
            assert NAME not in response.page
            assert KeyPools.objects.get().asked_at is None
    record_property("faults \u00d7 pages of the copy", len(met))


def test_after_a_day_and_without_a_copy_the_fault_is_told(
    faults, seen, open_page, acted_out, server, log, record_property
):
    key = server.sandbox.keys[0]
    met = cells(first_of(faults), WITHOUT)
    long_ago = {"days": 1, "minutes": 1}
    for fault, page in met:
        for since in (lambda: seen.asked(**long_ago), seen.never):
            since()
            with acted_out(fault, "GET", POOLS):
                response = open_page(page)
            if fault.number == 25:
                assert_leads_to_the_key_page(response, page.htmx)
            elif not fault.reads.well:
                assert_tells(response, fault, page)
                assert NAME not in response.page
            elif fault.without_ids:
                assert response.status_code == 502
            else:
                assert response.status_code == 200
            assert_nothing_gets_out(response, key, log)
    # Nor does it look at the copy while there is none.
    CopiedPool.objects.all().delete()
    seen.asked(minutes=1)
    for page in WITHOUT:
        assert open_page(page).status_code == (302 if page.name == "csv" else 200)
    record_property("faults \u00d7 pages of the copy", 2 * len(met))


def assert_tells(response, fault: Fault, page: CopyPage) -> None:
    assert response.status_code == fault.reads.status, (fault, page)
    assert escape(fault.reads.words) in response.page, (fault, page)
    if page.htmx:
        assert response["HX-Retarget"] == "#fault"


def assert_nothing_gets_out(response, key: str, log) -> None:
    assert key not in response.page
    if "html" in response.get("Content-Type", ""):
        assert "<script>alert" not in response.page
    assert key not in log.text
    assert NAME not in log.text
