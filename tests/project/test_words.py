"""A candidate is a candidate everywhere, and never a person."""

import re
import tokenize
from pathlib import Path

import polib
from django.conf import settings

from tests.each_case import each_case

BASE = Path(settings.BASE_DIR)
# "personal" and "kişisel", of personal data, are other words.
FORBIDDEN = re.compile(
    r"(?<![a-z])(persons?|people)(?![a-z])|\bkişi(?!sel)", re.IGNORECASE
)
FILES = [
    path
    for folder in ("templates", "static")
    for path in sorted((BASE / folder).rglob("*"))
    if path.suffix in {".html", ".css", ".js", ".svg", ".webmanifest"}
]
MODULES = [
    path
    for folder in ("recruspace_dashboard", "scripts", "tests")
    for path in sorted((BASE / folder).rglob("*.py"))
]


@each_case(
    ("text", "found"),
    [
        ("Add a person", True),
        ("icons.svg#person", True),
        ("add_person", True),
        ("People", True),
        ("12 kişi", True),
        ("Kişiler", True),
        ("personal data", False),
        ("kişisel veriler", False),
    ],
)
def test_the_word_is_recognised(text: str, found: bool) -> None:
    assert bool(FORBIDDEN.search(text)) == found


def test_templates_scripts_and_styles_say_candidate() -> None:
    assert len(FILES) > 80
    found = [
        f"{path.relative_to(BASE)}:{number}: {line.strip()}"
        for path in FILES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


def test_texts_and_translations_say_candidate() -> None:
    catalogue = polib.pofile(BASE / "locale" / "tr" / "LC_MESSAGES" / "django.po")
    found = [
        text
        for entry in catalogue
        for text in (
            entry.msgid,
            entry.msgid_plural,
            entry.msgstr,
            *entry.msgstr_plural.values(),
        )
        if FORBIDDEN.search(text)
    ]
    assert found == []


def test_names_in_the_code_say_candidate() -> None:
    assert len(MODULES) > 250
    found = [
        f"{path.relative_to(BASE)}: {name}"
        for path in MODULES
        for name in sorted(names(path))
        if FORBIDDEN.search(separated(name))
    ]
    assert found == []


def names(path: Path) -> set[str]:
    with path.open("rb") as file:
        tokens = tokenize.tokenize(file.readline)
        return {token.string for token in tokens if token.type == tokenize.NAME}


def separated(name: str) -> str:
    """The words of a name, such as of `AddCandidateForm`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
