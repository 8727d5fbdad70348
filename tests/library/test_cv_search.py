"""Who is found by the words of a CV, and the line that shows why."""

from collections.abc import Sequence

import pytest

from recruspace_dashboard.library.cv_text import excerpts
from recruspace_dashboard.library.cv_text.excerpts import Line, Places, asked_in, line
from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.library.writing import delete_pools, write_candidates
from tests.each_case import each_case
from tests.library.conftest import keep_no_text, keep_text, make_pools
from tests.library.test_search import OTHERS, POOLS, TODAY, row

pytestmark = pytest.mark.django_db

BACKEND, SALES = POOLS
CV = {"id": 1, "name": "cv.pdf"}


@pytest.fixture(autouse=True)
def _copied() -> None:
    make_pools(*POOLS, OTHERS)
    rows = [row(number, f"Ada Name{number}", cv=CV) for number in (1, 2, 3)]
    write_candidates(BACKEND, [*rows, row(4, "Go Getter")])
    write_candidates(SALES, [row(5, "Can Ay", cv=CV)])
    write_candidates(OTHERS, [row(6, "Su Gizli", cv=CV)])
    keep_text(
        {
            1: "Işıl writes Go and C++ at Google.\fMachine\nlearning since 2019, IŞIK",
            2: "A machine for learning; Golang, C# and jean-luc's R",
            5: "Makine öğrenmesi, machine learning",
            6: "Go, machine learning, everything",
        }
    )
    keep_no_text({3: "pictures"})


def search(text: str, within: int | None = None) -> set[int]:
    ids = Search(POOLS, within).find(parse(text, today=TODAY).node)
    rows = CopiedCandidate.objects.filter(id__in=list(ids))
    return set(rows.values_list("candidate_id", flat=True))


@each_case(
    ("text", "expected"),
    [
        ("machine", {1, 2, 5}),
        ('"machine learning"', {1, 5}),
        ('cv:"machine learning"', {1, 5}),
        ("özgeçmiş:ogrenmesi", {5}),
        ("ÖZGEÇMİŞ:isik", {1}),
        ("isil", {1}),
        # Short words are whole words in CVs.
        ("go", {1, 4}),
        ("cv:go", {1}),
        ("cv:gol", {2}),
        ("cv:goog", {1}),
        ("c++", {1}),
        ("cv:c#", {2}),
        ("cv:r", {2}),
        ("r", set()),
        ("cv:jean-luc", {2}),
        ("cv:machine,makine", {1, 2, 5}),
        ("cv:=golang", {2}),
        ("cv:ada", set()),
        ("ada machine", {1, 2}),
        ("ada -machine", {3}),
        ("golang OR makine", {2, 5}),
        ("has:cvtext", {1, 2, 5}),
        ("no:cvtext", {3}),
        ("yok:cvmetni", {3}),
        ("everything", set()),
    ],
)
def test_what_a_query_finds(text: str, expected: set[int]) -> None:
    assert search(text) == expected


def test_within_one_pool_and_after_it_is_deleted() -> None:
    assert search("cv:machine", SALES) == {5}
    delete_pools([SALES])
    assert search("cv:machine") == {1, 2}


def test_nothing_is_found_where_it_is_off(settings) -> None:
    settings.CV_TEXT = False
    assert search("machine") == search("cv:machine") == set()
    assert asked_in(parse("machine", today=TODAY).node) == []


def marked(text: str, query: str) -> str:
    return shown(line(text, asked_in(parse(query, today=TODAY).node)))


def shown(pieces: Line | Sequence[object]) -> str:
    return "".join(f"[{one.text}]" if one.is_marked else one.text for one in pieces)


@each_case(
    ("text", "query", "expected"),
    [
        ("I know Go.", "go", "I know [Go]."),
        ("I know Google.", "go", ""),
        ("I know Google.", "goo", "I know [Google]."),
        ("Işıl, IŞIL", "isil", "[Işıl], [IŞIL]"),
        (
            "Machine\n learning, machine",
            '"machine learning"',
            "[Machine learning], machine",
        ),
        ("C++ or C, C#", "cv:c++", "[C++] or C, C#"),
        ("C++ or C, C#", "cv:c#", "C++ or C, [C#]"),
        ("a Straße b", "strasse", "a [Straße] b"),
        ("<b>Go</b> & co", "go", "<b>[Go]</b> & co"),
        ("Go", "name:go", ""),
        ("Go and Rust", "-go rust", "Go and [Rust]"),
        ("Go and Rust", "tag:x OR (go rust)", "[Go] and [Rust]"),
        ("jean-luc", "jean-luc", "[jean]-[luc]"),
        ("page one\fpage two", "two", "page one page [two]"),
        ("", "go", ""),
    ],
)
def test_the_line_that_is_shown(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


def test_a_line_is_short_and_begins_and_ends_with_a_word() -> None:
    text = "word " * 100 + "Rust " + "word " * 100
    found = marked(text, "rust")
    assert found.startswith("…word")
    assert found.endswith("word…")
    assert "[Rust]" in found
    assert len(found) < 130
    long = marked(f"{'x' * 500} {'y' * 500}", "yyy")
    assert "[yyyyy" in long


def test_lines_and_places_of_those_who_have_the_words() -> None:
    search = Search(POOLS)
    ids = dict(CopiedCandidate.objects.values_list("candidate_id", "id"))
    asked = asked_in(parse('"machine learning" golang', today=TODAY).node)
    lines = excerpts.lines(list(ids.values()), asked, search.values)
    assert {shown(one) for one in lines.values()} >= {
        "…for learning; [Golang], C# and jean-luc's R",
        "…öğrenmesi, [machine learning]",
    }
    assert ids[3] not in lines
    asked = asked_in(parse('"machine learning" go', today=TODAY).node)
    assert excerpts.places(ids[1], asked) == Places(2, (1, 2))
    assert excerpts.places(ids[5], asked) == Places(1)
    assert excerpts.places(ids[2], asked) is None
    assert excerpts.places(ids[3], asked) is None
    assert excerpts.problem_of(ids[3]) == "It has only pictures, and no text."
    assert excerpts.problem_of(ids[1]) == excerpts.problem_of(0) == ""
