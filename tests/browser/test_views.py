"""A search is saved as a view, and opened from Home."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True
)


@pytest.fixture
def copied(signed_in: Page, sync: Callable[[], list[Any]]) -> Page:
    """A browser of somebody whose pools are copied."""
    sync()
    return signed_in


def test_a_search_is_saved_as_a_view_and_opened_from_home(
    copied: Page, javascript: bool
) -> None:
    page = copied
    page.goto("/candidates/?q=city:istanbul&sort=name")
    total = page.locator("#candidate-table").get_attribute("data-total")
    page.locator(".list-tools summary").filter(has_text="Save view").click()
    if not javascript:
        page.get_by_role("link", name="Save this list as a view").click()
    form = page.locator(".view-form")
    form.get_by_label("On Home").check()
    form.get_by_role("button", name="Save view").click()
    expect(form).to_contain_text("Enter a name for the view.")
    expect(form.get_by_label("On Home")).to_be_checked()
    form.get_by_label("Name of the view").fill("İstanbul")
    form.get_by_role("button", name="Save view").click()
    expect(page).to_have_url(re.compile(r"\?q=city:istanbul&sort=name&view=\d+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("İstanbul")

    page.goto("/")
    views = page.get_by_role("region", name="Views")
    expect(views.get_by_role("listitem")).to_contain_text(total)
    views.get_by_role("link", name="İstanbul").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("İstanbul")

    page.get_by_role("searchbox", name="Narrow this list").fill("city:ankara")
    if not javascript:
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=city(:|%3A)ankara&sort=name$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Candidates")


@with_javascript
def test_home_shows_what_is_new_at_any_width(copied: Page) -> None:
    page = copied
    page.goto("/")
    for width in (320, 390, 820, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    inbox = page.get_by_role("region", name="Inbox")
    line = inbox.get_by_role("link", name=re.compile("not seen yet"))
    count = line.inner_text().split()[0]
    line.click()
    expect(page.locator("#candidate-table")).to_have_attribute("data-total", count)
    expect(page.locator("#list-q")).to_have_value("is:unseen")


@with_javascript
@pytest.mark.parametrize("width", [320, 390, 820])
def test_each_panel_of_the_toolbar_is_on_the_screen(copied: Page, width: int) -> None:
    page = copied
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/candidates/")
    for name in ("Filter", "Newest", "Columns", "Save view"):
        drop = page.locator(".list-tools .drop").filter(
            has=page.locator("summary", has_text=name)
        )
        drop.locator("summary").click()
        box = drop.locator(".drop-panel").bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
