"""The main jobs of a user, told once and done in three engines."""

import re
from pathlib import Path

import pytest
from PIL import Image

from recruspace_dashboard.sandbox.cv import ACCENT
from recruspace_dashboard.sandbox.state import Company
from tests.conftest import PASSWORD
from tests.engines.tabs import Tab
from tests.sample_files import PDF

LARGEST_POOL = "Backend Engineers"
ROWS = "#candidate-table tbody tr"
NAMES = "#candidate-table tbody th a"


def open_largest_pool(tab: Tab) -> None:
    tab.press("Pools")
    tab.see("Talent pools", "h1")
    tab.press(LARGEST_POOL)
    tab.see(LARGEST_POOL, "h1")


def name_of(tab: Tab) -> str:
    return tab.text("h1")


def test_signing_in_and_out(tab: Tab) -> None:
    tab.click(".top-user")
    tab.press("Sign out")
    tab.see("Sign in", "h1")
    # Where there is a script, and only there, the keys are on.
    has_script = tab.measure("'keyboard' in document.documentElement.dataset")
    tab.type("username", "ayse")
    tab.type("password", "not this one")
    tab.press("Sign in")
    tab.see("Please enter a correct username")
    assert has_script is False
    tab.type("password", PASSWORD)
    tab.press("Sign in")
    tab.see("Candidates", ".totals")
    tab.wait_until(
        lambda: (
            tab.measure("'keyboard' in document.documentElement.dataset")
            is tab.javascript
        ),
        "the script runs, or does not",
    )


def test_a_pool_is_paged(tab: Tab) -> None:
    open_largest_pool(tab)
    assert len(tab.texts(ROWS)) == 25
    tab.choose("page_size", "10")
    if not tab.javascript:
        tab.press("Show")
    tab.wait_until(lambda: len(tab.texts(ROWS)) == 10, "ten rows")
    first = tab.texts(NAMES)
    tab.press("Next")
    tab.see("11–20 of ", ".pagination-count")
    assert not set(first) & set(tab.texts(NAMES))
    assert "page=2&page_size=10" in tab.url
    tab.press("Previous")
    tab.see("1–10 of ", ".pagination-count")
    assert tab.texts(NAMES) == first


def test_a_candidate_gets_a_note_and_a_tag(tab: Tab) -> None:
    open_largest_pool(tab)
    name = tab.texts(NAMES)[1].strip()
    tab.press(name)
    tab.see(name, "h1")
    # Who sends the same again is asked first.
    note = f"Kann Türkçe, {'ab März' if tab.javascript else 'ab Mai'}."
    tab.type("text", note)
    tab.press("Add note")
    tab.see(note, "#candidate-notes .note")
    tab.type("title", "görüşme")
    tab.press("Add tag")
    tab.see("görüşme", "#tags")
    tab.click("a[rel=next]")
    tab.wait_until(lambda: name_of(tab) not in ("", name), "the next candidate")


# Without scripts, a driver also turns off those by which Chromium, and WebKit on GTK,
# show a PDF.
@pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True, scope="module"
)
def test_a_cv_is_seen(tab: Tab, company: Company) -> None:
    candidate = next(one for one in company.candidates.values() if one.cv)
    tab.open(f"/candidates/{candidate.id}/")
    tab.see("Open in a new tab")
    tab.wait_until(
        lambda: shows_the_first_page(tab.picture(".cv-pages")),
        "the picture is that of the first page",
    )


def shows_the_first_page(picture: Image.Image) -> bool:
    """Whether it has white paper, the ink of text, and the colour of the headings that
    nothing else has in a browser."""
    accent = tuple(round(255 * part) for part in ACCENT.rgb())
    pixels = list(picture.get_flattened_data())
    paper = sum(pixel == (255, 255, 255) for pixel in pixels)
    ink = sum(max(pixel) < 100 for pixel in pixels)
    headings = sum(
        all(abs(one - other) < 20 for one, other in zip(pixel, accent, strict=True))
        for pixel in pixels
    )
    return (
        paper > 0.4 * len(pixels)
        and 0.001 * len(pixels) < ink < 0.3 * len(pixels)
        and headings > 100
    )


def test_a_candidate_is_added_with_a_file(tab: Tab, tmp_path: Path) -> None:
    cv = tmp_path / "cv.pdf"
    cv.write_bytes(PDF)
    mode = "with" if tab.javascript else "without"
    open_largest_pool(tab)
    tab.press("Add candidate")
    tab.see("Add a candidate", "h1")
    tab.type("first_name", "Gül")
    tab.type("last_name", mode.title())
    tab.type("email", f"guel.{mode}@example.com")
    tab.attach("cv_file", cv)
    tab.press("Add candidate")
    tab.see(f"Gül {mode.title()}", "h1")
    tab.see(f"was added to “{LARGEST_POOL}”")


def test_a_pool_is_made_renamed_and_deleted(tab: Tab) -> None:
    name = f"Yazılım {'with' if tab.javascript else 'without'}"
    tab.press("Pools")
    tab.see("Talent pools", "h1")
    tab.press("New pool")
    tab.see("New pool", "h1")
    tab.type("name", name)
    tab.press("Create pool")
    tab.see(name, "h1")
    tab.see("No candidates in this pool yet")
    tab.click(".list-head summary")
    tab.press("Rename")
    tab.see("Rename pool", "h1")
    tab.type("name", f"{name} 2027")
    tab.press("Rename pool")
    tab.see(f"{name} 2027", "h1")
    tab.click(".list-head summary")
    tab.press("Delete")
    tab.see("It contains no candidates.")
    tab.press("Delete pool")
    tab.see(f"The pool “{name} 2027” was deleted.")
    assert re.search(r"/pools/$", tab.url)
