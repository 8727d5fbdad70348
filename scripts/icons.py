"""Draws the PNG icons of the home screen from static/img/icon.svg.

Run it after a change of the SVG: `.venv/bin/python scripts/icons.py`. Needs Chromium.
"""

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
ROUND = ' rx="7"'
# Phones crop these to their own shape, so they fill the whole square. The circles
# are within the four fifths that no phone crops.
SQUARE = {"icon-180.png": 180, "icon-maskable-512.png": 512}
ROUNDED = {"icon-192.png": 192, "icon-512.png": 512}


def main() -> None:
    drawing = (IMAGES / "icon.svg").read_text()
    if ROUND not in drawing:
        raise SystemExit(f"icon.svg has no corners of{ROUND} that could be squared.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, size in ROUNDED.items():
            save(draw(browser, drawing, size), IMAGES / name)
        for name, size in SQUARE.items():
            save(draw(browser, drawing.replace(ROUND, ""), size), IMAGES / name)


def draw(browser: Browser, drawing: str, size: int) -> bytes:
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>body {{ margin: 0 }}</style>{drawing}")
    picture = page.screenshot(omit_background=True)
    page.close()
    return picture


def save(picture: bytes, path: Path) -> None:
    # Enough for two colours and the shades between them.
    image = Image.open(io.BytesIO(picture)).quantize(32)
    image.save(path, optimize=True)
    print(f"{path.name} {path.stat().st_size / 1024:.1f} KB")


if __name__ == "__main__":
    main()
