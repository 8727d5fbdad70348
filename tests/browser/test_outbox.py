"""What recruiters do to many at once: select, look at what would be sent, send it, and
see how it ends."""

import re
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any

import pytest
from django.db import close_old_connections, connections
from playwright.sync_api import BrowserContext, Page, expect

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.state import Candidate, Company
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.browser.test_selection import (
    bar,
    box,
    copied,
    expect_selected,
    ids,
    send,
    to_page,
    with_javascript,
    without_javascript,
)
from tests.clock import wait_until

pytestmark = pytest.mark.browser
__all__ = ["copied"]

BATCH = re.compile(r"/outbox/\d+/$")
TAG = "Shortlist 2027"


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Callable[..., None]]:
    """A worker beside the server. It begins when it is called; `then` is what happens
    after its first two writes."""
    stopping, threads = Event(), []

    def work(then: Callable[[], None]) -> None:
        outbox, number = OutboxWorker(), 0
        try:
            while not stopping.is_set():
                close_old_connections()
                if not outbox.step():
                    stopping.wait(0.05)
                    continue
                number += 1
                if number == 2:
                    then()
        finally:
            connections.close_all()

    def begin(then: Callable[[], None] = lambda: None) -> None:
        threads.append(Thread(target=work, args=[then]))
        threads[-1].start()

    yield begin
    stopping.set()
    for thread in threads:
        thread.join()


