"""A candidate, as a recruiter works: from a pool, by the CV, to a note."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.browser


@pytest.fixture
def candidate(company):
    return next(
        one for one in company.candidates.values() if one.cv and one.photo and one.tags
    )


def two_pages(address: str) -> bytes:
    """A CV with a link over its second line."""
    content = BytesIO()
    drawn = Canvas(content)
    drawn.drawString(72, 700, "Ceska Nowak")
    drawn.drawString(72, 670, "Second line")
    drawn.linkURL(address, (72, 660, 140, 685))
    drawn.showPage()
    drawn.drawString(72, 700, "More")
    drawn.save()
    return content.getvalue()


def word(page: Page) -> Locator:
    """What the page says was done; without JavaScript it stands on top."""
    return page.get_by_role("status").filter(has_text=re.compile("."))


def test_a_note_and_a_tag_without_leaving_the_page(
    signed_in: Page, candidate, javascript: bool
) -> None:
    page = signed_in
    page.goto(f"/candidates/{candidate.id}/")
    if javascript:
        page.evaluate("window.sameDocument = true")

    page.get_by_label("Note").fill("Called her.\n<b>Wants</b> İzmir.")
    page.get_by_role("button", name="Add note").click()
    added = page.locator("#notes-added li")
    expect(added).to_contain_text("her. <b>Wants</b> İzmir.", use_inner_text=True)
    # The browser knows the time of day where the user is.
    moment = r"^\d{1,2}:\d\d( [AP]M)?$" if javascript else r"\d\d:\d\d UTC$"
    expect(added.locator("time")).to_have_text(re.compile(moment))
    expect(page.get_by_label("Note")).to_have_value("")
    expect(word(page)).to_have_text("The note was added.")
    assert candidate.notes[0].text == "Called her.\n<b>Wants</b> İzmir."

    before = [tag.title for tag in candidate.tags]
    for outcome in ("was added.", "is already there."):
        page.get_by_label("Tag").fill("night owl")
        page.get_by_role("button", name="Add tag").click()
        expect(word(page)).to_have_text(f"The tag “night owl” {outcome}")
        expect(page.locator("#tags li")).to_have_text([*before, "night owl"])
        expect(page.get_by_label("Tag")).to_have_value("")
    suggested = page.locator("#tags-seen option[value='night owl']")
    expect(suggested).to_have_count(1)
    if javascript:
        assert page.evaluate("window.sameDocument") is True
        expect(page.get_by_role("button", name="Add tag")).to_be_focused()


def test_a_long_note_that_is_refused_is_kept(signed_in: Page, sandbox, candidate):
    page, text = signed_in, "All that was said. " * 400
    page.goto(f"/candidates/{candidate.id}/")
    sandbox.reply("POST", "/candidates/add-note/", status=400, body={"text": ["No."]})
    page.get_by_label("Note").fill(text)
    page.get_by_role("button", name="Add note").click()
    note = page.get_by_label("Note")
    expect(note).to_have_accessible_description("No.")
    expect(note).to_have_attribute("aria-invalid", "true")
    assert note.input_value().strip() == text.strip()


def test_the_cv_is_seen_in_the_page(
    signed_in: Page, candidate, javascript: bool
) -> None:
    page = signed_in
    page.goto(f"/candidates/{candidate.id}/")
    if not javascript:
        page.get_by_role("link", name="Show the CV").click()
    sheet = page.locator(".cv-sheet > svg")
    expect(sheet.get_by_text(candidate.last_name, exact=True)).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None
    assert box["width"] > 600
    assert box["height"] > 1.3 * box["width"]
    expect(page.get_by_role("link", name="Open in a new tab")).to_have_attribute(
        "href", f"/candidates/{candidate.id}/cv/"
    )


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"], indirect=True)
def test_words_of_the_cv_are_copied_and_its_links_followed(
    signed_in: Page, candidate
) -> None:
    page = signed_in
    candidate.cv.content = two_pages("https://portfolio.example/a?b=1&c=2")
    page.goto(f"/candidates/{candidate.id}/")
    word = page.locator(".cv-sheet").nth(0).get_by_text("Ceska", exact=True)
    word.dblclick()
    assert page.evaluate("getSelection().toString()").strip() == "Ceska"
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('.cv-sheet svg'))"
    )
    selected = page.evaluate("getSelection().toString()")
    assert selected.split("\n")[:2] == ["Ceska Nowak", "Second line"]

    with page.context.expect_page() as opened:
        page.context.route("https://portfolio.example/**", lambda way: way.abort())
        page.locator(".cv-sheet a[href^=https]").first.click()
    assert opened.value.url.startswith(
        ("https://portfolio.example/", "about:", "chrome")
    )
    opened.value.close()

    # The second page is drawn once it comes into view.
    expect(page.locator(".cv-sheet image")).to_have_count(1)
    page.locator(".cv-sheet").nth(1).scroll_into_view_if_needed()
    expect(page.locator(".cv-sheet image")).to_have_count(2)


def test_a_cv_that_is_not_handed_out_says_why_in_its_place(
    signed_in: Page, sandbox, candidate, javascript: bool
) -> None:
    page = signed_in
    sandbox.reply("GET", f"/files/{candidate.cv.id}/", status=503, times=1)
    page.goto(f"/candidates/{candidate.id}/")
    if not javascript:
        page.get_by_role("link", name="Show the CV").click()
    expect(page.locator(".cv-pages")).to_contain_text("reported an error of its own")
    page.get_by_role("link", name="Try again").click()
    expect(page.locator(".cv-sheet image")).to_have_count(1)


def test_from_page_2_of_a_pool_to_a_user_on_and_back(signed_in: Page, pool) -> None:
    page = signed_in
    page.goto(f"/pools/{pool.id}/?page=2&page_size=10")
    names = page.locator("#candidate-table tbody th a").all_inner_texts()
    heading = page.get_by_role("heading", level=1)

    page.locator("#candidate-table tbody th a").nth(8).click()
    expect(heading).to_have_text(names[8])
    page.get_by_role("link", name="Next").click()
    expect(heading).to_have_text(names[9])
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("page=3"))
    page.get_by_role("link", name="Previous").click()
    expect(heading).to_have_text(names[9])

    page.get_by_role("link", name=f"Back to {pool.name}").click()
    expect(page).to_have_url(re.compile(r"page=2&page_size=10"))
    assert page.locator("#candidate-table tbody th a").all_inner_texts() == names


def test_three_on_across_a_page_and_back_to_the_same_place(
    signed_in: Page, sync, javascript: bool
) -> None:
    page = signed_in
    sync()
    page.goto("/candidates/?q=has:cv&sort=name&page_size=10")
    rows = page.locator("#candidate-table tbody th a")
    names = rows.all_inner_texts()
    total = page.locator("#candidate-table").get_attribute("data-total")
    heading = page.get_by_role("heading", level=1)

    rows.nth(8).click()
    for number in range(9, 12):
        expect(page.get_by_text(f"{number} of {total}")).to_be_visible()
        if number < 11:
            expect(heading).to_have_text(names[number - 1])
        go_on(page, "j", "Next", javascript)
    expect(page.get_by_text(f"12 of {total}")).to_be_visible()
    expect(page).to_have_url(re.compile("page=2"))
    name = heading.inner_text()

    go_on(page, "k", "Previous", javascript)
    expect(page.get_by_text(f"11 of {total}")).to_be_visible()
    go_on(page, "j", "Next", javascript)
    expect(heading).to_have_text(name)

    go_on(page, "u", "Back to the candidates", javascript)
    expect(page).to_have_url(re.compile(r"/candidates/\?.*page=2.*#c\d+$"))
    assert "q=has:cv" in page.url
    assert "sort=name" in page.url
    row = page.locator("tr:target")
    expect(row.locator("th a")).to_have_text(name)
    expect(row).to_be_in_viewport()
    if javascript:
        # From there on, the keys go through the list.
        page.keyboard.press("k")
        expect(rows.nth(0)).to_be_focused()


def go_on(page: Page, key: str, link: str, javascript: bool) -> None:
    if javascript:
        page.wait_for_load_state()
        page.keyboard.press(key)
    else:
        page.get_by_role("link", name=link).click()


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"], indirect=True)
def test_the_keys_go_on_after_a_click_into_the_cv(signed_in: Page, sync) -> None:
    page = signed_in
    sync()
    page.goto("/candidates/?q=has:cv&page_size=10")
    rows = page.locator("#candidate-table tbody th a")
    names = rows.all_inner_texts()
    rows.nth(0).click()
    page.locator(".cv-sheet image").click()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(names[1])


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_list_is_under_the_thumb(
    signed_in: Page, sync, width: int, javascript: bool
) -> None:
    page = signed_in
    page.set_viewport_size({"width": width, "height": 740})
    sync()
    page.goto("/candidates/?q=&page_size=10")
    page.locator("#candidate-table tbody th a").nth(1).click()
    bar = page.get_by_role("navigation", name="Candidates of this list")
    if javascript:
        expect(page.locator(".cv-sheet image")).to_have_count(1)
    expect(bar).to_contain_text("2 of ")
    for link in bar.get_by_role("link").all():
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 40
        assert 600 < box["y"] < 740
    page.mouse.wheel(0, 2000)
    expect(bar).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    last = page.locator("#candidate-record dd").last
    last.scroll_into_view_if_needed()
    end, top = last.bounding_box(), bar.bounding_box()
    assert end
    assert top
    assert end["y"] + end["height"] <= top["y"]
