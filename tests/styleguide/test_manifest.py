"""What a phone needs to put the dashboard on its home screen."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client
from PIL import Image

from recruspace_dashboard.styleguide.tokens import read_tokens

STATIC = Path(configured.BASE_DIR, "static")


@pytest.fixture
def stranger(db, settings) -> Client:
    """A browser that is not signed in, and gets static files as in earnest."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    return Client()


def read(client: Client, address: str, kind: str = "image/png") -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == kind
    content = b"".join(response.streaming_content)
    response.close()
    return content


def linked(page: str, rel: str) -> str:
    found = re.search(rf'<link rel="{rel}" href="([^"]+)">', page)
    assert found
    return found[1]


def theme_colours(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta name="theme-color" content="(#\w+)"([^>]*)>', page)


def test_a_stranger_gets_the_manifest_and_its_icons(stranger: Client) -> None:
    page = stranger.get("/login/")
    assert "manifest-src 'self'" in page["Content-Security-Policy"]
    address = linked(page.content.decode(), "manifest")
    manifest = json.loads(read(stranger, address, "application/manifest+json"))
    assert manifest["start_url"] == manifest["scope"] == "/"
    assert manifest["display"] == "standalone"
    # An icon's address counts from the manifest's.
    for icon in manifest["icons"]:
        picture = read(stranger, address.rpartition("/")[0] + "/" + icon["src"])
        assert picture == (STATIC / icon["src"]).read_bytes()


def test_a_page_reaches_under_the_notch_and_keeps_clear_of_it(stranger: Client) -> None:
    page = stranger.get("/login/").content.decode()
    # Without it the insets count as nothing.
    assert re.search(r'<meta name="viewport" content="[^"]*\bviewport-fit=cover"', page)
    styles = "".join(path.read_text() for path in STATIC.glob("css/*.css"))
    for side in ("top", "right", "bottom", "left"):
        assert f"env(safe-area-inset-{side})" in styles


def test_the_icons_have_their_stated_sizes() -> None:
    manifest = json.loads((STATIC / "manifest.webmanifest").read_text())
    purposes = set()
    for icon in manifest["icons"]:
        with Image.open(STATIC / icon["src"]) as image:
            assert (image.format, icon["type"]) == ("PNG", "image/png")
            assert "{}x{}".format(*image.size) == icon["sizes"]
        assert (STATIC / icon["src"]).stat().st_size < 10_000
        purposes.add((icon["sizes"], icon.get("purpose", "any")))
    assert purposes >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


@pytest.mark.parametrize("name", ["icon-180.png", "icon-maskable-512.png"])
def test_what_a_phone_cuts_to_shape_is_filled_to_its_corners(name: str) -> None:
    with Image.open(STATIC / "img" / name) as image:
        assert image.width == image.height
        assert image.convert("RGBA").getchannel("A").getextrema() == (255, 255)


def test_apple_finds_its_icon(stranger: Client) -> None:
    page = stranger.get("/login/").content.decode()
    address = linked(page, "apple-touch-icon")
    icon = read(stranger, address)
    assert icon == (STATIC / "img" / "icon-180.png").read_bytes()


def test_the_frame_has_the_colours_of_the_bar_on_top(db) -> None:
    colours = {token.name: token.values for token in read_tokens()}
    light, dark = colours["surface"]
    client = Client()
    assert theme_colours(client.get("/login/").content.decode()) == [
        (light, ' media="(prefers-color-scheme: light)"'),
        (dark, ' media="(prefers-color-scheme: dark)"'),
    ]
    for theme, colour in (("light", light), ("dark", dark)):
        client.cookies["theme"] = theme
        page = client.get("/login/").content.decode()
        assert theme_colours(page) == [(colour, "")]
    manifest = json.loads((STATIC / "manifest.webmanifest").read_text())
    assert manifest["theme_color"] == light
    assert manifest["background_color"] == colours["ground"][0]