@pytest.fixture
def undo_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sending begins at once, for what happens after that."""
    monkeypatch.setattr(batches, "UNDO", batches.UNDO * 0)


def tagged(sandbox: Any) -> list[int]:
    return [
        one.json["candidate_id"]
        for one in sandbox.requests
        if one.path.endswith("/add-tag/")
    ]


def have_tag(company: Company, chosen: list[str]) -> list[int]:
    return [
        int(id)
        for id in chosen
        if any(tag.title == TAG for tag in company.candidates[int(id)].tags)
    ]


def ask_for_tag(page: Page) -> None:
    panel = send(page, "Tag")
    panel.get_by_label("Tag").fill(TAG)
    panel.get_by_role("button", name="Continue").click()
    page.wait_for_url(BATCH)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Tag “{TAG}”")


def select_five_and_ask(page: Page) -> list[str]:
    page.goto("/candidates/?page_size=10")
    chosen = ids(page)[:5]
    for number in range(5):
        box(page, number).click()
    ask_for_tag(page)
    return chosen


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@with_javascript
def test_twelve_of_two_pages_are_tagged_after_one_undo(
    copied: Page, worker, pool, company: Company, sandbox, sync, monkeypatch
) -> None:
    page = copied
    page.goto(f"/pools/{pool.id}/?q=has:cv&page_size=10")
    chosen = ids(page)[:8]
    # One has it already.
    has_it: Candidate = company.candidates[int(chosen[0])]
    page.goto(f"/candidates/{has_it.id}/")
    page.get_by_label("Tag").fill(TAG)
    press(page, "Add tag")
    expect(page.get_by_text(TAG).first).to_be_visible()
    sandbox.requests.clear()

    page.goto(f"/pools/{pool.id}/?q=has:cv&page_size=10")
    box(page, 0).click()
    box(page, 7).click(modifiers=["Shift"])
    to_page(page, "Next", "11–20")
    chosen += ids(page)[:4]
    for number in range(4):
        box(page, number).click()
    expect_selected(page, 12)
    ask_for_tag(page)

    main = page.get_by_role("main")
    expect(main).to_contain_text("Nothing has been sent yet")
    expect(main).to_contain_text("1 with the tag already")
    left_out = page.get_by_role("region", name="Left out: 1")
    name = f"{has_it.first_name} {has_it.last_name}"
    expect(left_out.get_by_role("link", name=name)).to_be_visible()
    worker()
    press(page, "Send 11")
    expect(main).to_contain_text("Sending begins in")
    press(page, "Undo")
    expect(main).to_contain_text("Nothing was sent.")
    expect(main).to_contain_text("Nothing has been sent yet")
    assert tagged(sandbox) == []

    monkeypatch.setattr(batches, "UNDO", batches.UNDO / 10)
    press(page, "Send 11")
    # It goes on by itself, and the page with it.
    expect(main).to_contain_text("All done.", timeout=30_000)
    expect(main).to_contain_text("11 of 11")
    assert sorted(tagged(sandbox)) == sorted(map(int, chosen[1:]))
    assert have_tag(company, chosen) == [int(id) for id in chosen]
    page.goto(f"/candidates/{chosen[1]}/")
    history = page.locator("#candidate-notes")
    expect(history).to_contain_text(f"Tag “{TAG}”")


@pytest.mark.slow
@with_javascript
def test_an_api_that_fails_in_the_middle_leaves_a_decision(
    copied: Page, worker, company: Company, sandbox, undo_is_short, monkeypatch
) -> None:
    monkeypatch.setattr("recruspace_dashboard.writes.worker.FIRST_REST", 0.1)
    page = copied
    chosen = select_five_and_ask(page)
    bad = {"title": ["Not for this one."]}

    def fail() -> None:
        sandbox.reply("POST", "/candidates/add-tag/", status=500, times=1)
        sandbox.reply("POST", "/candidates/add-tag/", status=400, body=bad, times=1)

    worker(then=fail)
    press(page, "Send 5")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Ended, but not all of it was done.", timeout=20_000)
    expect(main).to_contain_text("Not for this one.")
    expect(main).to_contain_text("For 1 no clear answer came")
    # It was looked for, and is not there.
    expect(main).to_contain_text("Not found in Recruspace at", timeout=20_000)
    # Home leads here.
    page.goto("/")
    page.get_by_role("link", name="to decide in the outbox").click()
    page.get_by_role("link", name=TAG).click()
    page.get_by_role("link", name="Unclear 1").click()
    press(page, "Send again")
    expect(main).to_contain_text("1 is sent again.")
    press(page, "Send the 1 refused again")
    expect(main).to_contain_text("All done.", timeout=20_000)
    assert have_tag(company, chosen) == [int(id) for id in chosen]
    assert len(tagged(sandbox)) == 7


@pytest.mark.slow
@with_javascript
def test_a_key_refused_in_the_middle_pauses_until_another_is_stored(
    copied: Page, worker, user, company: Company, sandbox, undo_is_short
) -> None:
    page = copied
    chosen = select_five_and_ask(page)
    press(page, "Send 5")

    def refuse() -> None:
        sandbox.reply("POST", "/candidates/add-tag/", status=401, times=1)

    worker(then=refuse)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Recruspace refused the API key.", timeout=20_000)
    expect(main).to_contain_text("2 of 5")
    assert len(have_tag(company, chosen)) == 2
    page.get_by_role("link", name="Store another API key").click()
    other = next(
        key
        for key in sandbox.keys
        if sandbox.company(key) is company and key != user.api_key.reveal()
    )
    page.get_by_label("API key").fill(other)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(BATCH)
    press(page, "Go on")
    expect(main).to_contain_text("All done.", timeout=20_000)
    assert have_tag(company, chosen) == [int(id) for id in chosen]
    assert ApiKey.objects.get(user=user).reveal() == other


@with_javascript
def test_it_goes_on_while_the_browser_is_closed(
    copied: Page,
    window: BrowserContext,
    worker,
    company: Company,
    sandbox,
    undo_is_short,
) -> None:
    page = copied
    chosen = select_five_and_ask(page)
    press(page, "Send 5")
    expect(page.get_by_role("main")).to_contain_text("You can close this page.")
    page.goto("about:blank")
    worker()
    # Nobody looks, and all is sent.
    wait_until(lambda: len(tagged(sandbox)) == 5)
    again = window.new_page()
    again.goto("/outbox/")
    expect(again.get_by_role("main")).to_contain_text("5 of 5", timeout=20_000)
    expect(again.get_by_role("main")).to_contain_text("Ended")
    assert have_tag(company, chosen) == [int(id) for id in chosen]
    again.close()


@without_javascript
def test_without_a_script(
    copied: Page, worker, company: Company, sandbox, undo_is_short
) -> None:
    page = copied
    page.goto("/candidates/?page_size=10")
    chosen = ids(page)[:2]
    box(page, 0).check()
    box(page, 1).check()
    panel = send(page, "Note")
    panel.get_by_label("Note").fill("Hello {name}")
    panel.get_by_role("button", name="Continue").click()
    field = page.get_by_label("Note")
    expect(field).to_have_value("Hello {name}")
    expect(page.get_by_text("can be filled in, not {name}")).to_be_visible()
    field.fill("Hello {first_name}")
    press(page, "Continue")
    page.wait_for_url(BATCH)
    main = page.get_by_role("main")
    for id in chosen:
        expect(main).to_contain_text(f"Hello {company.candidates[int(id)].first_name}")
    press(page, "Send 2")
    expect(main).to_contain_text("You can close this page.")
    worker()
    for _ in range(50):
        if page.get_by_text("All done.").count():
            break
        page.get_by_role("link", name="Reload").click()
    expect(main).to_contain_text("All done.")
    for id in chosen:
        one = company.candidates[int(id)]
        assert [note.text for note in one.notes] == [f"Hello {one.first_name}"]
    assert bar(page).count() == 0
