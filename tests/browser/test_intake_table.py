"""A table of candidates that comes with CVs, with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from recruspace_dashboard.intake.models import IntakeFile, Sheet
from tests.sample_files import PDF

pytestmark = pytest.mark.browser


def test_a_table_among_the_cvs_fills_them(
    signed_in: Page, tmp_path: Path, javascript: bool
):
    page, cv, table = signed_in, tmp_path / "Ada.pdf", tmp_path / "adaylar.csv"
    cv.write_bytes(PDF)
    table.write_text("Ad;Soyad;Eposta;Dosya\nAda;Lovelace;ada@example.com;ada.pdf\n")
    page.goto("/intake/")
    page.set_input_files("#id_files", [cv, table])
    if javascript:
        expect(page.locator("#intake-chosen")).to_have_text("1 file")
    page.get_by_role("button", name="Bring them in").click()
    page.get_by_role("link", name="adaylar.csv").click()
    expect(page.get_by_label("Eposta")).to_have_value("email")
    page.get_by_label("Soyad").select_option("Not used")
    page.get_by_role("button", name="Match rows with files").click()
    expect(page.get_by_role("heading", name="1 row matched")).to_be_visible()
    assert Sheet.objects.get().columns == ["first_name", "", "email", "file"]
    [found] = Sheet.objects.get().found["files"].values()
    assert found == IntakeFile.objects.get().pk
