"""Too many requests, and an API that fails: the page waits, retries, and says so."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("never_fresh"),
    pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"]),
]


@pytest.fixture
def never_fresh(settings) -> None:
    settings.RECRUSPACE_CACHE_SECONDS = 0


def wait(sandbox, prefix: str, seconds: int = 2) -> None:
    headers = {"Retry-After": str(seconds)}
    sandbox.reply("GET", prefix, status=429, headers=headers, times=1)


def test_a_page_counts_down_and_tries_again_by_itself(signed_in: Page, sandbox):
    page = signed_in
    wait(sandbox, "/talent-pools/", seconds=3)
    page.goto("/pools/", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Too many requests")
    expect(page.get_by_text("Retrying in")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talent pools")


def test_a_part_tries_again_by_itself(signed_in: Page, sandbox, pool):
    page = signed_in
    page.goto(f"/pools/{pool.id}/?page_size=10")
    first = page.locator("#candidate-table tbody tr").first.inner_text()
    wait(sandbox, f"/talent-pools/{pool.id}/")
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.locator("#stale, #fault")).not_to_have_text(["", ""])
    expect(page.locator("#candidate-table tbody tr").first).not_to_have_text(first)
    expect(page.locator("#fault")).to_be_empty()


# The clock that it sets is that of the whole window.
@pytest.mark.parametrize("shared", [False], ids=["in a window of its own"])
def test_an_older_answer_tells_its_time_by_the_clock_of_the_browser(
    signed_in: Page, sandbox
):
    page = signed_in
    page.goto("/pools/")
    sandbox.reply("GET", "/talent-pools/", status=500, times=1)
    page.reload()
    word = page.locator("#stale").get_by_role("status")
    expect(word).to_contain_text(re.compile(r"As of \d\d:\d\d(\s[AP]M)?\."))
    tomorrow = datetime.now() + timedelta(days=1)
    page.clock.set_fixed_time(tomorrow)
    sandbox.reply("GET", "/talent-pools/", status=500, times=1)
    page.reload()
    expect(word).to_contain_text(re.compile(r"As of .*[A-Z][a-z]{2}.*\d\d:\d\d"))
    page.reload()
    expect(word).to_have_count(0)


def test_a_form_that_nobody_has_touched_is_tried_again_by_itself(
    signed_in: Page, sandbox, company
):
    page, job = signed_in, next(iter(company.jobs.values()))
    address = f"/jobs/{job.hash}/apply/"
    page.goto(address)
    wait(sandbox, f"/job-posts/{job.hash}/")
    page.goto(address)
    expect(page.get_by_text("Retrying in")).to_be_visible()
    expect(page.locator("#stale")).to_be_empty()


def test_what_was_chosen_is_not_thrown_away_by_trying_again(
    signed_in: Page, sandbox, company
):
    page, job = signed_in, next(iter(company.jobs.values()))
    address = f"/jobs/{job.hash}/apply/"
    page.goto(address)
    wait(sandbox, f"/job-posts/{job.hash}/", seconds=3)
    page.goto(address)
    countdown = page.get_by_text("Retrying in")
    expect(countdown).to_be_visible()
    page.locator("main [name=terms_of_use]").check()
    page.evaluate("window.sameSheet = true")
    expect(countdown).to_be_hidden()
    page.wait_for_timeout(500)
    assert page.evaluate("window.sameSheet")
    expect(page.locator("main [name=terms_of_use]")).to_be_checked()
