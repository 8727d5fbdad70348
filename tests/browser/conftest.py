"""A real Chromium, with and without JavaScript, that reports whatever goes wrong."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)

Windows = Callable[[str, bool], BrowserContext]
REQUIRED = os.environ.get("BROWSER_TESTS") == "required"
WHOLE = ("chromium", "chromium-browser", "google-chrome")
# The same engine without what surrounds a page takes half the work.
NAMES = ("chromium-headless-shell", *WHOLE)
# As root, as in a container, Chromium starts only without its sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine may take longer than the five seconds that are usual.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser that shares a busy machine may be late: what fails in it is tried once
    more, and the run's last line counts the reruns."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


# End with these tests, as Chromium works even where no page does.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser that the tests share."""
    with ExitStack() as stack:
        with skipped_if_unavailable():
            chromium = stack.enter_context(sync_playwright()).chromium
            installed = next(filter(None, map(shutil.which, NAMES)), None)
            browser = chromium.launch(executable_path=installed, args=FLAGS)
        stack.callback(browser.close)
        yield browser


@contextmanager
def skipped_if_unavailable() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if REQUIRED:
            raise
        pytest.skip(f"No Chromium to drive: {str(error).splitlines()[0]}")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def shared() -> bool:
    """Whether the test's tab is opened beside those of other tests."""
    return True


@pytest.fixture(scope="package")
def windows(browser: Browser) -> Windows:
    """The windows that tests share, by what is set when one is opened."""

    @cache
    def window(address: str, javascript: bool) -> BrowserContext:
        return open_window(browser, address, javascript)

    return window


@pytest.fixture
def window(
    browser: Browser,
    windows: Windows,
    live_server,
    javascript: bool,
    shared: bool,
) -> Iterator[BrowserContext]:
    """A window without cookies or anything stored. To open one takes Chromium half a
    second of work, so that tests share two of them, with and without JavaScript."""
    if shared:
        context = windows(live_server.url, javascript)
    else:
        context = open_window(browser, live_server.url, javascript)
    yield context
    if not shared:
        context.close()
        return
    [first, *_] = context.pages
    everything = {"origin": live_server.url, "storageTypes": "all"}
    session = context.new_cdp_session(first)
    session.send("Storage.clearDataForOrigin", everything)
    session.detach()
    context.clear_cookies()


def open_window(browser: Browser, address: str, javascript: bool) -> BrowserContext:
    context = browser.new_context(
        base_url=address,
        java_script_enabled=javascript,
        viewport={"width": 1366, "height": 900},
    )
    context.set_default_timeout(15_000)
    # A window stays as long as a tab is in it.
    context.new_page()
    return context


def once_loaded(page: Page, act: Callable[..., None]) -> Callable[..., None]:
    """Acts when the scripts of a page listen, also where a link has just led there."""

    def wait_and_act(*args: Any, **more: Any) -> None:
        page.wait_for_load_state()
        act(*args, **more)

    return wait_and_act


def on_loaded_page(act: Callable[..., None]) -> Callable[..., None]:
    def wait_and_act(field: Locator, *args: Any, **more: Any) -> None:
        once_loaded(field.page, partial(act, field))(*args, **more)

    return wait_and_act


@pytest.fixture(scope="package", autouse=True)
def _fields_of_loaded_pages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fill", "press"):
            patch.setattr(Locator, name, on_loaded_page(getattr(Locator, name)))
        yield


@pytest.fixture
def page(window: BrowserContext, live_server) -> Iterator[Page]:
    """A tab of a new visitor. It fails the test if it wrote an error to the console,
    broke the security policy, or asked another host for anything."""
    complaints: list[str] = []
    left: list[str] = []
    page = window.new_page()
    own_host = urlsplit(live_server.url).netloc

    def console(message) -> None:
        # Chromium reports the status of a refused form, and of a fault of the API.
        refused = "Failed to load resource: the server responded" in message.text
        if message.type in {"error", "warning"} and not refused:
            complaints.append(message.text)

    def request(sent) -> None:
        address = urlsplit(sent.url)
        # A picture within a page of a CV is no request to a host.
        if address.netloc != own_host and address.scheme != "data":
            complaints.append(f"asked {sent.url}")

    for act in ("press", "type"):
        setattr(page.keyboard, act, once_loaded(page, getattr(page.keyboard, act)))
    page.on("console", console)
    page.on("request", request)

    def failed(sent) -> None:
        if sent.failure == "net::ERR_ABORTED":
            left.append(sent.url)

    page.on("requestfailed", failed)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    if left:
        # htmx says so where a page is left before its parts have come.
        words = ("htmx:afterRequest", "htmx:sendAbort", "htmx:sendError")
        complaints = [one for one in complaints if not one.startswith(words)]
    assert complaints == []


@pytest.fixture
def signed_in(page: Page, browse: Client, live_server) -> Page:
    """The page of somebody who has signed in and stored a key."""
    session = browse.cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": live_server.url}]
    )
    return page


@pytest.fixture(autouse=True)
def _whole_browser_tests(transactional_db) -> None:
    """What the server's threads write is seen by the test, and the other way round."""
