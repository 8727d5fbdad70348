"""What the page on OWASP ASVS says of the tests, of the standard and of itself."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
TEXT = (BASE / "docs" / "asvs.md").read_text()
STATUSES = ("met", "not applicable", "gap")

# Section by section: how many requirements of level 1, and of level 2 after them. Those
# of level 3 always come last.
REQUIREMENTS = {
    1: [(0, 2), (5, 4), (2, 9), (0, 3), (1, 1)],
    2: [(1, 2), (2, 1), (1, 3), (0, 1)],
    3: [(0, 0), (2, 0), (1, 3), (2, 4), (3, 2), (0, 0), (0, 2)],
    4: [(1, 2), (0, 1), (0, 2), (1, 3)],
    5: [(0, 1), (2, 1), (2, 0), (0, 3)],
    6: [(1, 2), (8, 4), (2, 2), (2, 2), (0, 5), (0, 3), (0, 0), (0, 4)],
    7: [(0, 3), (4, 0), (0, 2), (2, 3), (0, 2), (0, 2)],
    8: [(1, 1), (2, 1), (1, 0), (0, 1)],
    9: [(3, 0), (1, 3)],
    10: [(0, 2), (0, 2), (0, 4), (5, 6), (0, 5), (0, 2), (0, 3)],
    11: [(0, 2), (0, 3), (2, 1), (1, 3), (0, 1), (0, 1)],
    12: [(1, 2), (2, 0), (0, 4)],
    13: [(0, 1), (0, 5), (0, 2), (1, 4)],
    14: [(0, 2), (1, 3), (1, 2)],
    15: [(1, 2), (1, 2), (1, 6)],
    16: [(0, 1), (0, 5), (0, 4), (0, 3), (0, 3)],
    17: [(0, 1), (0, 4), (0, 2)],
}
LEVELS = {
    f"{chapter}.{section}.{number}": 1 if number <= first else 2
    for chapter, sections in REQUIREMENTS.items()
    for section, (first, second) in enumerate(sections, 1)
    for number in range(1, first + second + 1)
}


@dataclass(frozen=True)
class Row:
    numbers: tuple[str, ...]
    level: int
    short: str
    status: str
    evidence: str


def rows() -> list[Row]:
    number = r"\d+\.\d+\.\d+"
    cells = rf"({number}(?:-{number})?) \| (\S*) \| (.*?) \| (.*?) \| (.*?)"
    found = re.findall(rf"^\| {cells} \|$", TEXT, re.M)
    return [
        Row(tuple(numbers_of(numbers)), int(level), short, status, evidence)
        for numbers, level, short, status, evidence in found
    ]


def numbers_of(text: str) -> list[str]:
    """The numbers of `4.3.1-4.3.2`, or of one."""
    first, _, last = text.partition("-")
    section, begin = first.rsplit(".", 1)
    end = (last or first).rsplit(".", 1)[1]
    return [f"{section}.{number}" for number in range(int(begin), int(end) + 1)]


ROWS = rows()
TESTS = sorted(set(re.findall(r"`(tests/\S+?)`", TEXT)))


def test_there_are_253_requirements_of_both_levels():
    assert Counter(LEVELS.values()) == {1: 70, 2: 183}


def test_every_requirement_is_there_once_with_its_level():
    listed = [(number, row.level) for row in ROWS for number in row.numbers]
    assert sorted(listed) == sorted(LEVELS.items())


def test_every_line_has_a_status_and_something_to_show_for_it():
    lines = {row.numbers[0]: row for row in ROWS}
    assert len(lines) == len(ROWS)
    assert {
        number: row
        for number, row in lines.items()
        if not (row.status in STATUSES and row.short and row.evidence)
        or (row.status == "met" and "`" not in row.evidence)
    } == {}


def test_every_test_that_is_named_is_there():
    assert len(TESTS) > 100
    assert [name for name in TESTS if not is_there(name)] == []


def is_there(name: str) -> bool:
    path, _, test = name.partition("::")
    file = BASE / path
    return file.is_file() and (
        not test or bool(re.search(rf"^def {test}\(", file.read_text(), re.M))
    )


def test_every_file_that_is_named_is_there():
    named = set(re.findall(r"`([a-z_]+/[\w/]+\.(?:py|md|html|js))`", TEXT))
    assert named
    assert [path for path in sorted(named) if not (BASE / path).is_file()] == []


def test_every_place_in_the_document_of_decisions_is_there():
    decisions = (BASE / "docs" / "security.md").read_text()
    headings = set(re.findall(r"^## (.+)$", decisions, re.M))
    sections = r"`docs/security\.md`, ([A-Z][a-z ]+?)(?=[;.,] | \|)"
    named = set(re.findall(sections, TEXT))
    assert len(named) > 8
    assert named <= headings


def test_the_summary_counts_what_the_tables_say():
    counts = Counter(
        (number.split(".")[0], row.status) for row in ROWS for number in row.numbers
    )
    told = re.findall(r"^\| V(\d+) \| (\d+) \| (\d+) \| (\d+) \|$", TEXT, re.M)
    assert len(told) == len(REQUIREMENTS)
    for chapter, *numbers in told:
        assert [int(one) for one in numbers] == [
            counts[chapter, status] for status in STATUSES
        ]
    (total,) = re.findall(r"^\| all \| (\d+) \| (\d+) \| (\d+) \|$", TEXT, re.M)
    assert [int(one) for one in total] == [
        sum(counts[str(chapter), status] for chapter in REQUIREMENTS)
        for status in STATUSES
    ]


def test_every_gap_says_what_it_would_take():
    gaps = {number for row in ROWS if row.status == "gap" for number in row.numbers}
    summary = TEXT.split("### The gaps")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| (\d+\.\d+\.\d+) \| \S", summary, re.M)) == gaps
