"""The guide shows everything there is, so that it cannot fall behind."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from recruspace_dashboard.styleguide.tokens import read_icons, read_tokens
from tests.http import HTMX

CSS = Path(settings.BASE_DIR, "static", "css")
ADDRESS = "/styleguide/"


@pytest.fixture
def shown(boss: Client) -> str:
    response = boss.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def test_only_superusers_enter(keyless) -> None:
    client = Client()
    client.force_login(keyless)
    assert client.get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS)["Location"].startswith("/login/")


def test_it_asks_the_api_nothing(shown: str, sandbox) -> None:
    assert sandbox.requests == []


def test_the_tokens_are_read_whole() -> None:
    tokens = {token.name: token for token in read_tokens()}
    written = (CSS / "tokens.css").read_text()
    assert set(tokens) == set(re.findall(r"^\s*--([\w-]+):", written, re.M))
    assert tokens["ground"].values == ("#f5f6f8", "#12161d")
    # Browsers without `light-dark()` have the light theme.
    for name, light in re.findall(
        r"^    --([\w-]+): light-dark\((#\w+),", written, re.M
    ):
        assert f"\n  --{name}: {light};\n" in written
    assert tokens["target"].values == ("2.5rem", "2.75rem")
    assert {token.kind for token in tokens.values()} == {
        "colour",
        "text",
        "space",
        "other",
    }


def test_every_token_is_shown_with_a_sample_of_its_own(shown: str) -> None:
    samples = (CSS / "styleguide.css").read_text()
    for token in read_tokens():
        assert f"<code>--{token.name}</code>" in shown
        assert re.search(rf'class="[^"]*\btoken-{token.name}"', shown)
        rule = rf"\.token-{token.name} {{\s*[\w-]+: var\(--{token.name}\);\s*}}"
        assert re.search(rule, samples), f"no sample of --{token.name}"


def test_every_icon_is_shown_with_its_name(shown: str) -> None:
    assert len(read_icons()) > 15
    for icon in read_icons():
        assert f'icons.svg#{icon}"' in shown
        assert f"<code>{icon}</code>" in shown


def test_every_kind_of_button_alert_and_badge_is_shown(shown: str) -> None:
    styles = "".join(path.read_text() for path in CSS.glob("*.css"))
    kinds = set(re.findall(r"\.((?:button|alert|badge)-\w+)", styles))
    # Another word of the API for one that is shown.
    kinds -= {"badge-unsuitable"}
    assert len(kinds) > 10
    classes = set(" ".join(re.findall(r'class="([^"]+)"', shown)).split())
    others = {"skeleton", "upload-progress", "facts", "crumbs", "toast", "menu"}
    assert kinds | others <= classes
    assert 'aria-busy="true" disabled' in shown


def test_a_field_is_shown_with_its_error(shown: str) -> None:
    assert "Enter the e-mail address." in shown
    for kind in ("text", "email", "file", "checkbox"):
        assert f'<input type="{kind}"' in shown
    assert "<select" in shown
    assert "<textarea" in shown


def test_the_pager_turns_the_sample_table(boss: Client) -> None:
    headers = HTMX
    part = boss.get(f"{ADDRESS}?page=4&page_size=10", headers=headers)
    text = part.content.decode()
    assert text.lstrip().startswith('<section id="candidate-table"')
    assert "31–34 of 34" in text
    assert "11–20 of 34" in boss.get(ADDRESS).content.decode()
    assert "31–34 of 34" in boss.get(f"{ADDRESS}?page=99&page_size=10").content.decode()


def test_no_id_is_given_twice(shown: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert sorted(ids) == sorted(set(ids))
