"""Candidates side by side, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_four_stand_side_by_side_and_the_page_stays_as_wide_as_the_screen(
    signed_in: Page, company, pool
) -> None:
    page = signed_in
    ids = [one.id for one in company.in_pool(pool)][:4]
    for number, width in ((2, 360), (4, 360), (4, 820), (4, 1366)):
        page.set_viewport_size({"width": width, "height": 780})
        page.goto(f"/compare/?ids={','.join(map(str, ids[:number]))}")
        heads = page.get_by_role("columnheader").get_by_role("link")
        expect(heads).to_have_count(number)
        # A phone scrolls the table in itself, and keeps what a row is about in sight.
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("region", name="Facts").evaluate("one => one.scrollBy(999, 0)")
        expect(heads.last).to_be_in_viewport()
        expect(page.get_by_role("rowheader", name="E-mail Differs")).to_be_in_viewport()
    heads.first.click()
    page.wait_for_url(f"**/candidates/{ids[0]}/")
