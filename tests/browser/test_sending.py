"""What people do to a form: press twice, go back, send it again when in doubt."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def creates(sandbox) -> int:
    return sum(call.path.endswith("/talent-pools/create/") for call in sandbox.requests)


@pytest.fixture
def form(signed_in: Page) -> Page:
    signed_in.goto("/pools/new/")
    signed_in.get_by_label("Name").fill("Newcomers")
    return signed_in


def test_two_clicks_make_one_pool(form: Page, sandbox) -> None:
    form.get_by_role("button", name="Create pool").dblclick(no_wait_after=True)
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    assert creates(sandbox) == 1


def test_going_back_and_sending_again_makes_one_pool(form: Page, sandbox) -> None:
    form.get_by_role("button", name="Create pool").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    form.go_back()
    form.get_by_label("Name").fill("Newcomers")
    form.get_by_role("button", name="Create pool").click()
    # A page that was kept has the id it had, one that was asked for anew another.
    held = form.get_by_text("You sent exactly this a moment ago.")
    there = form.get_by_text("This was saved already.")
    expect(held.or_(there)).to_be_visible()
    assert creates(sandbox) == 1


def test_in_doubt_the_page_asks_and_sends_again_when_told(form: Page, sandbox) -> None:
    sandbox.reply("POST", "/talent-pools/create/", status=500, times=1)
    form.get_by_role("button", name="Create pool").click()
    doubt = form.get_by_role("alert")
    expect(doubt).to_contain_text("It is not in Recruspace, as far as can be seen now.")
    expect(form.get_by_label("Name")).to_have_value("Newcomers")
    with form.expect_response(lambda answer: answer.status == 409):
        form.get_by_role("button", name="Create pool").click()
    expect(doubt).to_contain_text("as far as can be seen now.")
    assert creates(sandbox) == 1
    form.get_by_label("Send it all the same").check()
    form.get_by_role("button", name="Create pool").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    assert creates(sandbox) == 2


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_in_doubt_the_page_looks_by_itself(form: Page, sandbox) -> None:
    sandbox.reply("POST", "/talent-pools/create/", status=500, times=1)
    sandbox.reply("GET", "/talent-pools/", status=500, times=1)
    form.get_by_role("button", name="Create pool").click()
    doubt = form.get_by_role("alert")
    expect(doubt).to_contain_text("It is not known whether the change was made.")
    expect(doubt).to_contain_text("It is not in Recruspace, as far as can be seen now.")
    expect(form.get_by_role("button", name="Look whether it is there")).to_have_count(0)
    assert creates(sandbox) == 1


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_a_tick_outlasts_the_look_and_counts_once(form: Page, sandbox) -> None:
    sandbox.reply("POST", "/talent-pools/create/", status=500, times=2)
    form.get_by_role("button", name="Create pool").click()
    box = form.get_by_label("Send it all the same")
    box.check()
    with form.expect_response(lambda answer: answer.status == 409):
        pass
    expect(box).to_be_checked()
    form.get_by_role("button", name="Create pool").click()
    expect(box).not_to_be_checked()
    assert creates(sandbox) == 2


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
@pytest.mark.parametrize("choice", ["Türkçe", "Dark"])
def test_what_was_typed_goes_along_to_another_language_or_theme(
    form: Page, sandbox, choice: str
) -> None:
    form.get_by_role("button", name=choice).click()
    html, chosen = form.locator("html"), {"Türkçe": ("lang", "tr")}
    expect(html).to_have_attribute(*chosen.get(choice, ("data-theme", "dark")))
    expect(form.locator("[name=name]")).to_have_value("Newcomers")
    expect(form.locator(".alert-info")).to_have_count(1)
    # It is an ordinary form again, which is sent once.
    form.locator("main .button-primary").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    assert creates(sandbox) == 1


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_a_note_goes_along_too(signed_in: Page, company) -> None:
    page = signed_in
    one = next(iter(company.candidates.values()))
    page.goto(f"/candidates/{one.id}/")
    page.get_by_label("Note").fill("Call her\non Monday.")
    page.get_by_role("button", name="Türkçe").click()
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    expect(page.locator("[name=text]")).to_have_value("Call her\non Monday.")


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_what_was_typed_is_not_left_without_a_word(form: Page) -> None:
    asked: list[str] = []
    form.on("dialog", lambda dialog: asked.append(dialog.type))
    form.on("dialog", lambda dialog: dialog.dismiss())
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
