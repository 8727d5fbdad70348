"""Makes the README's pictures from the demo, so that they show what is there.

Run by `make pictures`, which needs Chromium.
"""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

BASE_DIR = Path(__file__).resolve().parent.parent
FOLDER = BASE_DIR / "docs" / "pictures"
DESK = {"width": 1366, "height": 860}
PHONE = {"width": 390, "height": 780}


def main() -> None:
    demo = subprocess.Popen(
        [sys.executable, "-m", "recruspace_dashboard.demo", "--port", "8200"],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        site, username, password = announced(demo)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for name, size, scheme in [
                ("desk", DESK, "light"),
                ("phone", PHONE, "dark"),
            ]:
                picture = photograph(browser, site, username, password, size, scheme)
                save(picture, FOLDER / f"{name}.png")
    finally:
        demo.terminate()
        demo.wait()


def announced(demo: subprocess.Popen[str]) -> tuple[str, str, str]:
    """Address, name and password, as the demo prints them."""
    found: dict[str, str] = {}
    assert demo.stdout
    for line in demo.stdout:
        if match := re.match(r"\s+(Dashboard|Sign in|Password)\s+(\S+)", line):
            found[match[1]] = match[2]
        if len(found) == 3:
            return found["Dashboard"], found["Sign in"], found["Password"]
    sys.exit("The demo did not start.")


def photograph(
    browser: Browser,
    site: str,
    username: str,
    password: str,
    size: dict[str, int],
    scheme: str,
) -> bytes:
    """The pool with the most people, as a PNG."""
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Backend Engineers", exact=True).click()
    page.wait_for_selector("#candidate-table tbody tr")
    picture = page.screenshot()
    context.close()
    return picture


def save(picture: bytes, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    # 64 colours are enough for text on plain ground, and a third of the size.
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(64)
    image.save(path, optimize=True)
    print(f"{path.relative_to(BASE_DIR)} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
