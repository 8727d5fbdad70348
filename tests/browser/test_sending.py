"""What users do to a form: press twice, go back, send it again when in doubt."""

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
    held = form.get_by_text("You sent exactly the same a moment ago.")
    there = form.get_by_text("This is already saved.")
    expect(held.or_(there)).to_be_visible()
    assert creates(sandbox) == 1


def test_in_doubt_the_page_asks_and_sends_again_when_told(form: Page, sandbox) -> None:
    sandbox.reply("POST", "/talent-pools/create/", status=500, times=1)
    form.get_by_role("button", name="Create pool").click()
    doubt = form.get_by_role("alert")
    expect(doubt).to_contain_text("It does not seem to be in Recruspace.")
    expect(form.get_by_label("Name")).to_have_value("Newcomers")
    with form.expect_response(lambda answer: answer.status == 409):
        form.get_by_role("button", name="Create pool").click()
    expect(doubt).to_contain_text("It does not seem to be in Recruspace.")
    assert creates(sandbox) == 1
    form.get_by_label("Send it anyway").check()
    form.get_by_role("button", name="Create pool").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    assert creates(sandbox) == 2


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_in_doubt_the_page_looks_by_itself(form: Page, sandbox) -> None:
    sandbox.reply("POST", "/talent-pools/create/", status=500, times=1)
    sandbox.reply("GET", "/talent-pools/", status=500, times=1)
    form.get_by_role("button", name="Create pool").click()
    doubt = form.get_by_role("alert")
    expect(doubt).to_contain_text("The change may or may not have been made.")
    expect(doubt).to_contain_text("It does not seem to be in Recruspace.")
    expect(form.get_by_role("button", name="Check whether it was saved")).to_have_count(
        0
    )
    assert creates(sandbox) == 1


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_a_tick_outlasts_the_look_and_counts_once(form: Page, sandbox) -> None:
    sandbox.reply("POST", "/talent-pools/create/", status=500, times=2)
    form.get_by_role("button", name="Create pool").click()
    box = form.get_by_label("Send it anyway")
    box.check()
    with form.expect_response(lambda answer: answer.status == 409):
        pass
    expect(box).to_be_checked()
    form.get_by_role("button", name="Create pool").click()
    expect(box).not_to_be_checked()
    assert creates(sandbox) == 2
