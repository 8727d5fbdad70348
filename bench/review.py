"""How soon the next candidate of a review is seen, beside opening their own page.

`python -m bench.review` takes a minute.
"""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from bench.report import Report, table
from bench.sites import sandbox

CANDIDATES, NUMBER = 150, 50
USER = ("bench", "correct horse battery")
TITLE = "The next one in a review"
TEXT = """\
Milliseconds in Chromium until the facts and the first page of the CV are painted, of
fifty candidates by turns: from the key `j` in a review, and from the beginning of the
candidate's own page, whose CV the review has drawn before."""
# The task after the frame that has them.
SEEN = """
const seen = async (isThere) => {
  const frame = () => new Promise(requestAnimationFrame);
  const until = performance.now() + 15000;
  const cv = "#candidate-cv [tabindex] :is(image, .cv-text, .cv-hidden)";
  while (!(isThere() && document.querySelector(cv))) {
    if (performance.now() > until) throw new Error("nothing is seen");
    await frame();
  }
  await frame();
  await new Promise((done) => setTimeout(done));
  return performance.now();
};
"""
NEXT = f"""async () => {{
  {SEEN}
  const list = document.querySelector(".review-list [aria-current]").closest("li");
  const {{ id }} = list.nextElementSibling.dataset;
  const key = new KeyboardEvent("keydown", {{ key: "j", bubbles: true }});
  const from = performance.now();
  document.activeElement.dispatchEvent(key);
  return await seen(() => document.getElementById("review").dataset.at === id) - from;
}}"""
# From the beginning of the page.
OPENED = f"""async () => {{
  {SEEN}
  return await seen(() => document.querySelector("h1"));
}}"""


def main() -> None:
    Report().add(TITLE, TEXT, measure())


def measure() -> str:
    from tests.project.served import served

    with (
        TemporaryDirectory() as name,
        sandbox("--candidates", str(CANDIDATES)) as (address, key),
    ):
        data = Path(name)
        settings = {
            "RECRUSPACE_API_URL": address,
            "RECRUSPACE_CALLS_PER_MINUTE": "1000",
        }
        with served(data, (*USER, key), **settings) as site:
            _sync(data, settings)
            with _signed_in(site.site) as page:
                nexts, openings = _by_turns(page)
    return _told(nexts, openings)


def _sync(data: Path, settings: dict[str, str]) -> None:
    from tests.project.served import BASE_DIR, environment

    command = [sys.executable, "manage.py", "sync"]
    env = environment(data, **settings)
    subprocess.run(command, cwd=BASE_DIR, env=env, check=True, capture_output=True)


@contextmanager
def _signed_in(site: str) -> Iterator[Page]:
    from tests.browser.conftest import FLAGS, NAMES

    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, NAMES)), None)
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        size: Any = {"width": 1366, "height": 900}
        page = browser.new_context(base_url=site, viewport=size).new_page()
        page.goto("/login/")
        name, password = USER
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/")
        yield page
        browser.close()


def _by_turns(page: Page) -> tuple[list[float], list[float]]:
    other = page.context.new_page()
    page.goto("/review/?q=has:cv&sort=name")
    nexts, openings = [], []
    for _ in range(NUMBER):
        expect(page.locator("#review[data-ahead]")).to_be_attached()
        page.bring_to_front()
        nexts.append(page.evaluate(NEXT))
        at = page.locator("#review").get_attribute("data-at")
        other.bring_to_front()
        other.goto(f"/candidates/{at}/")
        openings.append(other.evaluate(OPENED))
    return nexts, openings


def _told(nexts: list[float], openings: list[float]) -> str:
    rows = []
    for name, figure in (("median", statistics.median), ("p95", _late)):
        one, other = figure(nexts), figure(openings)
        rows.append([name, f"{one:.0f}", f"{other:.0f}", f"{one / other:.2f}"])
    return table(["", "the next one", "their own page", "ratio"], rows)


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
