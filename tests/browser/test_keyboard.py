"""Going around by keys alone, and turning the keys off."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True
)
without_javascript = pytest.mark.parametrize(
    "javascript", [False], ids=["without JavaScript"], indirect=True
)


@pytest.fixture
def pool(pool) -> str:
    """The address of a pool of more than one page of ten."""
    return f"/pools/{pool.id}/?page_size=10"


def press(page: Page, *keys: str) -> None:
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def row(page: Page, number: int) -> Locator:
    return page.locator("#candidate-table tbody tr").nth(number).locator("a").first


def expect_rows(page: Page, which: str) -> None:
    expect(page.locator(".pagination-count")).to_contain_text(f"{which} of ")
    # Until then the links that came are not yet htmx's.
    expect(page.locator(".htmx-added")).to_have_count(0)


def the_list(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keyboard shortcuts")


@with_javascript
def test_the_list_opens_by_key_and_gives_the_focus_back(signed_in: Page) -> None:
    page = signed_in
    page.goto("/pools/")
    link = page.get_by_role("link", name="New pool")
    link.focus()
    press(page, "?")
    expect(the_list(page)).to_be_visible()
    expect(page.get_by_role("button", name="Close")).to_be_focused()

    press(page, "g", "h", "j")
    expect(the_list(page)).to_be_visible()
    press(page, "Escape")
    expect(the_list(page)).to_be_hidden()
    expect(link).to_be_focused()
    expect(page).to_have_url(re.compile("/pools/$"))


@with_javascript
def test_the_list_opens_by_its_button(signed_in: Page) -> None:
    page = signed_in
    page.goto("/")
    opener = page.get_by_role("button", name="Your menu")
    opener.click()
    page.get_by_role("button", name="Keys").click()
    expect(page.locator("#user-menu")).to_be_hidden()
    page.get_by_role("button", name="Close").click()
    expect(the_list(page)).to_be_hidden()
    expect(opener).to_be_focused()


@with_javascript
def test_two_keys_lead_to_each_room(signed_in: Page) -> None:
    page = signed_in
    page.goto("/account/")
    rooms = {
        "p": "/pools/",
        "j": "/jobs/",
        "c": "/company/",
        "h": "/",
        # Its field gets the focus.
        "a": "/candidates/",
    }
    for key, address in rooms.items():
        press(page, "g", key)
        expect(page).to_have_url(re.compile(rf"\d{address}$"))


@with_javascript
@pytest.mark.parametrize("width", [1366, 360])
def test_a_slash_finds_candidates_from_any_page(signed_in: Page, width: int) -> None:
    page = signed_in
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/jobs/")
    press(page, "/")
    field = page.get_by_role("searchbox", name="Search all candidates")
    expect(field).to_be_focused()
    page.keyboard.type("example")
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/candidates/\?q=example$"))
    expect(page.locator(".found li").first).to_be_visible()

    press(page, "Tab", "j", "j")
    expect(page.locator(".found li").nth(1).locator("a")).to_be_focused()
    # The page has a field of its own.
    own = page.locator("main input[type=search]")
    press(page, "f")
    expect(own).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "example"
    press(page, "Escape", "Tab", "/")
    expect(field).to_be_focused()


@with_javascript
def test_f_narrows_the_list(signed_in: Page, pool: str) -> None:
    page = signed_in
    page.goto(pool)
    press(page, "f")
    expect(page.get_by_role("searchbox", name="Narrow this list")).to_be_focused()


@with_javascript
def test_through_rows_pages_and_users(signed_in: Page, pool: str) -> None:
    page = signed_in
    page.goto(pool)
    press(page, "k")
    expect(row(page, 0)).to_be_focused()
    press(page, "j", "j", "k", "j")
    expect(row(page, 2)).to_be_focused()
    press(page, *"j" * 12)
    expect(row(page, 9)).to_be_focused()
    expect(row(page, 9)).to_be_in_viewport()

    page.evaluate("window.sameDocument = true")
    press(page, "n")
    expect_rows(page, "11–20")
    press(page, "j", "j")
    expect(row(page, 1)).to_be_focused()
    press(page, "p")
    expect_rows(page, "1–10")
    assert page.evaluate("window.sameDocument") is True

    first, second = row(page, 0).inner_text(), row(page, 1).inner_text()
    heading = page.get_by_role("heading", level=1)
    press(page, "j", "Enter")
    expect(heading).to_have_text(first)
    press(page, "n")
    expect(heading).to_have_text(second)
    press(page, "p")
    expect(heading).to_have_text(first)


@with_javascript
def test_keys_work_on_a_page_that_htmx_brought_back(signed_in: Page, pool: str) -> None:
    page = signed_in
    page.goto(pool)
    press(page, "n")
    expect_rows(page, "11–20")
    page.go_back()
    expect_rows(page, "1–10")
    press(page, "j")
    expect(row(page, 0)).to_be_focused()
    press(page, "?")
    expect(page.get_by_label("Use these keys")).to_be_checked()


@with_javascript
def test_no_key_is_taken_from_who_types_or_holds_another(
    signed_in: Page, pool: str
) -> None:
    page = signed_in
    page.goto("/pools/new/")
    page.get_by_label("Name").focus()
    page.keyboard.type("g h?/jknp")
    expect(page.get_by_label("Name")).to_have_value("g h?/jknp")
    expect(the_list(page)).to_be_hidden()

    page.goto(pool)
    for held in ("Control", "Alt", "Meta"):
        press(page, f"{held}+j", f"{held}+n")
    expect(page.locator("#candidate-table a:focus")).to_have_count(0)
    page.get_by_label("Rows").focus()
    press(page, "j")
    expect(page.get_by_label("Rows")).to_be_focused()


@with_javascript
def test_the_keys_are_turned_off_and_on_again(signed_in: Page, pool: str) -> None:
    page = signed_in
    page.goto(pool)
    press(page, "?")
    page.get_by_label("Use these keys").uncheck()
    press(page, "Escape")

    for _ in range(2):
        press(page, "?", "j", "g", "h")
        expect(the_list(page)).to_be_hidden()
        expect(page.locator("#candidate-table a:focus")).to_have_count(0)
        page.reload()

    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Keys", exact=True).click()
    page.get_by_label("Use these keys").check()
    press(page, "Escape", "j")
    expect(row(page, 0)).to_be_focused()


@without_javascript
def test_nothing_is_offered_that_needs_javascript(signed_in: Page) -> None:
    signed_in.goto("/")
    signed_in.get_by_role("button", name="Your menu").click()
    expect(signed_in.get_by_role("button", name="Sign out")).to_be_visible()
    expect(signed_in.get_by_role("button", name="Keys")).to_have_count(0)
    expect(the_list(signed_in)).to_have_count(0)


@with_javascript
def test_who_is_not_signed_in_has_no_keys(page: Page) -> None:
    page.goto("/login/")
    expect(page.locator("#keys, .keys-open")).to_have_count(0)
    assert page.evaluate("document.documentElement.dataset.keyboard") is None
