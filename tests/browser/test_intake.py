"""What recruiters do with a folder full of CVs: bring it in, look at each by keys, and
send what is right."""

import base64
import re
from collections.abc import Iterator, Sequence
from threading import Event, Thread
from typing import Any

import pytest
from django.db import close_old_connections, connections
from playwright.sync_api import Page, Route, expect

from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.intake.worker import IntakeWorker
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.browser.test_selection import copied, with_javascript
from tests.documents.hostile_pdfs import page_of

pytestmark = pytest.mark.browser
__all__ = ["copied"]

BATCH = re.compile(r"/outbox/\d+/$")
INTAKE = re.compile(r"/intake/\d+/")
MOST_PRESSES = 60
NAMES = [
    *("Alice Walker", "Bruno Costa", "Clara Weber", "Daniel Novak"),
    *("Elena Petrova", "Felix Braun", "Greta Lindholm", "Hugo Moreau"),
    *("Irene Garcia", "Julia Fischer", "Karl Hoffmann", "Laura Rossi"),
]
# As a browser gives them when they are dropped.
DROP = """files => {
  const held = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    held.items.add(new File([bytes], name, { type: "application/pdf" }));
  }
  const event = { dataTransfer: held, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new DragEvent("drop", event));
}"""

Files = dict[str, bytes]


def cv(name: str, email: str, *lines: str) -> bytes:
    """A CV as they are: the name on top, then how to reach somebody."""
    shown = [name, email, "+49 30 901820", *lines, "Experience", "Acme, 2019 - 2024"]
    text = " 0 -30 Td ".join(f"({one}) Tj" for one in shown)
    return page_of(f"BT /F 18 Tf 72 700 Td {text} ET".encode("latin-1"))


def email_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@new.example"


def newcomers(number: int) -> Files:
    return {f"CV {name}.pdf": cv(name, email_of(name)) for name in NAMES[:number]}


@pytest.fixture
def working(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker beside the server, and sending that begins at once."""
    monkeypatch.setattr(batches, "UNDO", batches.UNDO * 0)
    stopping = Event()

    def work() -> None:
        intake, outbox = IntakeWorker(), OutboxWorker()
        try:
            while not stopping.is_set():
                close_old_connections()
                if not outbox.step() and not intake.step():
                    stopping.wait(0.05)
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    yield
    stopping.set()
    thread.join()


class Keys:
    """The keyboard, which counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.number += 1

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)


def drop(page: Page, files: Files) -> None:
    coded = [(name, base64.b64encode(one).decode()) for name, one in files.items()]
    page.evaluate(DROP, coded)


def added(sandbox: Any) -> list[str]:
    """The e-mails of those who were added, as the sandbox was told."""
    return [
        re.search(rb'name="email"\r\n\r\n([^\r]*)', one.body)[1].decode()
        for one in sandbox.requests
        if one.path.endswith("/candidates/add/")
    ]


@with_javascript
def test_fifteen_files_are_checked_and_sent_by_keys(
    copied: Page, company: Company, pool: Pool, sandbox: Any, working: None
) -> None:
    """Two are there already, one is broken, and one does not say its name."""
    first, second = company.in_pool(pool)[:2]
    files = newcomers(11)
    files["scan of a CV.pdf"] = cv("", email_of(NAMES[11]))
    for one in (first, second):
        files[f"{one.id}.pdf"] = cv("Somebody Else", one.email)
    files["broken.pdf"] = b"This is no PDF."
    assert len(files) == 15
    page, keys = copied, Keys(copied)
    page.goto(f"/intake/?pool={pool.id}")
    page.get_by_label("Tags").fill("Fair 2027")
    drop(page, files)
    expect(page.get_by_text("15 files")).to_be_visible()
    keys.press("Enter")
    expect(page).to_have_url(INTAKE)
    unread = page.locator("#group-reading, #group-missing")
    expect(unread).to_have_count(0, timeout=30_000)
    check_all(page, keys, first, second)
    sandbox.requests.clear()
    keys.press("Enter")
    expect(page).to_have_url(BATCH)
    while not page.evaluate("document.activeElement.matches('main .button-primary')"):
        keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("All done.")).to_be_visible()
    assert sorted(added(sandbox)) == sorted(map(email_of, NAMES))
    assert keys.number <= MOST_PRESSES
    expect_in_pool(page, pool)


