"""Who is selected in a list stays so, and is sent on."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from recruspace_dashboard.sandbox.state import Company

pytestmark = pytest.mark.browser

with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True
)
without_javascript = pytest.mark.parametrize(
    "javascript", [False], ids=["without JavaScript"], indirect=True
)
# htmx stores something as well.
STORED = """() => Object.entries(sessionStorage)
  .filter(([name]) => name.startsWith("selection")).map(([, value]) => value)"""
BATCH = re.compile(r"/outbox/\d+/$")
Posted = dict[str, list[str]]


@pytest.fixture
def copied(signed_in: Page, sync: Callable[[], list[Any]]) -> Page:
    """A browser of somebody whose pools are copied."""
    sync()
    return signed_in


@pytest.fixture
def posted(page: Page) -> list[Posted]:
    """What is sent to be made a batch."""
    bodies: list[Posted] = []

    def take(request: Request) -> None:
        if request.url.endswith("/outbox/new/"):
            bodies.append(parse_qs(request.post_data or "", keep_blank_values=True))

    page.on("request", take)
    return bodies


def box(page: Page, number: int) -> Locator:
    return page.locator("#candidate-table [name=selected]").nth(number)


def ids(page: Page) -> list[str]:
    return page.locator("#candidate-table [name=selected]").evaluate_all(
        "boxes => boxes.map((box) => box.value)"
    )


def ticked(page: Page) -> Locator:
    return page.locator("#candidate-table [name=selected]:checked")


def bar(page: Page) -> Locator:
    return page.get_by_role("form", name="Selected candidates")


def expect_selected(page: Page, number: int) -> None:
    expect(page.locator(".selection-count")).to_have_text(f"{number} selected")
    expect(bar(page)).to_be_visible()


def to_page(page: Page, name: str, rows: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
    expect(page.locator(".pagination-count")).to_contain_text(f"{rows} of ")
    expect(page.locator(".htmx-added")).to_have_count(0)


def send(page: Page, panel: str) -> Locator:
    """Opens a panel of what can be done with the selected."""
    summary = page.locator("summary", has_text=panel)
    opened = bar(page).locator("details").filter(has=summary)
    opened.locator("summary").click()
    return opened


@with_javascript
def test_twelve_of_two_pages_are_selected_and_tagged(
    copied: Page, pool, posted: list[Posted]
) -> None:
    page = copied
    page.goto(f"/pools/{pool.id}/?page_size=10")
    expect(bar(page)).to_be_hidden()
    first = ids(page)
    box(page, 1).click()
    expect_selected(page, 1)
    box(page, 8).click(modifiers=["Shift"])
    expect_selected(page, 8)
    to_page(page, "Next", "11–20")
    expect(ticked(page)).to_have_count(0)
    second = ids(page)
    for number in (0, 2, 4, 6):
        box(page, number).click()
    expect_selected(page, 12)

    page.get_by_role("columnheader", name="Score").get_by_role("link").click()
    expect(page.locator("[aria-sort]")).to_have_count(1)
    expect_selected(page, 12)
    page.goto(f"/pools/{pool.id}/?page_size=10")
    expect(ticked(page)).to_have_count(8)
    to_page(page, "Next", "11–20")
    expect(ticked(page)).to_have_count(4)

    panel = send(page, "Tag")
    expect(panel.get_by_label("Tag")).to_be_focused()
    page.keyboard.type("go")
    page.keyboard.press("Enter")
    page.wait_for_url(BATCH)
    [body] = posted
    assert body.pop("csrfmiddlewaretoken")[0]
    assert body.pop("form_id")[0]
    assert (body["action"], body["title"]) == (["tag"], ["go"])
    sent = body["selected"][0].split(",")
    assert sorted(sent) == sorted([*first[1:9], *second[:7:2]])
    assert not {"all", "q", "pool"} & body.keys()

    # It became a batch, and is selected no more.
    page.goto(f"/pools/{pool.id}/?page_size=10")
    expect(ticked(page)).to_have_count(0)
    expect(bar(page)).to_be_hidden()


@with_javascript
def test_all_that_match_are_sent_as_the_query(
    copied: Page, pool, posted: list[Posted]
) -> None:
    page = copied
    page.goto(f"/pools/{pool.id}/?q=has:cv&page_size=10")
    total = page.locator("#candidate-table").get_attribute("data-total")
    page.get_by_label("All on this page").click()
    expect_selected(page, 10)
    everybody = bar(page).get_by_label(f"All {total} that match")
    everybody.check()
    expect_selected(page, int(total))
    to_page(page, "Next", "11–20")
    expect(ticked(page)).to_have_count(10)
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(page.locator("[aria-sort]")).to_have_count(1)
    expect_selected(page, int(total))

    panel = send(page, "Note")
    expect(panel.get_by_text("{first_name}")).to_be_visible()
    panel.get_by_label("Note").fill("Hello {first_name}")
    panel.get_by_role("button", name="Continue").click()
    page.wait_for_url(BATCH)
    [body] = posted
    del body["csrfmiddlewaretoken"], body["form_id"]
    assert body == {
        "all": ["1"],
        "q": ["has:cv"],
        "pool": [str(pool.id)],
        "action": ["note"],
        "text": ["Hello {first_name}"],
        "title": [""],
    }


@with_javascript
def test_another_query_drops_all_that_match_and_keeps_those_ticked(
    copied: Page,
) -> None:
    page = copied
    page.goto("/candidates/?q=has:cv&page_size=10")
    box(page, 0).click()
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    page.locator("td.city a").first.click()
    expect(page).to_have_url(re.compile("city"))
    expect_selected(page, 1)

    page.goto("/candidates/?q=has:cv&page_size=10")
    bar(page).get_by_label("that match").check()
    page.locator("td.city a").first.click()
    expect(page).to_have_url(re.compile("city"))
    expect(bar(page)).to_be_hidden()
    expect(ticked(page)).to_have_count(0)

    # Who unticks one of all has the others of the page.
    page.goto("/candidates/?q=has:cv&page_size=10")
    box(page, 0).click()
    bar(page).get_by_label("that match").check()
    box(page, 3).click()
    expect_selected(page, 9)
    expect(bar(page).get_by_label("that match")).not_to_be_checked()


@with_javascript
def test_it_stays_in_its_list_until_it_is_cleared_or_one_signs_out(
    copied: Page, pool
) -> None:
    page = copied
    page.goto("/candidates/?page_size=10")
    for number in (0, 1, 2):
        box(page, number).click()
    [stored] = page.evaluate(STORED)
    assert json.loads(stored) == {"ids": ids(page)[:3], "all": None}
    page.locator("#candidate-table tbody tr").nth(5).locator("th a").click()
    expect(page.locator("#candidate-head")).to_be_visible()
    page.go_back()
    expect_selected(page, 3)
    page.goto(f"/pools/{pool.id}/")
    expect(bar(page)).to_be_hidden()

    page.goto("/candidates/?page_size=10")
    bar(page).get_by_role("button", name="Clear").click()
    expect(bar(page)).to_be_hidden()
    page.reload()
    expect(ticked(page)).to_have_count(0)

    box(page, 4).click()
    page.goto("/")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/**")
    assert page.evaluate(STORED) == []


@with_javascript
def test_by_keys_alone(copied: Page) -> None:
    page = copied
    page.goto("/candidates/?page_size=10")
    for key in ("x", "j", "x", "j", "j", "x", "k", "x", "x"):
        page.keyboard.press(key)
    expect_selected(page, 2)
    assert [box(page, number).is_checked() for number in range(4)] == [
        *(True, False, True, False)
    ]
    # A panel closes first, and what was selected is cleared by another Escape.
    send(page, "Tag")
    page.keyboard.press("Escape")
    expect(bar(page).get_by_label("Tag")).to_be_hidden()
    expect_selected(page, 2)
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()

    # Enter on a checkbox opens the row, and sends nothing.
    box(page, 2).focus()
    page.keyboard.press("Space")
    expect_selected(page, 1)
    page.keyboard.press("Enter")
    expect(page.locator("#candidate-head")).to_be_visible()


@with_javascript
def test_two_to_four_are_compared(copied: Page) -> None:
    page = copied
    page.goto("/candidates/?page_size=10")
    link = bar(page).get_by_role("link", name="Compare")
    box(page, 0).click()
    expect(link).to_have_attribute("aria-disabled", "true")
    for number in (1, 2, 3):
        box(page, number).click()
        there = f"/compare/?ids={','.join(ids(page)[: number + 1])}"
        expect(link).to_have_attribute("href", there)
    box(page, 4).click()
    expect(link).not_to_have_attribute("href", re.compile("."))


@with_javascript
def test_a_pool_is_chosen_among_those_that_i_see(
    copied: Page, pool, posted: list[Posted]
) -> None:
    page = copied
    page.goto("/candidates/?page_size=10")
    chosen = ids(page)[0]
    box(page, 0).click()
    panel = send(page, "Add to pool")
    field = panel.get_by_label("Talent pool")
    panel.get_by_role("button", name="Continue").click()
    # The browser asks for the pool first.
    expect(field).to_be_focused()
    assert posted == []
    field.select_option(label=pool.name)
    panel.get_by_role("button", name="Continue").click()
    page.wait_for_url(BATCH)
    [body] = posted
    assert (body["action"], body["talent_pool_id"]) == (["pool"], [str(pool.id)])
    assert body["selected"] == [chosen]


@with_javascript
def test_a_job_post_is_chosen(
    copied: Page, company: Company, posted: list[Posted]
) -> None:
    page = copied
    job = next(one for one in company.jobs.values() if one.status == "published")
    job.questions.clear()
    page.goto("/candidates/?page_size=10")
    box(page, 0).click()
    panel = send(page, "Add to job")
    panel.get_by_label("Job post").select_option(job.hash)
    panel.get_by_role("button", name="Continue").click()
    page.wait_for_url(BATCH)
    assert (posted[0]["action"], posted[0]["job_post"]) == (["job"], [job.hash])


@with_javascript
@pytest.mark.parametrize("width", [320, 390, 820, 1366, 1920])
def test_nothing_moves_when_the_first_is_selected(copied: Page, width: int) -> None:
    page = copied
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/candidates/?page_size=10")
    target = 40 if width > 768 else 44
    size = box(page, 0).bounding_box()
    assert min(size["width"], size["height"]) >= min(target, 38)
    before = page.locator("#candidate-table").bounding_box()
    box(page, 0).click()
    expect_selected(page, 1)
    assert page.locator("#candidate-table").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # It is seen, and can be used, however far down one is.
    page.mouse.wheel(0, 300)
    expect(bar(page)).to_be_in_viewport()
    for name in ("Tag", "Note", "Add to pool", "Add to job"):
        send(page, name)
        panel = bar(page).locator("details[open] .drop-panel")
        expect(panel.get_by_role("button")).to_be_in_viewport(ratio=1)
        edges = panel.bounding_box()
        assert edges["x"] >= 0, name
        assert edges["x"] + edges["width"] <= width, name
    page.keyboard.press("Escape")
    bar(page).get_by_role("button", name="Clear").click()
    expect(bar(page)).to_be_hidden()


@with_javascript
def test_on_a_phone_a_tick_opens_no_row_and_the_whole_page_can_be_ticked(
    copied: Page,
) -> None:
    page = copied
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/candidates/?page_size=10")
    size = box(page, 1).bounding_box()
    assert min(size["width"], size["height"]) >= 44
    page.mouse.click(size["x"] + 3, size["y"] + size["height"] - 3)
    expect_selected(page, 1)
    bar(page).get_by_role("button", name="Whole page").click()
    expect_selected(page, 10)


@without_javascript
def test_one_page_is_sent_without_a_script(
    copied: Page, pool, posted: list[Posted]
) -> None:
    page = copied
    address = f"/pools/{pool.id}/?q=has:cv&page_size=10"
    page.goto(address)
    for name in ("Whole page", "Clear"):
        expect(bar(page).get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_text("Compare")).to_be_hidden()
    expect(page.get_by_label("All on this page")).to_be_hidden()
    chosen = [ids(page)[number] for number in (0, 3)]
    box(page, 0).check()
    box(page, 3).check()
    panel = send(page, "Tag")
    panel.get_by_label("Tag").fill("go")
    panel.get_by_role("button", name="Continue").click()
    page.wait_for_url(BATCH)
    assert posted[0]["selected"] == chosen
    assert (posted[0]["action"], posted[0]["title"]) == (["tag"], ["go"])
    assert "all" not in posted[0]

    page.goto(address)
    bar(page).get_by_label("that match").check()
    send(page, "Add to pool").get_by_role("button", name="Choose the pool").click()
    page.get_by_label("Talent pool").select_option(label=pool.name)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(BATCH)
    del posted[1]["csrfmiddlewaretoken"], posted[1]["form_id"]
    assert posted[1] == {
        "all": ["1"],
        "q": ["has:cv"],
        "pool": [str(pool.id)],
        "action": ["pool"],
        "talent_pool_id": [str(pool.id)],
    }
