"""Every fault on every page, whole and as a fragment, with and without older answers.

Each time: what is said, in what time, what stays, how often the API was called, what
the log holds, and that the next good call works.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from django.utils.html import escape

from recruspace_dashboard.accounts.models import ApiKey
from tests.faults.acts import elsewhere
from tests.faults.conftest import LATE
from tests.faults.faults import CANNOT_CONNECT, FAULTS, Fault, Shown, unknown
from tests.faults.forms import WRITING
from tests.faults.odd_faults import ELSEWHERE, HOSTILE, ODD_FAULTS
from tests.faults.pages import CANARY, READING, ReadingPage

ALL = [*FAULTS, *ODD_FAULTS]
UNKNOWN = "The change may or may not have been made"
# On these pages every fault is acted out, on the others the first of each number.
EACH = {"pool", "candidate", "new pool", "new candidate"}
FIRST = list({fault.number: fault for fault in reversed(ALL)}.values())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Gives each test its cells; those of a quick run alone where it is one."""
    quick = metafunc.config.option.markexpr.startswith("not faults")
    if metafunc.function is test_a_page_that_reads:
        names = ["fault", "page", "htmx", "cached"]
        shown = cells(READING, EITHER, EITHER, quick=quick)
        metafunc.parametrize(names, list(shown))
    elif metafunc.function is test_a_page_that_writes:
        names = ["fault", "page", "htmx"]
        metafunc.parametrize(names, list(cells(WRITING, EITHER, quick=quick)))


def cells(pages, *axes, quick: bool) -> Iterator:
    """Each fault on each page that it can meet. A quick run has one page of each kind
    stand for all, and the first fault of each number for the others."""
    for fault, page, *variant in product(ALL, pages, *axes):
        expected = page.expected(fault)
        # Where all is well, nothing older is needed.
        older = len(variant) == 2 and variant[1]
        if (
            expected is None
            or (expected.well and older)
            or not (fault in FIRST or page.name in EACH)
        ):
            continue
        is_quick = page.name in {"pool", "new pool"} and not any(variant)
        is_quick &= fault in FIRST
        if quick and not is_quick:
            continue
        yield pytest.param(
            fault,
            page,
            *variant,
            id=f"{fault}-{page}{'-part' * variant[0]}{'-with-older' * older}",
            marks=() if is_quick else pytest.mark.faults,
        )


EITHER = (False, True)


def test_a_page_that_reads(
    fault, page, htmx, cached, ask, acted_out, place, server, log, time_passes
):
    address = place.fill(page.address)
    if cached:
        assert ask(address).status_code == 200
    with acted_out(fault, "GET", page.path) as strike:
        response = ask(address, htmx=htmx)
        shown = page.shown(fault)
        if fault.reads.status == 429 and response.status_code == 429:
            # The key has to wait, so that no other part could be read either.
            shown = fault.reads
        if fault.number == 25 and page.needs_key:
            assert_leads_to_the_key_page(response, htmx)
        elif page.is_file and (cached or shown.well):
            assert response.status_code in {200, 404, fault.reads.status, 502}
        elif cached and fault.reads.of_the_api:
            assert_older_answer(response, page, fault.reads)
        else:
            assert_shown(response, shown, htmx=htmx and not page.is_file)
        assert_as_many_calls(strike, fault, page)
        if fault.reads.status == 429 and "1 second." not in fault.reads.words:
            before = len(strike.struck)
            ask(address)
            assert len(strike.struck) == before, "the key has to wait"
    assert_harmless(response, log, server, place)
    time_passes()
    assert ask(address, htmx=htmx).status_code == 200


def test_a_page_that_writes(
    fault, page, htmx, ask, acted_out, place, server, log, time_passes
):
    address, form = place.fill(page.address), place.fill(page.form or page.address)
    typed = page.data(place)
    filled = hidden_fields(ask(form).page, address) | typed
    server.requests.clear()
    with acted_out(fault, page.method, page.path) as strike:
        response = ask(address, filled, htmx=htmx)
        shown = page.shown(fault)
        if fault.number == 12 and response.status_code == 503:
            # The connection was closed at the moment of its use.
            shown = unknown(CANNOT_CONNECT)
        if shown.well:
            assert_went_on(response, htmx)
        else:
            assert_shown(response, shown)
            assert (UNKNOWN in response.page) is shown.unknown
            assert_kept(response, typed, htmx)
        assert len(strike.struck) == (0 if fault.way else 1)
    assert_harmless(response, log, server, place)
    time_passes()
    if shown.well:
        assert ask(form).status_code in {200, 404}
        return
    if page.made(place):
        # The API did it, and only its answer was of no use.
        assert shown.unknown or page.needs_id
        return
    filled = hidden_fields(ask(form).page, address) | page.data(place)
    if shown.unknown:
        # Else what may be there already would not be sent from a new form either.
        assert_went_on(ask(address, filled | {"send_again": "yes"}, htmx=htmx), htmx)
    else:
        assert_went_on(ask(address, filled, htmx=htmx), htmx)
    assert page.made(place) == 1


