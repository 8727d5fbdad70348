"""Everybody found at once: from a stored key to a saved view and a file."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

Sync = Callable[[], list[Any]]
NAMES = [f"Işıl {letter}" for letter in "ABCDEFGHIJKLMN"]


@pytest.fixture
def many(sandbox: Sandbox) -> list[Candidate]:
    """Fourteen who match all, in the order of their names, and one for each choice."""
    company = sandbox.company(sandbox.keys[0])
    everyone = [one for one in company.candidates.values() if one.pool]
    for one in everyone:
        one.city, one.suitability = "Ankara", "undecided"
    for number, name in enumerate(NAMES):
        one = everyone[number]
        one.first_name, one.last_name = name.split()
        one.city, one.suitability = "İzmir", "suitable"
        one.created_at = datetime(2026, 1, 1 + number, tzinfo=UTC)
    everyone[14].first_name, everyone[14].city = "Işıl", "İzmir"
    everyone[15].first_name, everyone[15].suitability = "Işıl", "suitable"
    return everyone[: len(NAMES)]


def rows(page: Page) -> list[str]:
    return page.locator("#candidate-table tbody th a").all_inner_texts()


def total(page: Page, number: int) -> None:
    table = page.locator("#candidate-table")
    expect(table).to_have_attribute("data-total", str(number))


def narrow(page: Page, choice: str, javascript: bool) -> None:
    panel = page.locator("details", has=page.locator("summary", has_text="Filter"))
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    if not javascript:
        show = panel.get_by_role("link", name="Show the filters")
        if show.is_visible():
            show.click()
    panel.get_by_role("link", name=re.compile(rf"^{choice}\b")).click()


@pytest.mark.parametrize(
    "phone",
    [
        pytest.param(False, id="desk"),
        pytest.param(True, id="phone", marks=pytest.mark.slow),
    ],
)
def test_from_a_stored_key_to_a_view_and_a_file(
    page: Page,
    keyless,
    sandbox: Sandbox,
    many: list[Candidate],
    sync: Sync,
    javascript: bool,
    phone: bool,
) -> None:
    if phone:
        page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.get_by_label("Username").fill(keyless.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("API key").fill(sandbox.keys[0])
    page.get_by_role("button", name=re.compile("API key")).click()

    # Nothing is copied yet, and it says so; then a worker has done its work.
    page.goto("/sync/")
    expect(page.locator("#sync-state")).to_contain_text(re.compile(r"0 of \d+ copied"))
    sync()
    if not javascript:
        page.reload()
    expect(page.locator("#sync-state")).to_contain_text(re.compile(r"(\d+) of \1"))

    # Typed without a dot or an accent, in the field of every page.
    field = page.locator(".top input[name=q]")
    field.fill("isil")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/candidates/\?q=isil$"))
    total(page, 16)
    narrow(page, "İzmir", javascript)
    total(page, 15)
    narrow(page, "Suitable", javascript)
    total(page, 14)
    assert "city:izmir suitability:suitable" in page.locator("#list-q").input_value()
    page.keyboard.press("Escape")

    address = page.url.partition("&filters")[0]
    page.goto(f"{address}&sort=name&page_size=10")
    assert rows(page) == NAMES[:10]

    # Three on from the ninth, into the second page of the list.
    page.get_by_role("link", name=NAMES[8], exact=True).click()
    for name in NAMES[9:12]:
        expect(page.locator(".neighbours")).to_contain_text("of 14")
        if javascript and not phone:
            page.keyboard.press("j")
        else:
            page.locator("a[rel=next]").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator(".neighbours")).to_contain_text("12 of 14")
    page.locator(".crumbs a").first.click()
    expect(page.locator(f"#c{many[11].id}")).to_be_in_viewport()
    assert rows(page) == NAMES[10:]

    save = page.locator("details", has=page.locator("summary", has_text="Save view"))
    save.locator("summary").click()
    if not javascript:
        save.get_by_role("link").click()
    page.get_by_label("Name of the view").fill("Işıl in İzmir")
    page.locator("main").get_by_role("button", name=re.compile("Save")).click()
    expect(page).to_have_url(re.compile("view="))
    page.goto("/views/")
    page.get_by_role("link", name="Işıl in İzmir", exact=True).click()
    total(page, 14)
    assert rows(page)[:2] == NAMES[:2]

    if not phone:
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        text = download.value.path().read_text("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        assert [line[:2] for line in lines[1:-1]] == [
            [str(one.id), f"{one.first_name} {one.last_name}"] for one in many
        ]
        assert lines[-1][0] == "As of"
