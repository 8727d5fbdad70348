"""What is long, large, low or on paper can be read, and what changed is said."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"]),
]

LONG = "Lebenslauf_Bartholomaeus_Featherstonehaugh_Softwareentwickler_2026"
NARROW = {"width": 320, "height": 740}


def test_a_long_word_widens_no_page(signed_in: Page, company, pool) -> None:
    page, job = signed_in, next(iter(company.jobs.values()))
    one = next(each for each in company.in_pool(pool) if each.cv and each.tags)
    pool.name = job.title = one.first_name = one.tags[0].title = LONG
    one.cv.name, one.cv.type = f"{LONG}.docx", ""
    page.set_viewport_size(NARROW)
    for address in (
        "/",
        "/pools/",
        f"/pools/{pool.id}/?page_size=100",
        f"/candidates/{one.id}/",
        f"/candidates/{one.id}/assign/",
        f"/candidates/new/?pool={pool.id}",
        "/jobs/",
        f"/jobs/{job.hash}/",
        f"/jobs/{job.hash}/apply/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_name_on_two_lines_covers_nothing(signed_in: Page, company) -> None:
    page = signed_in
    for job in company.jobs.values():
        job.title = "Senior Backend Engineer (Python), Platform and Data"
    page.set_viewport_size(NARROW)
    page.goto("/jobs/")
    for card in page.locator("tbody th:has(.cell-sub:not(:empty))").all():
        # The boxes of an inline link have its lines, without what is around them.
        name = card.locator("a").evaluate(
            """(link) => {
              const text = document.createRange();
              text.selectNodeContents(link);
              return text.getBoundingClientRect().bottom;
            }"""
        )
        place = card.locator(".cell-sub").evaluate(
            """(below) => {
              const text = document.createRange();
              text.selectNodeContents(below);
              return text.getBoundingClientRect().top;
            }"""
        )
        assert name <= place + 1


def test_on_a_low_screen_nothing_stands_over_the_page(
    signed_in: Page, company, pool
) -> None:
    page = signed_in
    page.set_viewport_size({"width": 740, "height": 360})
    one = company.in_pool(pool)[0]
    for address in (f"/pools/{pool.id}/", f"/candidates/{one.id}/?pool={pool.id}"):
        page.goto(address)
        fixed = page.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((one) => getComputedStyle(one).position === "fixed")
              .filter((one) => one.checkVisibility() && one.textContent.trim())
              .map((one) => one.className)"""
        )
        assert fixed == []


def test_on_paper_there_is_nothing_to_press(signed_in: Page, company, pool) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("tbody tr")).not_to_have_count(0)
    for name in ("button", "navigation", "textbox", "combobox"):
        expect(page.get_by_role(name)).to_have_count(0)
    scheme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme == "light"


def test_another_page_of_a_list_is_said_in_a_line(signed_in: Page, pool) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/?page_size=10")
    said = page.locator("#announcement")
    expect(said).to_be_empty()
    page.evaluate("window.said = document.getElementById('announcement')")
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(said).to_have_text(re.compile(r"^\s*11–20 of \d+\s+candidates\s*$"))
    assert page.evaluate("window.said.isConnected")


def test_how_many_are_found_is_said(signed_in: Page) -> None:
    page = signed_in
    page.goto("/candidates/")
    page.get_by_label("E-mail address").press_sequentially("example")
    expect(page.locator("#announcement")).to_have_text("25 found.")
    page.get_by_label("E-mail address").fill("nobody@nowhere")
    expect(page.locator("#announcement")).to_have_text(
        "No candidate found for “nobody@nowhere”"
    )


def test_an_older_answer_is_seen_where_it_comes_by_paging(
    signed_in: Page, sandbox, pool, settings
) -> None:
    page = signed_in
    settings.RECRUSPACE_CACHE_SECONDS = 0
    page.goto(f"/pools/{pool.id}/?page=2&page_size=10")
    page.goto(f"/pools/{pool.id}/?page=1&page_size=10")
    sandbox.reply("GET", "/talent-pools/", status=500)
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.locator("#stale .alert")).to_be_in_viewport(ratio=1)


def test_what_went_wrong_has_the_focus_that_the_button_lost(
    signed_in: Page, sandbox
) -> None:
    page = signed_in
    page.goto("/pools/new/")
    page.get_by_label("Name").fill("Newcomers")
    sandbox.reply("POST", "/talent-pools/", status=409, body={"detail": "Not now."})
    page.get_by_role("button", name="Create pool").focus()
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Not now.")
    expect(alert).to_be_focused()


def test_a_button_that_works_moves_nothing(signed_in: Page, sandbox) -> None:
    page = signed_in
    page.goto("/pools/new/")
    page.get_by_label("Name").fill("Newcomers")
    cancel = page.get_by_role("link", name="Cancel")
    before = cancel.bounding_box()
    sandbox.reply("POST", "/talent-pools/", status=409, body={}, delay=1)
    page.get_by_role("button", name="Create pool").click(no_wait_after=True)
    expect(page.get_by_role("button", name="Create pool")).to_be_disabled()
    assert cancel.bounding_box() == before
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_file_that_is_too_large_is_said_at_its_field(
    signed_in: Page, tmp_path: Path
) -> None:
    page = signed_in
    page.goto("/files/new/")
    field = page.get_by_label("CV")
    large = tmp_path / "cv.pdf"
    large.write_bytes(b"%PDF-" + bytes(11 * 1024 * 1024))
    field.set_input_files(large)
    expect(page.get_by_role("alert")).to_have_text(
        "This file is too large: 10 MB at most."
    )
    expect(field).to_have_accessible_description(re.compile("too large"))