KEYS = [
    pytest.param(fault, id=str(fault), marks=pytest.mark.faults)
    for fault in FIRST
    if fault.reads
]


@pytest.mark.parametrize("fault", KEYS)
def test_the_page_that_tries_a_key(
    fault, ask, acted_out, server, log, time_passes, user
):
    """It sends a form with a call that reads, and nothing older to show."""
    key, address = server.sandbox.keys[1], "/account/key/"
    own = {
        25: Shown(403, "Recruspace does not accept this key"),
        26: Shown(403, "may not read talent pools"),
    }
    with acted_out(fault, "GET", "/talent-pools/") as strike:
        response = ask(address, {"api_key": key})
        if fault.reads.well:
            assert_went_on(response, htmx=False)
        else:
            shown = own.get(fault.number, fault.reads)
            words = "" if shown.status == 422 else shown.words
            assert_shown(response, Shown(shown.status, words))
            assert f'value="{key}"' in response.page
            assert ApiKey.objects.get(user=user).reveal() == server.sandbox.keys[0]
    assert len(strike.struck) <= 1 + fault.retries
    assert key not in log.text
    time_passes(key)
    assert_went_on(ask(address, {"api_key": key}), htmx=False)
    assert ApiKey.objects.get(user=user).reveal() == key


def assert_shown(response, shown: Shown, htmx: bool = False) -> None:
    assert response.status_code == shown.status
    assert escape(shown.words) in response.page
    assert response.took < LATE
    if htmx and shown.status != 200:
        assert response["HX-Retarget"] == "#fault"
        assert "<html" not in response.page


def assert_older_answer(response, page: ReadingPage, shown: Shown) -> None:
    assert response.status_code == 200
    assert response.took < LATE
    assert re.search(r"As of</strong>|As of <time", response.page)
    assert shown.words in response.page


def assert_leads_to_the_key_page(response, htmx: bool) -> None:
    where = response["HX-Redirect"] if htmx else response["Location"]
    assert where.startswith("/account/key/?next=")


def assert_went_on(response, htmx: bool) -> None:
    """To the next page; or htmx got the part that shows what was added."""
    assert response.took < LATE
    if htmx and "HX-Redirect" not in response:
        assert response.status_code == 200
        assert "hx-swap-oob" in response.page
    else:
        assert response.status_code == (200 if htmx else 302)


def assert_as_many_calls(strike, fault: Fault, page: ReadingPage) -> None:
    def made(at_least: int) -> int:
        # Calls made beside one that failed may still be on their way.
        ends = time.monotonic() + LATE
        while len(strike.struck) < at_least and time.monotonic() < ends:
            time.sleep(0.01)
        return len(strike.struck)

    if fault.way:
        assert made(0) == 0
    elif fault.reads.well or fault.slow:
        # A list may be read on, and a call may be made again while there is time.
        assert page.calls <= made(page.calls) <= 2 * page.calls
    elif fault.reads.status == 429:
        # The first refusal holds the others back.
        assert 1 <= made(1) <= page.calls
    else:
        expected = page.calls * (1 + fault.retries)
        assert made(expected) == expected


def assert_kept(response, typed, htmx: bool) -> None:
    if htmx:
        # The form stays in the browser, and all that is in it.
        assert "<form" not in response.page
        return
    for name, value in typed.items():
        if isinstance(value, str):
            shown = re.escape(escape(value)).replace("\n", "\r?\n")
            held = (
                f'<input[^>]* value="{shown}"'
                f'|<option value="{shown}" selected'
                f"|<textarea[^>]*>\\s*{shown}</textarea>"
            )
            assert re.search(held, response.page), name


def assert_harmless(response, log, server, place) -> None:
    """No key, no e-mail and nothing alive gets where it should not be."""
    key = server.sandbox.keys[0]
    assert key not in response.page
    assert "<script>alert" not in response.page
    assert "onerror=alert(1)>" not in response.page.replace(escape(HOSTILE), "")
    assert not re.search(
        r'(href|src|data)="(javascript:|data:(?!image/png;base64,))', response.page
    )
    assert log.records
    assert key not in log.text
    assert CANARY not in log.text
    assert elsewhere().requests == []
    assert max(Counter(server.writes).values(), default=1) == 1


def hidden_fields(page: str, address: str) -> dict[str, str]:
    """What the form that is sent to `address` carries along."""
    forms = page.split("<form")[1:]
    [form] = [
        each.split("</form>")[0]
        for each in forms
        if f'action="{address}' in each.split(">")[0]
        or ("action=" not in each.split(">")[0] and "post" in each.split(">")[0])
    ][:1] or [""]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_every_fault_of_the_list_is_acted_out():
    numbers = {fault.number for fault in ALL} | ELSEWHERE.keys()
    assert numbers == set(range(1, 65))
