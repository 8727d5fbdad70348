"""What pages show while the API fails: the last good answer, and from when it is."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from recruspace_dashboard.pages.templatetags.faults import clock
from recruspace_dashboard.services.http.wire import Limits
from tests.http import HTMX, text


@pytest.fixture(autouse=True)
def _never_fresh(settings) -> None:
    settings.RECRUSPACE_CACHE_SECONDS = 0


@pytest.fixture
def pool(company):
    return next(iter(company.pools.values()))


def stale_part(response) -> str:
    """What stands in the place for the word on older answers."""
    [found] = re.findall(
        r'<div id="stale".*?</div>(?:\s*</div>)?', text(response), re.S
    )
    return found


def test_without_an_older_answer_the_fault_is_shown(browse, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=503)
    response = browse.get("/pools/")
    assert response.status_code == 502
    assert "Recruspace has a problem" in text(response)


@pytest.mark.parametrize("fault", [500, 503, 429])
def test_the_last_good_answer_is_shown_with_its_time(browse, sandbox, pool, fault):
    address = f"/pools/{pool.id}/"
    before = browse.get(address)
    assert "alert" not in stale_part(before)
    sandbox.reply("GET", "/talent-pools/", status=fault, headers={"Retry-After": "7"})
    response = browse.get(address)
    assert response.status_code == 200
    assert re.search(r"As of <time [^>]*>\d\d:\d\d UTC</time>", stale_part(response))
    assert response.context["listing"].rows_html == before.context["listing"].rows_html


def test_an_answer_of_another_day_names_the_day():
    now = datetime.now(UTC)
    yesterday = now - timedelta(days=1)
    assert clock(now) == f"{now:%H:%M}"
    assert clock(yesterday) == f"{yesterday.day} {yesterday:%b %H:%M}"


def test_a_part_says_it_too_and_takes_it_back(browse, sandbox, pool):
    address, htmx = f"/pools/{pool.id}/", HTMX
    browse.get(address)
    sandbox.reply("GET", "/talent-pools/", status=500, times=2)
    part = stale_part(browse.get(address, headers=htmx))
    assert 'hx-swap-oob="true"' in part
    assert "As of" in part
    assert "Recruspace reported an error of its own." in part
    assert "As of" not in stale_part(browse.get(address, headers=htmx))


def test_a_changed_thing_is_not_shown_as_it_was(browse, sandbox, settings, pool):
    settings.RECRUSPACE_CACHE_SECONDS = 30
    browse.get("/pools/")
    sent = {"name": "Renamed a moment ago"}
    assert browse.post(f"/pools/{pool.id}/rename/", sent).status_code == 302
    assert "Renamed a moment ago" in text(browse.get("/pools/"))


def test_a_refused_key_gets_nothing_old(browse, sandbox, pool):
    browse.get(f"/pools/{pool.id}/")
    sandbox.reply("GET", "/talent-pools/", status=401)
    response = browse.get(f"/pools/{pool.id}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/key/")


def test_a_wait_is_told_to_users_and_to_programs(browse, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=429, headers={"Retry-After": "17"})
    response = browse.get("/pools/")
    assert response.status_code == 429
    assert response["Retry-After"] == "17"
    assert "Try again in 17 seconds." in text(response)
    assert 'data-then="reload"' in text(response)
    # The first refusal stops all calls with this key.
    again = browse.get("/pools/")
    assert again.status_code == 429
    assert len(sandbox.requests) == 1


def test_a_part_asks_for_itself_again_after_the_wait(browse, sandbox, pool):
    sandbox.reply("GET", "/talent-pools/", status=429, headers={"Retry-After": "17"})
    htmx = {"HX-Request": "true", "HX-Target": "candidate-table"}
    response = browse.get(f"/pools/{pool.id}/?page=2", headers=htmx)
    assert response.status_code == 429
    assert response["HX-Retarget"] == "#fault"
    assert f'hx-get="/pools/{pool.id}/?page=2"' in text(response)
    assert 'hx-target="#candidate-table"' in text(response)


def test_a_form_counts_the_wait_and_keeps_what_was_typed(browse, sandbox):
    sandbox.reply("POST", "/talent-pools/", status=429, headers={"Retry-After": "17"})
    response = browse.post("/pools/new/", {"name": "Typed with care"})
    assert response.status_code == 429
    assert 'value="Typed with care"' in text(response)
    htmx = browse.post("/pools/new/", {"name": "Typed"}, headers=HTMX)
    assert "You can send it in" in text(htmx)


def test_all_calls_of_a_page_together_end_in_time(browse, sandbox, settings):
    settings.RECRUSPACE_SECONDS = 2
    # Home asks for the pools, and then for the candidates of the largest.
    sandbox.reply("GET", "/talent-pools/", delay=1, times=1, body=[{"id": 1}])
    sandbox.reply("GET", "/talent-pools/1/", delay=60)
    began = time.monotonic()
    response = browse.get("/")
    assert time.monotonic() - began < 10
    assert response.status_code == 200
    assert "Recruspace is taking too long" in text(response)


def test_a_write_for_which_no_time_is_left_is_not_begun(sandbox, settings):
    from recruspace_dashboard.services import RecruspaceClient
    from recruspace_dashboard.services.errors import ApiConnectionError

    client = RecruspaceClient(sandbox.keys[0], sandbox.url, Limits.of_page(1))
    time.sleep(0.9)
    with pytest.raises(ApiConnectionError) as caught:
        client.talent_pools.create(name="Too late")
    assert not caught.value.outcome_unknown
    assert sandbox.requests == []


def test_the_menu_of_pools_says_it_by_itself(browse, sandbox):
    htmx = HTMX
    assert "As of" not in text(browse.get("/pools/menu/", headers=htmx))
    sandbox.reply("GET", "/talent-pools/", status=500)
    assert "As of" in text(browse.get("/pools/menu/", headers=htmx))


def test_a_page_that_was_posted_is_not_loaded_again_by_itself(browse, sandbox, company):
    job = next(iter(company.jobs.values()))
    address = f"/jobs/{job.hash}/apply/"
    browse.get(address)
    sandbox.reply("GET", "/job-posts/", status=429, headers={"Retry-After": "7"})
    assert "data-wait" in stale_part(browse.get(address))
    part = stale_part(browse.post(address, {"first_name": "Can"}))
    assert "As of" in part
    assert "data-wait" not in part
