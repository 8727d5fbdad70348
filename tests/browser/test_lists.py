"""The list of candidates: as much of it is seen as fits, and nothing of it moves."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True
)
# Whole rows between the head of the page and what stands at its foot.
ROWS_SEEN = """() => {
  const bar = document.querySelector(".main-nav");
  const fixed = getComputedStyle(bar).position === "fixed";
  const end = fixed ? bar.getBoundingClientRect().top : innerHeight;
  return [...document.querySelectorAll("#candidate-table tbody tr")]
    .filter((row) => row.getBoundingClientRect().bottom <= end).length;
}"""
EDGES = """() => [...document.querySelectorAll("#candidate-table thead th")]
  .map((head) => Math.round(head.getBoundingClientRect().left))"""


@with_javascript
@pytest.mark.parametrize(
    ("width", "height", "rows"), [(1366, 800, 15), (390, 844, 6), (1920, 1000, 19)]
)
def test_as_many_candidates_are_seen_as_there_is_room_for(
    signed_in: Page, pool, width: int, height: int, rows: int
) -> None:
    page = signed_in
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/pools/{pool.id}/")
    assert page.evaluate(ROWS_SEEN) >= rows


@with_javascript
def test_nothing_scrolls_sideways_and_each_row_is_one_line(
    signed_in: Page, company, pool
) -> None:
    page = signed_in
    for one in company.in_pool(pool)[:5]:
        one.first_name = "Llanfairpwllgwyngyllgogerychwyrndrobwll"
        one.city = one.first_name * 2
    page.goto(f"/pools/{pool.id}/")
    for width in (320, 360, 768, 820, 1024, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        heights = page.evaluate(
            """() => [...document.querySelectorAll("#candidate-table tbody tr")]
              .map((row) => row.getBoundingClientRect().height)"""
        )
        assert max(heights) - min(heights) < 1.5, width
        assert max(heights) <= (42 if width > 768 else 64), width


@with_javascript
def test_columns_stay_where_they_are_from_page_to_page(
    signed_in: Page, company, pool
) -> None:
    page = signed_in
    for one in company.in_pool(pool)[:12]:
        one.first_name = "An unusually long name, longer than its column"
    for width in (820, 1024, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/pools/{pool.id}/?page_size=10")
        first = page.evaluate(EDGES)
        page.get_by_role("link", name="Next").click()
        expect(page.locator(".pagination-count")).to_contain_text("11–20 of ")
        assert page.evaluate(EDGES) == first


@with_javascript
def test_what_has_no_room_goes_by_rank(signed_in: Page, pool) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/")
    everything = ["Name", "Suitability", "Score", "Stage", "Tags", "City", "Source"]
    for width, gone in ((1366, set()), (1100, {"Source"}), (820, {"Source", "City"})):
        page.set_viewport_size({"width": width, "height": 800})
        shown = page.get_by_role("columnheader").all_inner_texts()
        assert [one for one in everything if one not in shown] == [
            one for one in everything if one in gone
        ]


@with_javascript
def test_every_column_has_room_where_all_are_chosen(
    signed_in: Page, browse, pool
) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/")
    page.locator(".list-tools summary").filter(has_text="Columns").click()
    form = page.locator(".columns-form")
    for name in ("Country", "Job post", "Pools", "E-mail", "Phone"):
        form.get_by_label(name).check()
    form.get_by_role("button", name="Show").click()
    expect(page.get_by_role("columnheader")).to_have_count(15)
    # With all rows, and not while they come.
    page.wait_for_load_state()
    edges = page.evaluate(EDGES)
    assert min(after - before for before, after in pairwise(edges)) > 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_the_columns_are_chosen_and_the_page_stays(
    signed_in: Page, pool, javascript: bool
) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/?page=2&page_size=10")
    page.locator(".list-tools summary").filter(has_text="Columns").click()
    if not javascript:
        page.get_by_role("link", name="Choose the columns").click()
    page.get_by_label("Suitability").uncheck()
    page.locator(".columns-form button").click()
    expect(page).to_have_url(re.compile(r"/\?page=2&page_size=10$"))
    expect(page.get_by_role("columnheader", name="Score")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Suitability")).to_have_count(0)


@with_javascript
def test_a_row_opens_wherever_it_is_clicked(signed_in: Page, pool) -> None:
    page = signed_in
    address = f"/pools/{pool.id}/"
    page.goto(address)
    row = page.locator("#candidate-table tbody tr").nth(2)
    name = row.locator("th a").inner_text()
    # Text is selected, as by who copies it.
    box = row.locator("td.added span").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], middle)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()")
    expect(page).to_have_url(re.compile(rf"{address}$"))
    page.evaluate("getSelection().removeAllRanges()")
    row.locator("td.added").click(modifiers=["Control"])
    expect(page).to_have_url(re.compile(rf"{address}$"))
    row.locator("td.score").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@with_javascript
def test_on_a_phone_a_tap_anywhere_on_a_row_opens_it(signed_in: Page, pool) -> None:
    page = signed_in
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/pools/{pool.id}/")
    row = page.locator("#candidate-table tbody tr").nth(1)
    name, box = row.locator("th a").inner_text(), row.bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + box["height"] - 8)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@with_javascript
def test_a_click_beside_a_panel_closes_it_and_escape_too(signed_in: Page, pool) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/")
    summary = page.locator("#list-sort")
    panel = page.locator("#list-sorts")
    summary.click()
    expect(panel).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(panel).to_be_hidden()
    summary.click()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()


def test_how_to_search_is_said_beside_the_field(
    signed_in: Page, pool, javascript: bool
) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/")
    page.locator(".list-query summary").click()
    if not javascript:
        page.get_by_role("link", name="How to search").click()
    expect(page.locator(".query-help dt")).to_have_count(11)


@with_javascript
def test_what_is_typed_narrows_the_list_and_all_around_it_follows(
    signed_in: Page, user
) -> None:
    page = signed_in
    user.is_superuser = True
    user.save()
    # The list of the style guide knows one word that makes no sense.
    page.goto("/styleguide/?page_size=25")
    page.evaluate("window.sameDocument = true")
    field = page.get_by_role("searchbox", name="Narrow this list")
    field.press_sequentially("score:high")
    expect(page.locator("#list-problems")).to_contain_text("is no number")
    expect(page).to_have_url(re.compile(r"/styleguide/\?q=score:high$"))
    expect(field).to_be_focused()
    expect(field).to_have_value("score:high")

    # What was typed stays part of what is asked next.
    page.locator("#list-sort").click()
    page.locator("#list-sorts").get_by_role("link", name="Oldest").click()
    expect(page).to_have_url(re.compile(r"\?q=score:high&sort=added$"))
    expect(page.locator("#list-sort")).to_have_text("Sort: Oldest")
    expect(page.locator("#list-sorts")).to_be_hidden()
    page.get_by_role("columnheader", name="Added").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"\?q=score:high$"))
    expect(page.locator("#list-sort")).to_have_text("Sort: Newest")
    page.go_back()
    expect(page.get_by_role("columnheader", name="Added")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(page.locator("#list-query [name=sort]")).to_have_value("added")


@with_javascript
def test_the_panel_of_filters_is_loaded_when_it_is_opened_and_again(
    signed_in: Page, user
) -> None:
    page = signed_in
    user.is_superuser = True
    user.save()
    page.goto("/styleguide/?page_size=25")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".list-tools summary").filter(has_text="Filter").click()
    choice = page.locator("#list-filters").get_by_role("link", name="Suitable")
    expect(choice).to_be_visible()
    assert [url for url in asked if "filters=1" in url]
    asked.clear()
    page.locator("#list-q").fill("go")
    expect(page).to_have_url(re.compile(r"\?q=go$"))
    expect(choice).to_be_visible()
    assert [url for url in asked if "q=go&filters=1" in url]

    # A choice swaps the table, and leaves the panel open.
    page.evaluate("document.getElementById('candidate-table').dataset.old = ''")
    page.locator("#list-filters").get_by_role("link", name="İzmir").click()
    expect(page.locator("#list-q")).to_have_value("go city:izmir")
    expect(page.locator("#candidate-table")).to_have_count(1)
    expect(page.locator("#candidate-table[data-old]")).to_have_count(0)
    expect(choice).to_be_visible()


@pytest.mark.parametrize(
    "javascript", [False], ids=["without JavaScript"], indirect=True
)
def test_without_a_script_a_list_is_narrowed_sorted_and_filtered(
    signed_in: Page, user
) -> None:
    page = signed_in
    user.is_superuser = True
    user.save()
    page.goto("/styleguide/?page_size=25")
    page.get_by_role("searchbox", name="Narrow this list").fill("score:high")
    page.get_by_role("searchbox", name="Narrow this list").press("Enter")
    expect(page.locator("#list-problems")).to_contain_text("is no number")
    page.get_by_role("columnheader", name="Score").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"\?q=score:high&sort=-score$"))
    page.locator(".list-tools summary").filter(has_text="Filter").click()
    page.get_by_role("link", name="Show the filters").click()
    expect(
        page.locator("#list-filters").get_by_role("link", name="Suitable")
    ).to_be_visible()
