"""What stands around every page: the menu of pools, the search field, and toasts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from recruspace_dashboard.sandbox.server import Sandbox

pytestmark = pytest.mark.browser

with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True
)

DESK = {"width": 1366, "height": 900}
PHONE = {"width": 360, "height": 740}


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Pool menu")


def opener(page: Page) -> Locator:
    return page.get_by_role("button", name="Pool menu")


def calls(sandbox: Sandbox) -> list[str]:
    return [call.path for call in sandbox.requests]


@with_javascript
def test_a_fault_is_said_in_the_menu_and_can_be_tried_again(
    signed_in: Page, sandbox: Sandbox
) -> None:
    page = signed_in
    # Chromium writes every 500 to the console, which here would be a fault of its own.
    sandbox.reply("GET", "/talent-pools/", status=403)
    page.goto("/account/")
    opener(page).click()
    expect(menu(page).get_by_role("alert")).to_contain_text("Not allowed")
    expect(page.locator("main").get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    sandbox.reset()
    menu(page).get_by_role("button", name="Try again").click()
    expect(menu(page).get_by_role("link", name="Sales DACH")).to_be_visible()


def test_all_pools_and_a_new_one_are_there_without_a_call(
    signed_in: Page, sandbox: Sandbox, javascript: bool
) -> None:
    page = signed_in
    page.goto("/account/")
    assert calls(sandbox) == []
    opener(page).click()
    if not javascript:
        expect(menu(page).get_by_role("link")).to_have_text(["All pools", "New pool"])
        expect(page.locator("#pool-menu-list")).to_be_hidden()
        assert calls(sandbox) == []
    menu(page).get_by_role("link", name="New pool").click()
    expect(page).to_have_url(re.compile("/pools/new/$"))


@with_javascript
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_by_key_it_opens_leads_through_and_closes(
    signed_in: Page, sandbox: Sandbox, key: str
) -> None:
    page = signed_in
    page.goto("/account/")
    opener(page).focus()
    page.keyboard.press(key)
    links = menu(page).get_by_role("link")
    expect(links).to_have_count(8)
    for link in ("All pools", "New pool", "Backend Engineers"):
        page.keyboard.press("Tab")
        expect(links.filter(has_text=link)).to_be_focused()

    page.keyboard.press("Escape")
    expect(menu(page)).to_have_count(0)
    expect(opener(page)).to_be_focused()
    page.keyboard.press(key)
    expect(links).to_have_count(8)
    assert calls(sandbox) == ["/api/v1/client/talent-pools/"]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Backend Engineers")


@with_javascript
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_click_beside_it_closes_it(signed_in: Page, size: dict[str, int]) -> None:
    page = signed_in
    page.set_viewport_size(size)
    page.goto("/account/")
    opener(page).click()
    expect(menu(page)).to_be_in_viewport(ratio=1)
    page.mouse.click(5, 100)
    expect(menu(page)).to_have_count(0)


def test_candidates_are_found_from_any_page(signed_in: Page, company) -> None:
    page = signed_in
    one = next(iter(company.candidates.values()))
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto("/company/")
        page.get_by_role("searchbox").fill(one.email)
        page.get_by_role("searchbox").press("Enter")
        expect(page).to_have_url(re.compile(r"/candidates/\?q="))
        expect(page.locator(".found li")).to_contain_text([one.email])


def test_the_menus_of_the_frame_need_no_script(
    signed_in: Page, company, javascript: bool
) -> None:
    page = signed_in
    page.goto("/company/")
    page.get_by_role("button", name="Add", exact=True).click()
    links = page.get_by_role("navigation", name="Add").get_by_role("link")
    expect(links).to_have_text(["Add a candidate", "Many CVs", "Upload a CV"])
    page.get_by_role("button", name="Your menu").click()
    expect(page.get_by_role("navigation", name="Add")).to_have_count(0)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Me", exact=True).click()
    menu = page.locator("#user-menu")
    expect(menu.get_by_role("link", name="Company")).to_be_in_viewport(ratio=1)
    menu.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@with_javascript
def test_a_toast_is_dismissed_or_leaves_after_a_while_and_moves_nothing(
    signed_in: Page, company
) -> None:
    page = signed_in
    # The tag stands beside the one that is there.
    one = next(one for one in company.candidates.values() if len(one.tags) == 1)
    page.goto(f"/candidates/{one.id}/")
    toast = page.locator("#toasts .toast")
    places = "[...document.querySelectorAll('h1, h2')].map((one) => one.offsetTop)"
    before = page.evaluate(places)
    page.get_by_label("Tag").fill("night owl")
    page.get_by_label("Tag").press("Enter")
    expect(toast).to_contain_text("The tag “night owl” was added.")
    assert page.evaluate(places) == before
    toast.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)
    expect(page.locator("main")).to_be_focused()

    page.get_by_label("Tag").fill("early bird")
    page.get_by_label("Tag").press("Enter")
    expect(toast).to_have_count(1)
    leaving = toast.evaluate(
        """(one) => {
          const [animation] = one.getAnimations();
          const { delay } = animation.effect.getTiming();
          animation.finish();
          return delay;
        }"""
    )
    assert leaving >= 8000
    expect(toast).to_have_count(0)


@with_javascript
def test_the_main_action_is_under_the_thumb_on_a_phone(
    signed_in: Page, company
) -> None:
    page = signed_in
    page.set_viewport_size(PHONE)
    one = next(one for one in company.candidates.values() if one.pool)
    job = next(iter(company.jobs))
    for address, name in [
        ("/", "Add a candidate"),
        ("/pools/", "New pool"),
        (f"/pools/{one.pool.id}/", "Add candidate"),
        ("/candidates/?email=example", "Add a candidate"),
        (f"/candidates/{one.id}/", "Add to pool or job"),
        (f"/jobs/{job}/", "Add an applicant"),
    ]:
        page.goto(address)
        action = page.locator("main").get_by_role("link", name=name)
        for place in ("top", "end"):
            if place == "end":
                page.evaluate("scrollTo(0, document.body.scrollHeight)")
            box = action.bounding_box()
            assert box["y"] > PHONE["height"] * 0.75, (address, place)
            assert box["height"] >= 40
            # Neither is it under the bar, nor at the end over anything else.
            assert action.evaluate(
                """(link) => {
                  const { x, y, width, height } = link.getBoundingClientRect();
                  return link.contains(document.elementFromPoint(
                    x + width / 2, y + height - 4));
                }"""
            )
        last = page.locator("main > :last-child").bounding_box()
        assert last["y"] + last["height"] <= box["y"], address


@with_javascript
def test_what_is_gone_to_by_key_is_not_under_the_main_action(
    signed_in: Page, pool
) -> None:
    page = signed_in
    page.set_viewport_size(PHONE)
    page.goto(f"/pools/{pool.id}/")
    action = (
        page.locator("main").get_by_role("link", name="Add candidate").bounding_box()
    )
    for _ in range(12):
        page.keyboard.press("j")
        row = page.locator("tbody tr a:focus").bounding_box()
        assert row["y"] + row["height"] <= action["y"]
