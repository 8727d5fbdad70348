"""Static files as they are served after collectstatic."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture
def collected(tmp_path: Path, settings) -> Path:
    settings.STATIC_ROOT = tmp_path
    backend = "recruspace_dashboard.pages.static_files.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def hashed(collected: Path) -> dict[str, str]:
    return json.loads((collected / "staticfiles.json").read_text())["paths"]


def test_a_page_asks_for_one_stylesheet(collected: Path):
    style = (collected / hashed(collected)["css/dashboard.css"]).read_text()
    assert "@import" not in style
    for selector in (":root", "body", ".table-wrap", ".list-table", ".pagination"):
        assert f"\n{selector} {{\n" in style
    assert "/*" not in style


def test_scripts_are_served_without_their_comments(collected: Path):
    names = hashed(collected)
    for name in ("dashboard", "keyboard", "leave"):
        source = (Path(settings.BASE_DIR) / "static/js" / f"{name}.js").read_text()
        served = (collected / names[f"js/{name}.js"]).read_text()
        code = [one.strip() for one in source.splitlines()]
        code = [one for one in code if one and not one.startswith("//")]
        lines = [one.strip() for one in served.splitlines() if one.strip()]
        if name != "leave":  # Its import has another name.
            assert lines == code
        assert not [one for one in lines if one.startswith("//")]


def test_a_changed_part_changes_the_stylesheet(collected: Path, monkeypatch):
    before = hashed(collected)["css/dashboard.css"]
    monkeypatch.setattr("recruspace_dashboard.pages.static_files._read", lambda *_: "")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert hashed(collected)["css/dashboard.css"] != before


def test_scripts_import_each_other_by_their_hashed_names(collected: Path):
    names = hashed(collected)
    script = (collected / names["js/leave.js"]).read_text()
    found = re.findall(r'from "\./([^"]+)"', script)
    assert found == [names["js/dashboard.js"].removeprefix("js/")]
