"""Who is found, in which order, and that nobody is who may not be seen."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from recruspace_dashboard.library import facets, found
from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.order import Sort, page_of
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.library.writing import delete_pools, write_candidates
from tests.each_case import each_case
from tests.library.conftest import make_pools

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 20)
BACKEND, SALES, OTHERS = 1, 2, 3
POOLS = {BACKEND: "Backend Engineers", SALES: "Satış Ekibi"}


def row(number: int, name: str, **more: object) -> dict[str, object]:
    first, _, last = name.partition(" ")
    return {"id": number, "first_name": first, "last_name": last, **more}


def tags(*titles: str) -> list[dict[str, str]]:
    return [{"title": title} for title in titles]


@pytest.fixture(autouse=True)
def _copied() -> None:
    make_pools(*POOLS, OTHERS)
    write_candidates(
        BACKEND,
        [
            row(1, "Işıl Çelik", email="isil.celik@example.com", city="İstanbul")
            | {"score": 82, "tags": tags("Go", "Python"), "suitability": "suitable"}
            | {"created_at": "2026-03-20T09:00:00Z", "is_seen": False},
            row(2, "Jean-Luc O'Hara", email="jl@example.org", city="İzmir")
            | {"score": 70, "tags": tags("Google Cloud"), "cv": {"id": 5}}
            | {"suitability": "not_suitable", "created_at": "2026-03-01T09:00:00Z"},
            row(3, "Zoë Ümit", phone_number="+90 532 000 12 34", city="New York")
            | {"created_at": "2026-03-20T08:00:00Z", "is_seen": True},
        ],
    )
    write_candidates(
        SALES,
        [
            row(4, "Ali Veli", email="isil.celik@example.com", score=70.5)
            | {"source_platform": "career_page", "city": "istanbul"}
        ],
    )
    write_candidates(OTHERS, [row(5, "Işıl Gizli", city="İstanbul", score=99)])


def search(text: str, within: int | None = None) -> set[int]:
    ids = Search(POOLS, within).find(parse(text, today=TODAY).node)
    rows = CopiedCandidate.objects.filter(id__in=list(ids))
    return set(rows.values_list("candidate_id", flat=True))


@each_case(
    ("text", "expected"),
    [
        ("", {1, 2, 3, 4}),
        ("isil", {1, 4}),
        ("IŞIL name:işıl", {1}),
        ("ışıl OR zoe", {1, 3, 4}),
        ("ohara", set()),
        ("o'hara", {2}),
        ("hara jean", {2}),
        ('"jean luc"', {2}),
        ('"luc jean"', set()),
        ('"celik example"', {1, 4}),
        ("-isil", {2, 3}),
        ("backend", {1, 2, 3}),
        ("pool:satis", {4}),
        ("tag:go", {1, 2}),
        ('tag:"go"', {1}),
        ("tag:go,cloud -score:>80", {2}),
        ("tag:go tag:python", {1}),
        ("city:istanbul", {1, 4}),
        ('city:"new york"', {3}),
        ("city:york", {3}),
        ("suitability:suitable", {1}),
        ("uygunluk:uygun", {1}),
        ("suitability:not", {2}),
        ("source:career", {4}),
        ("kaynak:kariyer", {4}),
        ("score:>70", {1, 4}),
        ("score:>=70", {1, 2, 4}),
        ("score:70..80", {2, 4}),
        ("no:score", {3}),
        ("has:cv", {2}),
        ("is:unseen", {1}),
        ("is:seen", {3}),
        ("is:new", {1, 3}),
        ("is:double", {1, 4}),
        ("-is:double", {2, 3}),
        ("added:<30d", {1, 2, 3}),
        ("added:2026-02", set()),
        ("id:2,5", {2}),
        ("0532 000 12 34", {3}),
        ("532000", {3}),
        ("phone:1234", {3}),
        ("isil.celik@example.com, jl@example.org", {1, 2, 4}),
        ("example", {1, 2, 4}),
        ("nobody", set()),
    ],
)
def test_what_a_query_finds(text: str, expected: set[int]) -> None:
    assert search(text) == expected


def test_one_pool_is_searched_within() -> None:
    assert search("isil", BACKEND) == {1}
    assert search("", SALES) == {4}
    assert search("pool:satis", BACKEND) == set()


def test_nobody_is_found_in_a_pool_that_is_not_visible() -> None:
    for text in ("gizli", "score:99", "id:5", "isil", "-zoe", "city:istanbul"):
        assert 5 not in search(text)
    assert search("", OTHERS) == set()
    assert not Search({}).everyone
    assert not Search({77: "Unknown"}).everyone


def test_doubles_are_among_those_who_may_be_seen() -> None:
    number = "+90 532 000 12 34"
    write_candidates(OTHERS, [row(7, "Zoë Ümit", phone_number=number)])
    assert search("is:double") == {1, 4}
    write_candidates(SALES, [row(8, "Zoe Umit", phone_number="0090 532 0001234")])
    assert search("is:double") == {1, 3, 4, 8}
    # The other one may be in another pool.
    assert search("is:double", BACKEND) == {1, 3}


def test_what_was_written_since_is_found_by_a_process_that_remembers() -> None:
    assert search("tag:rust") == set()
    write_candidates(BACKEND, [row(6, "Can Ay", tags=tags("Rust"))])
    assert search("tag:rust") == {6}
    delete_pools([SALES])
    assert search("city:istanbul") == {1}
    assert search("ali") == set()


def sorted_by(sort: str, language: str = "en", start: int = 0, size: int = 9) -> list:
    searched = Search(POOLS)
    order = Sort.from_text(sort)
    assert order
    ids = page_of(searched.everyone, searched.values, order, start, size, language)
    return [one.candidate.id for one in found.read(ids, searched)]


@each_case(
    ("sort", "expected"),
    [
        ("name", [4, 1, 2, 3]),
        ("-name", [3, 2, 1, 4]),
        ("score", [2, 4, 1, 3]),
        ("-score", [1, 4, 2, 3]),
        ("added", [2, 3, 1, 4]),
        ("-added", [1, 3, 2, 4]),
        ("email", [1, 4, 2, 3]),
        ("city", [1, 4, 2, 3]),
    ],
)
def test_who_has_no_value_comes_last(sort: str, expected: list[int]) -> None:
    assert sorted_by(sort) == expected


def test_many_days_and_crowded_days_come_in_order_page_after_page() -> None:
    random = Random(7)  # noqa: S311 (the days are invented)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    delete_pools([BACKEND, SALES])
    make_pools(BACKEND)
    # Few on most days, and very many on one.
    days = [random.randrange(90) for _ in range(250)] + [40] * 260
    moments = {
        100 + n: begin + timedelta(days=day, seconds=random.randrange(86_400))
        for n, day in enumerate(days)
    }
    write_candidates(
        BACKEND,
        [row(id, "Ada", created_at=at.isoformat()) for id, at in moments.items()],
    )
    write_candidates(BACKEND, [row(99, "Last")])
    rising = sorted(moments, key=lambda id: (moments[id], id))
    for sort, expected in (("added", rising), ("-added", rising[::-1])):
        pages = [sorted_by(sort, start=n, size=50) for n in range(0, 550, 50)]
        assert [id for page in pages for id in page] == [*expected, 99], sort


def test_names_stand_in_the_alphabet_of_the_language() -> None:
    names = ("Cem", "Çağ", "Ilgaz", "İlke", "Zeki", "Öz", "Oya")
    write_candidates(SALES, [row(10 + n, name) for n, name in enumerate(names)])
    delete_pools([BACKEND])
    in_turkish = ["Ali Veli", "Cem", "Çağ", "Ilgaz", "İlke", "Oya", "Öz", "Zeki"]
    searched = Search(POOLS)
    ids = page_of(searched.everyone, searched.values, Sort("name", False), 0, 9, "tr")
    assert [one.candidate.name for one in found.read(ids, searched)] == in_turkish


@pytest.fixture
def many() -> int:
    rows = [
        row(1000 + n, f"Name{n % 37:02d} X{n}", email=f"e{n * 7 % 900}@example.com")
        | {"score": n % 11, "city": f"City {n % 5}"}
        | {"created_at": f"2026-01-{n % 3 + 1:02d}T{n % 24:02d}:00:00Z"}
        for n in range(900)
    ]
    write_candidates(SALES, rows)
    return len(rows)


@each_case(
    "sort",
    [f"{sign}{f}" for sign in ("", "-") for f in ("name", "email", "score")]
    + ["added", "-added", "city", "-city"],
)
def test_the_pages_of_a_long_list_have_everyone_once(many: int, sort: str) -> None:
    whole = sorted_by(sort, size=2000)
    assert len(whole) == len(set(whole)) == many + 4
    pages = [sorted_by(sort, start=start, size=100) for start in range(0, 1000, 100)]
    assert [one for page in pages for one in page] == whole


def test_records_with_the_same_address_are_named_only_if_visible() -> None:
    write_candidates(OTHERS, [row(9, "Secret", email="isil.celik@example.com")])
    searched = Search(POOLS)
    ids = searched.find(parse("id:1", today=TODAY).node)
    [one] = found.read(list(ids), searched)
    assert (one.pools, one.others) == ((BACKEND,), (4,))


def test_choices_are_counted_among_those_found() -> None:
    searched = Search(POOLS)
    choices = facets.facets(searched.everyone, searched.values)
    assert [(one.value, one.count) for one in choices["city"]] == [
        ("İstanbul", 2),
        ("New York", 1),
        ("İzmir", 1),
    ]
    ids = searched.find(parse("tag:python", today=TODAY).node)
    assert [one.value for one in facets.facets(ids, searched.values)["tag"]] == [
        "Go",
        "Python",
    ]
    assert facets.parts(searched.everyone, searched.values)["cv"] == 1
