"""Templates and stylesheets stay easy to read."""

import re
from pathlib import Path

from django.conf import settings

from recruspace_dashboard.lists.columns import COLUMNS
from recruspace_dashboard.pages.static_files import CSS_IMPORT

BASE = Path(settings.BASE_DIR)
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
ROOMS = BASE / "recruspace_dashboard"
# These print HTML without a template.
PRINTERS = [
    ROOMS / "lists" / "row_html.py",
    ROOMS / "lists" / "rows.py",
    ROOMS / "pages" / "templatetags" / "icons.py",
]
STATIC = BASE / "static"
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


def test_no_line_of_a_template_is_too_long_to_read() -> None:
    assert len(TEMPLATES) > 80
    found = [
        f"{path.relative_to(BASE)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160
    ]
    assert found == []


def test_no_template_style_or_script_is_too_long_to_read() -> None:
    for path in (*TEMPLATES, *STYLES, *SCRIPTS):
        assert len(path.read_text().splitlines()) <= 300, path


def test_styles_have_the_four_breakpoints_that_the_tokens_name() -> None:
    comment = (STATIC / "css" / "tokens.css").read_text().split("*/")[0]
    named = re.findall(r"^ +(\d+rem)  ", comment, re.MULTILINE)
    assert len(named) == 4
    for path in STYLES:
        used = re.findall(r"\((?:min|max)-width: ([\w.]+)\)", path.read_text())
        assert set(used) <= set(named), path


def test_each_stylesheet_is_merged_or_asked_for_by_a_page() -> None:
    merged = CSS_IMPORT.findall((STATIC / "css" / "dashboard.css").read_text())
    pages = "".join(path.read_text() for path in TEMPLATES)
    asked = re.findall(r"static 'css/([\w-]+\.css)'", pages)
    assert {path.name for path in STYLES} == {*merged, *asked}
    assert not set(merged) & set(asked)


def test_scripts_share_what_they_import_and_nothing_else() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES)
    for path in SCRIPTS:
        assert (
            f"""<script type="module" src="{{% static 'js/{path.name}' %}}">""" in pages
        )
        assert not re.search(r"\b(window|globalThis)\b", path.read_text()), path


# Classes whose end is a value: `alert-info`, `said-yes`, `token-ink`.
BY_VALUE = re.compile(r"(alert|badge|toast|token|col|fit|said|score|from)-")
# Cells of a list have the names of their columns.
BY_COLUMN = {column.name for column in COLUMNS}
# Set by htmx.
BY_LIBRARY = {"htmx-request"}


def test_each_class_has_a_style_and_each_style_a_class() -> None:
    """A class renamed on one side only shows in no other test."""
    pages = "".join(path.read_text() for path in (*TEMPLATES, *PRINTERS))
    scripts = "".join(path.read_text() for path in SCRIPTS)
    # Also of the messages that scripts make.
    classes = r"""class(?:Name)? ?= ?"(.*?)"(?=[\s>/;{'])"""
    given = re.findall(classes, pages + scripts)
    given += re.findall(r'classList\.\w+\("(.*?)"', scripts)
    used = set(re.sub(r"{%.*?%}|\S*{{.*?}}\S*", " ", " ".join(given)).split())
    styles = "".join(path.read_text() for path in STYLES)
    selectors = re.findall(
        r"[^{};]+(?=\{)", re.sub(r"/\*.*?\*/", "", styles, flags=re.S)
    )
    styled = set(re.findall(r"\.([a-z][\w-]*)", " ".join(selectors)))
    by_value = {name for name in used | styled if BY_VALUE.match(name)}
    assert len(used) > 100
    assert (used ^ styled) - by_value - BY_COLUMN - BY_LIBRARY == set()