def check_all(page: Page, keys: Keys, first: Candidate, second: Candidate) -> None:
    """Looks at each that needs it; nobody is added twice."""
    expect(page.locator("#group-failed")).to_have_text("Failed 1")
    # Whoever is shown is right; the next one needs a look.
    for _ in range(15):
        at = page.locator("#intake").get_attribute("data-at")
        if page.get_by_text("All are checked.").is_visible():
            break
        duplicate = page.get_by_role("group", name="Is there already")
        if page.get_by_label("Last name missing").is_visible():
            keys.type("Laura")
            keys.press("Tab")
            keys.type("Rossi")
        if not duplicate.is_visible():
            keys.press("Enter")
        elif duplicate.get_by_text(first.email).is_visible():
            keys.press("1")
        else:
            expect(duplicate.get_by_text(second.email)).to_be_visible()
            keys.press("3")
        ended = page.get_by_text("All are checked.")
        moved = page.locator(f"#intake:not([data-at='{at}'])")
        expect(ended.or_(moved).first).to_be_visible()
    expect(page.locator("#intake-add")).to_be_focused()
    expect(page.locator("#intake-add")).to_have_text(re.compile("Add 13"))


def expect_in_pool(page: Page, pool: Pool) -> None:
    page.goto(f"/pools/{pool.id}/?page_size=100")
    for name in NAMES:
        row = page.locator("#candidate-table tbody tr", has_text=name)
        expect(row).to_have_count(1)
        expect(row).to_contain_text("Fair 2027")


@with_javascript
def test_after_a_cut_and_a_closed_page_nothing_is_lost_or_sent_twice(
    copied: Page, company: Company, pool: Pool, sandbox: Any, working: None
) -> None:
    files = newcomers(6)
    sent: list[str] = []

    def cut(route: Route) -> None:
        """After two files the line is dead."""
        sent.append(route.request.url)
        if len(sent) > 2:
            route.abort()
        else:
            route.continue_()

    # An error of the line is written to the console, so this tab is nobody's.
    page = copied.context.new_page()
    page.route("**/intake/*/files/*/", cut)
    page.goto(f"/intake/?pool={pool.id}")
    drop(page, files)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The connection was lost.")).to_be_visible()
    expect(page.locator("[data-part=done]")).to_have_text("2")
    address = page.url
    page.close()
    page = copied
    page.goto(address)
    waiting = page.get_by_text("4 files have not arrived. Choose them again.")
    expect(waiting).to_be_visible()
    with counted(page) as again:
        page.set_input_files("#intake-again", payloads(files))
        expect(page.locator("[data-part=total]")).to_have_text("4")
        expect(page.get_by_text("All have arrived.")).to_be_visible()
    assert len(again) == 4
    expect(page.locator("#group-ready")).to_have_text("Ready 6", timeout=20_000)
    assert IntakeFile.objects.count() == 6
    assert Intake.objects.count() == 1
    sandbox.requests.clear()
    page.locator("#intake-add").click()
    page.locator("main .button-primary").click()
    expect(page.get_by_text("All done.")).to_be_visible()
    assert sorted(added(sandbox)) == sorted(map(email_of, NAMES[:6]))


class counted:  # noqa: N801
    """The files that a page sends up meanwhile."""

    def __init__(self, page: Page) -> None:
        self.page, self.sent = page, list[str]()

    def __enter__(self) -> list[str]:
        self.page.on("request", self._take)
        return self.sent

    def __exit__(self, *_: object) -> None:
        self.page.remove_listener("request", self._take)

    def _take(self, request: Any) -> None:
        if request.method == "POST" and "/files/" in request.url:
            self.sent.append(request.url)


def payloads(files: Files) -> Sequence[Any]:
    return [
        {"name": name, "mimeType": "application/pdf", "buffer": content}
        for name, content in files.items()
    ]
