"""What the journeys do in a tab, in the words of each driver.

Elements are named by CSS selectors. What has an effect is named by what a user reads.
"""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

SECONDS = 20
# A link or a button that is called so.
CALLED = '(//a | //button)[normalize-space() = "{0}" or @aria-label = "{0}"]'


class Tab(ABC):
    """A tab of a browser on the dashboard at `site`."""

    def __init__(self, site: str, javascript: bool) -> None:
        self.site, self.javascript = site, javascript

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    def go(self, address: str) -> None: ...

    @abstractmethod
    def texts(self, selector: str) -> list[str]: ...

    @abstractmethod
    def click(self, selector: str) -> None:
        """Clicks the first shown element of this CSS selector or XPath."""

    @abstractmethod
    def type(self, field: str, text: str) -> None: ...

    @abstractmethod
    def choose(self, field: str, option: str) -> None: ...

    @abstractmethod
    def attach(self, field: str, file: Path) -> None: ...

    @abstractmethod
    def measure(self, script: str) -> Any:
        """The value of a JavaScript expression, also where pages have no JavaScript."""

    @abstractmethod
    def picture(self, selector: str) -> Image.Image: ...

    @abstractmethod
    def resize(self, width: int, height: int) -> None: ...

    @abstractmethod
    def click_at(self, x: int, y: int) -> None: ...

    @abstractmethod
    def point_at(self, x: int, y: int) -> None: ...

    @abstractmethod
    def key(self, key: str) -> None: ...

    def open(self, path: str) -> None:
        self.go(self.site + path)

    def press(self, name: str) -> None:
        self.click(CALLED.format(name))

    def text(self, selector: str) -> str:
        return " ".join(" ".join(self.texts(selector)).split())

    def see(self, text: str, selector: str = "main") -> None:
        self.wait_until(lambda: text in self.text(selector), f"{text!r} is in it")

    def wait_until(self, is_so: Callable[[], object], what: str = "") -> None:
        """Asks again until the answer is true. While a page is left, drivers fail."""
        end = time.monotonic() + SECONDS
        while True:
            try:
                if is_so():
                    return
                error = None
            except (PlaywrightError, WebDriverException) as failed:
                error = failed
            if time.monotonic() > end:
                raise AssertionError(f"Not so: {what}. {self.url}") from error
            time.sleep(0.1)


class PlaywrightTab(Tab):
    def __init__(self, page: Page, site: str, javascript: bool) -> None:
        super().__init__(site, javascript)
        self.page = page
        page.set_default_timeout(SECONDS * 1000)

    @property
    def url(self) -> str:
        return self.page.url

    def go(self, address: str) -> None:
        self.page.goto(address)

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_text_contents()

    def click(self, selector: str) -> None:
        self.page.locator(selector).filter(visible=True).first.click()

    def type(self, field: str, text: str) -> None:
        self.page.locator(_named(field)).fill(text)

    def choose(self, field: str, option: str) -> None:
        self.page.locator(_named(field)).select_option(label=option)

    def attach(self, field: str, file: Path) -> None:
        self.page.locator(_named(field)).set_input_files(file)

    def measure(self, script: str) -> Any:
        return self.page.evaluate(script)

    def picture(self, selector: str) -> Image.Image:
        return _image(self.page.locator(selector).screenshot())

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def click_at(self, x: int, y: int) -> None:
        self.page.mouse.click(x, y)

    def point_at(self, x: int, y: int) -> None:
        self.page.mouse.move(x, y)

    def key(self, key: str) -> None:
        self.page.keyboard.press(key)


class SeleniumTab(Tab):
    def __init__(self, driver: WebDriver, site: str, javascript: bool) -> None:
        super().__init__(site, javascript)
        self.driver = driver
        driver.set_window_size(1366, 900)

    @property
    def url(self) -> str:
        return self.driver.current_url

    def go(self, address: str) -> None:
        self.driver.get(address)

    def texts(self, selector: str) -> list[str]:
        found = self._all(selector)
        return [one.get_property("textContent") for one in found]

    def click(self, selector: str) -> None:
        self._shown(selector).click()

    def type(self, field: str, text: str) -> None:
        element = self._shown(_named(field))
        element.clear()
        element.send_keys(text)

    def choose(self, field: str, option: str) -> None:
        Select(self._shown(_named(field))).select_by_visible_text(option)

    def attach(self, field: str, file: Path) -> None:
        self._shown(_named(field)).send_keys(str(file))

    def measure(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def picture(self, selector: str) -> Image.Image:
        return _image(self._shown(selector).screenshot_as_png)

    def resize(self, width: int, height: int) -> None:
        self.driver.set_window_size(width, height)

    def click_at(self, x: int, y: int) -> None:
        mouse = ActionBuilder(self.driver)
        mouse.pointer_action.move_to_location(x, y).click()
        mouse.perform()

    def point_at(self, x: int, y: int) -> None:
        mouse = ActionBuilder(self.driver)
        mouse.pointer_action.move_to_location(x, y)
        mouse.perform()

    def key(self, key: str) -> None:
        ActionChains(self.driver).send_keys(key).perform()

    def _all(self, selector: str) -> list[WebElement]:
        by = By.XPATH if selector.startswith("(") else By.CSS_SELECTOR
        return self.driver.find_elements(by, selector)

    def _shown(self, selector: str) -> WebElement:
        """The first shown element, in the middle of the window, where no bar is over
        it."""
        found: list[WebElement] = []

        def find() -> bool:
            found[:] = [one for one in self._all(selector) if one.is_displayed()]
            script = "arguments[0].scrollIntoView({block: 'center'})"
            if found:
                self.driver.execute_script(script, found[0])
            return bool(found)

        self.wait_until(find, f"{selector} is shown")
        return found[0]


def _named(field: str) -> str:
    """The selector of a field by its name, or by the one that stands for several."""
    return field if re.search(r"\W", field) else f"main [name={field}]"


def _image(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")
