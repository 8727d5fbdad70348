"""How soon the next candidate is seen in a review, beside opening their own page."""

import logging
import statistics
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIFTY = 50
MOST = 0.3
# When the facts and the first page of the CV are painted: the task after the frame that
# has them.
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


@pytest.fixture
def javascript() -> bool:
    return True


@pytest.fixture
def sandbox(running_sandbox: Sandbox, settings: Any) -> Sandbox:
    running_sandbox.reset(Options(candidates=150, rate=0))
    settings.RECRUSPACE_API_URL = running_sandbox.url
    settings.RECRUSPACE_CALLS_PER_MINUTE = 1000
    return running_sandbox


def late(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def test_the_next_one_is_seen_in_a_third_of_the_time(
    signed_in: Page, sync: Callable[..., Any], record_property: Any
) -> None:
    sync()
    page, other = signed_in, signed_in.context.new_page()
    page.goto("/review/?q=has:cv&sort=name")
    nexts, openings = [], []
    for _ in range(FIFTY):
        expect(page.locator("#review[data-ahead]")).to_be_attached()
        page.bring_to_front()
        nexts.append(page.evaluate(NEXT))
        at = page.locator("#review").get_attribute("data-at")
        other.bring_to_front()
        # What was drawn for the review is kept, so this is as quick as it can be.
        other.goto(f"/candidates/{at}/")
        openings.append(other.evaluate(OPENED))
    other.close()
    ratio = late(nexts) / late(openings)
    report = (
        f"next {late(nexts):.0f} ms, page {late(openings):.0f} ms, ratio {ratio:.2f}; "
        f"medians {statistics.median(nexts):.0f} and {statistics.median(openings):.0f}"
    )
    record_property("review", report)
    logging.getLogger(__name__).info(report)
    assert ratio <= MOST, report
