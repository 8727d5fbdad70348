"""A verdict by click: at a desk, on a phone, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.verdicts.reading import of_candidate

pytestmark = pytest.mark.browser


@pytest.fixture
def candidate(company):
    return next(one for one in company.candidates.values() if one.cv)


@pytest.mark.parametrize("width", [1366, 360])
def test_a_verdict_is_given_changed_and_taken_back(
    signed_in: Page, candidate, user, javascript: bool, width: int
) -> None:
    page = signed_in
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(f"/candidates/{candidate.id}/")
    if javascript:
        page.evaluate("window.sameDocument = true")
    part = page.get_by_role("region", name="Verdict")
    yes, no = (part.get_by_role("button", name=name) for name in ("Yes", "No"))
    expect(yes).to_be_in_viewport()
    expect(part).to_contain_text("Kept in this dashboard, not in Recruspace.")

    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    if javascript:
        # For the next key.
        expect(yes).to_be_focused()
    part.get_by_text("Reason").first.click()
    reason = part.get_by_label("Reason")
    reason.fill("Good <SQL>")
    # Enter keeps the verdict as it is.
    reason.press("Enter")
    expect(page.get_by_label("Reason")).to_have_value("Good <SQL>")
    expect(yes).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_label("Reason")).to_have_value("Good <SQL>")
    given = of_candidate(candidate.id, user.pk).mine
    assert given is not None
    assert given.words == "Yes, Good <SQL>"

    if javascript:
        page.evaluate("window.sameDocument = true")
    page.get_by_label("Reason").fill("Too far away")
    no.click()
    expect(no).to_have_attribute("aria-pressed", "true")
    expect(yes).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_label("Reason")).to_have_value("Too far away")
    no.click()
    expect(no).to_have_attribute("aria-pressed", "false")
    assert not Verdict.objects.exists()
    if javascript:
        assert page.evaluate("window.sameDocument") is True
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_reason_without_a_verdict_is_not_lost(signed_in: Page, candidate) -> None:
    page = signed_in
    page.goto(f"/candidates/{candidate.id}/")
    part = page.get_by_role("region", name="Verdict")
    part.get_by_text("Reason").first.click()
    page.get_by_label("Reason").fill("Good SQL")
    page.get_by_label("Reason").press("Enter")
    expect(page.get_by_text("Choose No, Maybe or Yes.")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("Good SQL")
    page.get_by_role("button", name="Maybe").click()
    expect(page.get_by_role("button", name="Maybe")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_label("Reason")).to_have_value("Good SQL")
