"""Takes the README's pictures from the demo, so that they are up to date.

Run by `make pictures`, which needs Chromium.
"""

import io
import shutil
from pathlib import Path

from demo_process import BASE_DIR, Demo, running_demo
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

DESK = {"width": 1366, "height": 860}
PHONE = {"width": 390, "height": 780}


def main() -> None:
    with running_demo("--port", "8200") as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for scheme in ("light", "dark"):
            for name, size in (("desk", DESK), ("phone", PHONE)):
                picture = screenshot(browser, demo, size, scheme)
                save(picture, BASE_DIR / "docs" / "pictures" / f"{name}-{scheme}.png")


def screenshot(
    browser: Browser, demo: Demo, size: dict[str, int], scheme: str
) -> bytes:
    """The largest pool, as a PNG."""
    touch = size == PHONE
    context = browser.new_context(
        viewport=size, color_scheme=scheme, has_touch=touch, is_mobile=touch
    )
    page = context.new_page()
    page.goto(demo.site)
    page.get_by_label("Username").fill(demo.username)
    page.get_by_label("Password").fill(demo.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Pools", exact=True).click()
    page.get_by_role("link", name="Backend Engineers", exact=True).click()
    page.wait_for_selector("#candidate-table tbody tr")
    picture = page.screenshot()
    context.close()
    return picture


def save(picture: bytes, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    # 64 colours are enough for text on a plain background, at a third of the size.
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(64)
    image.save(path, optimize=True)
    print(f"{path.relative_to(BASE_DIR)} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
