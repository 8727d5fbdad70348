"""Moments are told in the time of whoever reads them, once the browser can say it."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_last_sign_in_of_somebody(
    signed_in: Page, person, javascript: bool
) -> None:
    person.is_superuser = True
    person.last_login = datetime(2024, 3, 5, 12, 30, tzinfo=UTC)
    person.save()
    signed_in.goto("/account/people/")
    moment = signed_in.locator(f"#person-{person.pk} time")
    told = r"^Mar [456], 2024, \d\d:\d\d [AP]M$"
    expect(moment).to_have_text(
        re.compile(told) if javascript else "5 Mar 2024, 12:30 UTC"
    )
