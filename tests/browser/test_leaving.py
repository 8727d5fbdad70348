"""What was typed and not sent goes along, comes back, or is not left without a word."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"]),
]


@pytest.fixture
def form(signed_in: Page) -> Page:
    signed_in.goto("/pools/new/")
    signed_in.get_by_label("Name").fill("Newcomers")
    return signed_in


@pytest.fixture
def someone(signed_in: Page, company) -> Page:
    """The page of a candidate, where a note was begun."""
    one = next(iter(company.candidates.values()))
    signed_in.goto(f"/candidates/{one.id}/")
    signed_in.get_by_label("Note").fill("Call her\non Monday.")
    return signed_in


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser has asked; it was told each time to stay."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.on("dialog", lambda dialog: dialog.dismiss())
    return asked


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def press_in_menu(page: Page, button: str) -> None:
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name=button).click(no_wait_after=True)


def sign_in(page: Page, user) -> None:
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("choice", ["Türkçe", "Dark"])
def test_what_was_typed_goes_along_to_another_language_or_theme(
    form: Page, company, choice: str
) -> None:
    press_in_menu(form, choice)
    html, chosen = form.locator("html"), {"Türkçe": ("lang", "tr")}
    expect(html).to_have_attribute(*chosen.get(choice, ("data-theme", "dark")))
    expect(form.locator("[name=name]")).to_have_value("Newcomers")
    expect(form.locator(".alert-info")).to_have_count(1)
    # It is an ordinary form again.
    form.locator("main .button-primary").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    made = [pool.name for pool in company.pools.values()]
    assert made.count("Newcomers") == 1


def test_a_note_goes_along_too(someone: Page) -> None:
    press_in_menu(someone, "Türkçe")
    expect(someone.locator("html")).to_have_attribute("lang", "tr")
    expect(someone.locator("[name=text]")).to_have_value("Call her\non Monday.")


def test_another_theme_shows_the_same_page_of_the_list(signed_in: Page, pool) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/?page_size=10")
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page).to_have_url(re.compile("page=2"))
    press_in_menu(page, "Dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile("page=2&page_size=10"))


def test_what_was_typed_is_not_left_without_a_word(
    form: Page, asked: list[str]
) -> None:
    # A page may ask who has touched it, and not who only came by.
    form.get_by_label("Name").click()
    with form.expect_event("dialog"):
        form.get_by_role("link", name="Jobs", exact=True).click(no_wait_after=True)
    assert asked == ["beforeunload"]
    expect(form.get_by_label("Name")).to_have_value("Newcomers")
    # What is sent is not left behind.
    form.get_by_role("button", name="Create pool").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    form.get_by_role("link", name="Jobs", exact=True).click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Job posts")
    assert asked == ["beforeunload"]


def test_who_stays_can_still_sign_out(someone: Page, asked: list[str]) -> None:
    with someone.expect_event("dialog"):
        press_in_menu(someone, "Sign out")
    expect(someone.get_by_role("button", name="Sign out")).to_be_enabled()
    expect(someone.get_by_label("Note")).to_have_value("Call her\non Monday.")
    assert asked == ["beforeunload"]


def test_a_note_is_not_lost_to_a_menu_that_leads_to_sign_in(
    someone: Page, asked: list[str]
) -> None:
    end_session(someone)
    with someone.expect_event("dialog"):
        someone.get_by_role("button", name="Pool menu").click()
    expect(someone.get_by_label("Note")).to_have_value("Call her\non Monday.")
    assert asked == ["beforeunload"]


def test_a_note_is_not_lost_to_a_tag_that_is_sent(
    someone: Page, asked: list[str]
) -> None:
    someone.get_by_label("Tag").fill("night owl")
    end_session(someone)
    with someone.expect_event("dialog"):
        someone.get_by_role("button", name="Add tag").click()
    expect(someone.get_by_label("Note")).to_have_value("Call her\non Monday.")
    assert asked == ["beforeunload"]


def test_what_came_back_is_not_left_without_a_word_either(
    someone: Page, user, asked: list[str]
) -> None:
    end_session(someone)
    someone.get_by_role("button", name="Add note").click()
    sign_in(someone, user)
    expect(someone.get_by_label("Note")).to_have_value("Call her\non Monday.")
    assert asked == []
    someone.get_by_label("Note").click()
    with someone.expect_event("dialog"):
        someone.get_by_role("link", name="Jobs", exact=True).click(no_wait_after=True)
    someone.get_by_role("button", name="Add note").click()
    expect(someone.locator("#notes-added li")).to_have_count(1)
    someone.get_by_role("link", name="Jobs", exact=True).click()
    expect(someone.get_by_role("heading", level=1)).to_have_text("Job posts")
    assert asked == ["beforeunload"]


def test_a_link_to_where_it_is_kept_does_not_ask(
    someone: Page, asked: list[str]
) -> None:
    token = someone.locator("#note-form [name=csrfmiddlewaretoken]")
    token.evaluate("token => { token.value = 'of another sign-in' }")
    someone.evaluate("document.body.removeAttribute('hx-headers')")
    someone.get_by_role("button", name="Add note").click()
    someone.get_by_role("link", name="Open the form again").click()
    expect(someone.get_by_label("Note")).to_have_value("Call her\non Monday.")
    assert asked == []


def test_back_from_another_page_of_a_list_leads_to_sign_in_where_it_must(
    signed_in: Page, pool
) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/?page_size=10")
    names = page.locator("#candidate-table tbody th a")
    first = names.first.inner_text()
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page).to_have_url(re.compile("page=2"))
    page.go_back()
    expect(names.first).to_have_text(first)
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page).to_have_url(re.compile("page=2"))
    end_session(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_keys_that_are_off_stay_off_after_signing_out(signed_in: Page, user) -> None:
    page = signed_in
    page.goto("/pools/")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    press_in_menu(page, "Sign out")
    sign_in(page, user)
    page.goto("/pools/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
