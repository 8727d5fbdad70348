"""The start of the day: everything on one page, or all but what fails."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PASSWORD

# What comes without JavaScript is tested with a plain client, in tests/home.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"]),
]


@pytest.fixture
def home(page: Page, user) -> Page:
    page.goto("/login/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/")
    return page


def region(page: Page, title: str):
    return page.get_by_role("region", name=title)


def test_it_shows_the_day_and_leads_on(home: Page, sandbox) -> None:
    expect(home.get_by_role("heading", level=1)).to_have_text("Hello, Ayşe")
    pools = region(home, "Talent pools").get_by_role("listitem")
    expect(pools.first).to_contain_text("Backend Engineers")
    expect(region(home, "Open jobs").get_by_role("listitem")).to_have_count(6)
    expect(region(home, "Needs attention").get_by_role("listitem")).not_to_have_count(0)
    expect(region(home, "Recently added").get_by_role("listitem")).to_have_count(5)
    expect(home.locator("#calls-left")).to_contain_text("left this minute")
    user = region(home, "Recently added").get_by_role("link").nth(1)
    expect(user).to_have_attribute("href", re.compile(r"/candidates/\d+/\?pool="))
    region(home, "Talent pools").get_by_role("link", name="Sales DACH").click()
    expect(home.get_by_role("heading", level=1)).to_have_text("Sales DACH")


@pytest.mark.usefixtures("uncached")
def test_where_one_part_fails_the_others_stand(home: Page, sandbox) -> None:
    sandbox.reply("GET", "/job-posts/", status=500, body={"detail": "Boom"})
    home.reload()
    jobs = region(home, "Open jobs")
    expect(jobs.get_by_role("alert")).to_contain_text("Recruspace has a problem")
    expect(home.locator("main")).not_to_contain_text("Boom")
    expect(region(home, "Talent pools").get_by_role("listitem")).to_have_count(6)
    expect(region(home, "Recently added").get_by_role("listitem")).to_have_count(5)

    sandbox.reset()
    sandbox.reply("GET", "/talent-pools/", status=503)
    home.reload()
    expect(region(home, "Open jobs").get_by_role("listitem")).to_have_count(6)
    pools = region(home, "Talent pools")
    expect(pools.get_by_role("alert")).to_contain_text("Recruspace has a problem")
