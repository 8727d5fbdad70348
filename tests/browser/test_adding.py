"""Adding a candidate with a CV, the warning of a duplicate, and finding by e-mail."""

import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from recruspace_dashboard.sandbox.server import Sandbox
from tests.sample_files import PDF

pytestmark = pytest.mark.browser

DROP = """(zone, [name, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  for (const type of ["dragover", "drop"]) {
    zone.dispatchEvent(
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }
}"""

# Whether the progress shows and the button can be pressed, each time some of the file
# has gone up.
WATCH = """() => {
  window.seen = [];
  document.addEventListener("htmx:xhr:progress", ({ target }) => window.seen.push({
    progress: !target.querySelector("progress").hidden,
    button: !target.querySelector("button").disabled,
  }));
}"""


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    file = tmp_path / "Özgeçmiş.pdf"
    file.write_bytes(PDF)
    return file


def drop(page: Page, file: Path, on: str = "body") -> None:
    page.locator(on).evaluate(DROP, [file.name, file.read_text()])


def fill(page: Page, email: str) -> None:
    page.get_by_label("First name").fill("Ece")
    page.get_by_label("Last name").fill("Yıldız")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Talent pool").select_option("Interns 2027")


def add(page: Page) -> None:
    page.get_by_role("button", name="Add candidate").click()


def chosen(page: Page) -> list[str]:
    files = "input => [...input.files].map((file) => file.name)"
    return page.get_by_label("CV").evaluate(files)


def sent(sandbox: Sandbox) -> list[str]:
    return [call.path for call in sandbox.requests if call.method == "POST"]


def test_a_user_is_added_by_dropping_or_choosing_the_cv(
    signed_in: Page, sandbox: Sandbox, cv: Path, javascript: bool
) -> None:
    page = signed_in
    page.goto("/candidates/")
    page.get_by_role("link", name="Add a candidate").click()
    # A drop is taken once the page is loaded, scripts and all.
    page.wait_for_url(re.compile("/candidates/new/"))
    if javascript:
        drop(page, cv)
    else:
        page.get_by_label("CV").set_input_files(cv)
    assert chosen(page) == [cv.name]
    fill(page, "ece@example.com")

    page.get_by_label("Phone").fill("call me")
    add(page)
    expect(page.get_by_label("Phone")).to_have_accessible_description(
        re.compile("A phone number may contain only digits")
    )
    page.get_by_label("Phone").fill("+90 532 123 45 67")
    if javascript:
        assert chosen(page) == [cv.name]
    else:
        expect(page.locator("main")).to_contain_text("Choose the file again")
        page.get_by_label("CV").set_input_files(cv)
    add(page)

    expect(page).to_have_url(re.compile(r"/candidates/\d+/$"))
    added = list(sandbox.company(sandbox.keys[0]).candidates.values())[-1]
    assert (added.first_name, added.cv.name) == ("Ece", cv.name)
    assert added.cv.content == PDF


def test_a_user_who_is_there_is_added_again_only_when_confirmed(
    signed_in: Page, sandbox: Sandbox, cv: Path, javascript: bool
) -> None:
    page = signed_in
    known = next(iter(sandbox.company(sandbox.keys[0]).candidates.values()))
    page.goto("/candidates/new/")
    fill(page, known.email)
    page.get_by_label("CV").set_input_files(cv)
    add(page)
    expect(page.get_by_role("alert")).to_contain_text("is already in Recruspace")
    expect(page.get_by_role("link", name="View this candidate")).to_be_visible()
    assert sent(sandbox) == []

    page.get_by_label("Add anyway").check()
    if not javascript:
        page.get_by_label("CV").set_input_files(cv)
    add(page)
    expect(page).to_have_url(re.compile(r"/candidates/\d+/$"))
    assert len(sent(sandbox)) == 1


def test_users_are_found_as_one_types(
    signed_in: Page, sandbox: Sandbox, javascript: bool
) -> None:
    page = signed_in
    one = list(sandbox.company(sandbox.keys[0]).candidates.values())[-1]
    page.goto("/candidates/")
    box = page.get_by_label("E-mail address, or part of it")
    for typed, shown in (
        ("z", "Type at least two letters."),
        ("zz+&#%@", "No candidate found for “zz+&#%@”"),
        (one.email, one.email),
    ):
        box.fill(typed)
        if not javascript:
            box.press("Enter")
        expect(page.locator("#find-results")).to_contain_text(shown)
        expect(box).to_have_value(typed)
    page.reload()
    expect(page.locator("#find-results li")).to_contain_text([one.email])


@pytest.mark.parametrize("javascript", [True], indirect=True)
def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    signed_in: Page, sandbox: Sandbox, tmp_path: Path
) -> None:
    page = signed_in
    page.goto("/files/new/")
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF + bytes(10 * 1024 * 1024))
    page.get_by_label("CV").set_input_files(large)
    expect(page.locator("main")).to_contain_text("This file is too large: 10 MB")
    assert page.get_by_label("CV").input_value() == ""


@pytest.mark.parametrize("javascript", [True], indirect=True)
def test_progress_shows_while_a_file_goes_up(
    signed_in: Page, sandbox: Sandbox, cv: Path
) -> None:
    page = signed_in
    sandbox.reply("POST", "/utilities/upload-file/", status=400)
    page.goto("/files/new/")
    page.get_by_label("CV").set_input_files(cv)
    page.evaluate(WATCH)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("Bad Request")
    assert page.evaluate("window.seen")[0] == {"progress": True, "button": False}
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect(page.get_by_role("button", name="Upload")).to_be_enabled()
    assert chosen(page) == [cv.name]


@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_who_is_there_already_stands_beside_the_form_as_one_types(
    signed_in: Page, sandbox: Sandbox, sync, javascript: bool
) -> None:
    known = next(one for one in sandbox.company(sandbox.keys[0]).candidates.values())
    known.email = "isil@example.com"
    sync()
    sandbox.requests.clear()
    page = signed_in
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/candidates/new/")
    beside = page.locator("#already-there")
    expect(beside).to_be_hidden()
    with page.expect_request("**/candidates/new/known/") as request:
        page.get_by_label("E-mail").press_sequentially("ISIL@example.com")
    assert "isil" not in request.value.url.lower()
    expect(beside.get_by_text("Same e-mail")).to_be_visible()
    link = beside.get_by_role("link")
    assert link.get_attribute("href") == f"/candidates/{known.id}/"
    page.get_by_label("E-mail").fill("somebody.else@example.com")
    expect(beside).to_be_hidden()
    assert sent(sandbox) == []
    # A session that has ended takes nobody away from what was typed.
    Session.objects.all().delete()
    with page.expect_response("**/candidates/new/known/") as answer:
        page.get_by_label("Last name").fill("Gündoğdu")
    assert answer.value.headers["hx-redirect"]
    expect(page.get_by_label("Last name")).to_have_value("Gündoğdu")
    assert page.get_by_role("alert").count() == 0
    assert (asked, page.url.endswith("/candidates/new/")) == ([], True)
