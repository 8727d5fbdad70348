"""Reading through a list by keys alone, on a phone, and while things fail."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Request, expect

from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Company
from recruspace_dashboard.verdicts.models import Verdict
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True
)
without_javascript = pytest.mark.parametrize(
    "javascript", [False], ids=["without JavaScript"], indirect=True
)
FIFTY = 50


@pytest.fixture
def number(user: Any, company: Company, sync: Callable[..., Any]) -> int:
    """How many candidates the copy has."""
    sync()
    return len([one for one in company.candidates.values() if one.pool])


def is_at(page: Page, number: int, total: int) -> None:
    expect(page.locator(".review-count")).to_have_text(f"{number} of {total}")


def name(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def ahead(page: Page) -> None:
    """Until the next candidates are there."""
    expect(page.locator("#review[data-ahead]")).to_be_attached()


def settled(is_so: Callable[[], bool]) -> None:
    """Waits for what is sent while the next one is read."""
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it did not arrive")


@pytest.mark.slow
@with_javascript
def test_fifty_by_keys_alone_and_then_found_by_their_verdicts(
    signed_in: Page, number: int
) -> None:
    page = signed_in
    assert number >= FIFTY
    page.goto("/candidates/?sort=name")
    page.get_by_role("link", name="Review").click()
    is_at(page, 1, number)
    page.evaluate("sameDocument = true")
    for n in range(1, FIFTY + 1):
        page.keyboard.press("123"[n % 3])
        is_at(page, min(n + 1, number), number)
    assert page.evaluate("sameDocument") is True
    settled(lambda: Verdict.objects.count() == FIFTY)
    given = {one.value: 0 for one in Verdict.Choice}
    for one in Verdict.objects.all():
        given[one.verdict] += 1
    assert given == {"no": 16, "maybe": 17, "yes": 17}

    page.goto("/review/?" + urlencode({"q": "verdict:yes by:me", "sort": "name"}))
    is_at(page, 1, 17)
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile(r"/candidates/\?q=verdict:yes%20by:me"))
    expect(page.locator("#candidate-table")).to_have_attribute("data-total", "17")


@with_javascript
def test_back_and_forth_with_a_verdict_taken_back(
    signed_in: Page, number: int, live_server
) -> None:
    page = signed_in
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one))
    page.goto("/review/?sort=name")
    first = name(page)
    ahead(page)
    before = [one for one in asked if "hx-prefetch" in one.headers]
    assert len([one for one in before if "/review/" in one.url]) == 2
    asked.clear()
    page.keyboard.press("j")
    is_at(page, 2, number)
    second = name(page)
    expect(page.locator("#announcement")).to_have_text(f"{second}, 2 of {number}")
    expect(page).to_have_title(re.compile(re.escape(second)))
    expect(page).to_have_url(re.compile(r"at=\d+$"))
    # Nothing was asked for what is shown.
    assert not [one for one in asked if "hx-prefetch" not in one.headers]
    page.reload()
    is_at(page, 2, number)
    assert name(page) == second

    page.keyboard.press("3")
    is_at(page, 3, number)
    toast = page.locator("#toasts")
    expect(toast).to_contain_text(f"Yes · {second}")
    entry = page.locator(".review-list li", has_text=second)
    expect(entry.locator(".review-verdict")).to_have_text("Yes")
    page.keyboard.press("u")
    is_at(page, 2, number)
    expect(page.get_by_role("button", name="Yes").first).to_have_attribute(
        "aria-pressed", "false"
    )
    assert not Verdict.objects.exists()
    page.keyboard.press("k")
    is_at(page, 1, number)
    assert name(page) == first
    page.go_back()
    is_at(page, 2, number)


@with_javascript
def test_keys_after_a_click_in_the_cv_and_none_while_typing(
    signed_in: Page, number: int, company: Company
) -> None:
    page = signed_in
    page.goto("/review/?" + urlencode({"q": "has:cv", "sort": "name"}))
    total = int(page.locator(".review-count").inner_text().split()[-1])
    page.locator("#candidate-cv .cv-sheet svg").first.click()
    page.keyboard.press("j")
    is_at(page, 2, total)

    page.keyboard.press("c")
    note = page.get_by_label("Note")
    expect(note).to_be_focused()
    page.keyboard.type("j3 knows Go")
    is_at(page, 2, total)
    page.keyboard.press("Escape")
    ahead(page)
    page.keyboard.press("j")
    is_at(page, 3, total)
    # It waits for whom it was written.
    expect(note).to_have_value("")
    expect(page.locator(".review-list [data-unsent]")).to_have_count(1)
    page.keyboard.press("k")
    is_at(page, 2, total)
    expect(note).to_have_value("j3 knows Go")
    page.keyboard.press("c")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notes-added")).to_contain_text("j3 knows Go")
    notes = [note.text for one in company.candidates.values() for note in one.notes]
    assert notes == ["j3 knows Go"]
    # The form comes again, with the focus.
    expect(page.locator("#note-send")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    page.keyboard.type("golang")
    page.keyboard.press("Enter")
    expect(page.locator("#tags")).to_contain_text("golang")

    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator(".review-list [data-selected]")).to_have_count(1)
    with page.context.expect_page() as opened:
        page.keyboard.press("v")
    opened.value.close()
    page.keyboard.press("l")
    expect(page.locator("#candidate-table [name=selected]:checked")).to_have_count(1)
    expect(page.locator(".selection-count")).to_contain_text("1 selected")


@with_javascript
def test_on_a_phone_all_is_under_the_thumb(signed_in: Page, number: int) -> None:
    page = signed_in
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/review/?" + urlencode({"q": "has:cv", "sort": "name"}))
    total = int(page.locator(".review-count").inner_text().split()[-1])
    bar = page.locator(".review-bar")
    for button in bar.locator("> *").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        assert box["y"] > 844 / 2
    expect(page.locator("#candidate-cv .cv-sheet svg").first).to_be_visible()
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    bar.get_by_role("button", name="Maybe").click()
    is_at(page, 2, total)
    bar.get_by_role("link", name="Previous").click()
    is_at(page, 1, total)
    expect(bar.get_by_role("button", name="Maybe")).to_have_attribute(
        "aria-pressed", "true"
    )
    bar.get_by_role("link", name="Note").click()
    expect(page.get_by_label("Note")).to_be_focused()


@without_javascript
def test_without_javascript_links_and_forms_do_it(signed_in: Page, number: int) -> None:
    page = signed_in
    page.goto("/candidates/?sort=name&q=has:cv")
    page.get_by_role("link", name="Review").click()
    number = int(page.locator(".review-count").inner_text().split()[-1])
    page.get_by_role("link", name="Next").first.click()
    is_at(page, 2, number)
    second = name(page)
    page.get_by_role("button", name="Yes").first.click()
    is_at(page, 2, number)
    assert name(page) == second
    assert Verdict.objects.get().verdict == "yes"
    page.get_by_label("Note").fill("Called.")
    page.get_by_role("button", name="Add note").click()
    is_at(page, 2, number)
    expect(page.locator("#notes-added")).to_contain_text("Called.")
    page.get_by_role("link", name="Show the CV").click()
    expect(page.locator("dialog[open]")).to_have_count(0)


@with_javascript
def test_the_api_fails_in_the_middle(
    signed_in: Page, number: int, sandbox: Sandbox
) -> None:
    page = signed_in
    page.goto("/review/?sort=name")
    ahead(page)
    sandbox.reply("GET", "/candidates/", status=500)
    # Those fetched before are there; the next one is as the copy knows them.
    for n in (2, 3, 4):
        page.keyboard.press("j")
        is_at(page, n, number)
    expect(page.get_by_role("alert").first).to_contain_text("Recruspace has a problem")
    expect(page.locator("#fault")).to_be_empty()
    page.keyboard.press("2")
    is_at(page, 5, number)
    settled(lambda: Verdict.objects.filter(verdict="maybe").exists())


def sign_in(page: Page) -> None:
    expect(page).to_have_url(re.compile("/login/"))
    page.get_by_label("Username").fill("ayse")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/review/"))


@with_javascript
def test_a_session_that_ended_loses_nothing(signed_in: Page, number: int) -> None:
    page = signed_in
    page.goto("/review/?sort=name")
    ahead(page)
    first = name(page)
    Session.objects.all().delete()
    page.keyboard.press("3")
    sign_in(page)
    lost = page.locator("#review-lost")
    expect(lost).to_contain_text(f"Yes · {first}")
    lost.get_by_role("button", name="Send it again").click()
    expect(lost).to_be_empty()
    settled(Verdict.objects.exists)
    assert Verdict.objects.get().verdict == "yes"

    here = name(page)
    page.keyboard.press("c")
    page.keyboard.type("Half a sentence")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    sign_in(page)
    assert name(page) == here
    expect(page.get_by_label("Note")).to_have_value("Half a sentence")


@with_javascript
def test_the_palette_goes_anywhere(signed_in: Page, number: int, pool) -> None:
    page = signed_in
    page.goto("/review/?sort=name")
    somebody = name(page)
    page.goto("/jobs/")
    palette = page.get_by_role("dialog", name="Go to")
    expect(palette).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    page.keyboard.type(somebody)
    found = palette.get_by_role("option", name=somebody).first
    expect(found).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(somebody)

    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    page.keyboard.type("hom")
    expect(palette.get_by_role("option", name="Home")).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    expect(palette.get_by_role("option", name=pool.name)).to_be_visible()
    page.keyboard.press("ArrowUp")
    last = palette.get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_have_text(re.compile("Sign out"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/login/"))
