"""The main job, as a new user does it: from signing in to a pool made and gone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

# What comes without JavaScript is tested with a plain client, in tests/accounts.
with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True
)


@pytest.fixture
def signed_in(page: Page, keyless, sandbox) -> Page:
    page.goto("/")
    expect(page).to_have_title(re.compile("Sign in"))
    page.get_by_label("Username").fill(keyless.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def store_key(page: Page, key: str) -> None:
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name=re.compile("API key")).click()


def names(page: Page) -> list[str]:
    return page.locator("#candidate-table tbody th").all_inner_texts()


def test_from_signing_in_to_a_pool_made_and_gone(
    signed_in: Page, sandbox, javascript: bool
) -> None:
    page = signed_in

    # Without a key, everything leads to the key page, which says where to make one.
    expect(page).to_have_url(re.compile("/account/key/"))
    expect(page.locator("main")).to_contain_text("Settings > Career Page")
    store_key(page, sandbox.keys[0])
    page.get_by_role("link", name="Pools", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talent pools")

    page.get_by_role("link", name="New pool").click()
    page.get_by_label("Name").fill("Yazılım")
    page.get_by_role("button", name="Create pool").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yazılım")
    expect(page.locator("main")).to_contain_text("No candidates in this pool yet")

    page_through_the_largest_pool(page, javascript)

    page.get_by_role("link", name="Pools", exact=True).click()
    page.get_by_role("link", name="Rename Yazılım").click()
    expect(page.get_by_label("Name")).to_have_value("Yazılım")
    page.get_by_label("Name").fill("Yazılım 2027")
    page.get_by_role("button", name="Rename pool").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yazılım 2027")

    page.locator("summary").filter(has_text="⋯").click()
    page.get_by_role("link", name="Delete").click()
    expect(page.locator("main")).to_contain_text("It contains no candidates.")
    page.get_by_role("button", name="Delete pool").click()
    expect(page.get_by_role("status").first).to_have_text(
        "The pool “Yazılım 2027” was deleted."
    )
    expect(page.get_by_role("link", name="Yazılım 2027")).to_have_count(0)


def page_through_the_largest_pool(page: Page, javascript: bool) -> None:
    page.get_by_role("link", name="Pools", exact=True).click()
    page.get_by_role("link", name="Backend Engineers", exact=True).click()
    expect(page.locator("#candidate-table tbody tr")).to_have_count(25)

    page.get_by_label("Rows").select_option("10")
    if not javascript:
        page.get_by_role("button", name="Show").click()
    expect(page.locator("#candidate-table tbody tr")).to_have_count(10)
    expect(page).to_have_url(re.compile("page_size=10"))
    first = names(page)

    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"page=2&page_size=10"))
    expect(page.locator(".pagination-count")).to_contain_text("11–20 of ")
    second = names(page)
    assert not set(first) & set(second)

    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".pagination-count")).to_contain_text("1–10 of ")
    assert names(page) == first

    page.go_back()
    expect(page.locator(".pagination-count")).to_contain_text("11–20 of ")
    assert names(page) == second
    expect(page.get_by_role("heading", level=1)).to_have_text("Backend Engineers")

    page.goto(page.url.replace("page=2", "page=99"))
    expect(page).to_have_url(re.compile(r"page=3&page_size=10"))
    if javascript:
        assert_only_the_table_is_swapped(page)


def assert_only_the_table_is_swapped(page: Page) -> None:
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Page 1").click()
    expect(page).to_have_url(re.compile(r"/\?page_size=10$"))
    expect(page.locator(".pagination-count")).to_contain_text("1–10 of ")
    assert page.evaluate("window.sameDocument") is True


@with_javascript
def test_a_wrong_password_keeps_the_name(page: Page, keyless) -> None:
    page.goto("/login/")
    page.get_by_label("Username").fill(keyless.username)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Username")).to_have_value(keyless.username)


@with_javascript
def test_a_key_that_is_refused_is_said_and_kept(signed_in: Page, sandbox) -> None:
    page = signed_in
    store_key(page, "rsp_this_is_not_a_key")
    expect(page.locator("main")).to_contain_text("does not accept this key")
    expect(page.get_by_label("API key")).to_have_value("rsp_this_is_not_a_key")


def test_a_name_that_is_too_long_is_said_and_kept(signed_in: Page, sandbox) -> None:
    page = signed_in
    store_key(page, sandbox.keys[0])
    page.goto("/pools/new/")
    page.get_by_label("Name").fill("n" * 300)
    page.get_by_role("button", name="Create pool").click()
    expect(page.locator("main")).to_contain_text("this one has 300")
    expect(page.get_by_label("Name")).to_have_value("n" * 300)
    expect(page.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Name")).to_have_accessible_description(
        "A name has at most 255 characters; this one has 300."
    )
