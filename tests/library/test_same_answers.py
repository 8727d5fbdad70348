"""The search over the database finds whom a plain reading of the query finds.

`make test-postgresql` runs the same on PostgreSQL.
"""

import json
import os
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recruspace_dashboard.library.entry import Entry
from recruspace_dashboard.library.filing import phone_words
from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.order import FIELDS, Sort, page_of
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.library.writing import write_candidates
from recruspace_dashboard.services.records import Candidate
from tests.library.conftest import keep_text, make_pools
from tests.library.plain import matches

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 20)
POOLS = {1: "Backend Engineers", 2: "Satış – Go", 3: "İstanbul"}
HIDDEN = 4

NAMES = [
    "Işıl",
    "IŞIL",
    "Jean-Luc",
    "O'Hara",
    "Zoë",
    "Go",
    "Łukasz",
    "Иван",
    "李明",
    "",
]
NAMES += [
    "Straße",
    "æther",
    "ınce",
    "Çağ",
    "a",
    "an",
    "ana",
    "\uff21\uff22\uff23",
    "C++",
    "x" * 90,
]
DOMAINS = ["example.com", "go.example.org", "mail.example", "", "İş.com"]
VALUES = ["İstanbul", "istanbul", "New York", "York", "Go", "Google Cloud", "C#", "C++"]
VALUES += [
    "not_suitable",
    "suitable",
    "undecided",
    "career_page",
    "team lead",
    "😀",
    "",
]
PHONES = ["+90 532 000 12 34", "0532-000-12-34", "(212) 555 0199", "12", "", None, "٣٤"]


def _rows(random: Random) -> list[dict[str, object]]:
    def some(values: list) -> object:
        return random.choice([*values, None])

    def email() -> str:
        local = f"{random.choice(NAMES)}.{random.choice(NAMES)}".lower()
        return f"{local}@{random.choice(DOMAINS)}"

    def job() -> object:
        return {"hash": "h", "title": some(VALUES)}

    return [
        {
            "id": number,
            "first_name": some(NAMES),
            "last_name": f"{random.choice(NAMES)} {random.choice(NAMES)}",
            "email": random.choice([email(), email(), None]),
            "phone_number": random.choice(PHONES),
            "city": some(VALUES),
            "country": some(VALUES),
            "suitability": some(["suitable", "not_suitable", "undecided", "odd one"]),
            "source_platform": some(["career_page", "linkedin", "api", "Go"]),
            "job_post": random.choice([None, job()]),
            "initial_applied_job_post": random.choice([None, job()]),
            "substage": {"name": some(VALUES), "stage": {"name": some(VALUES)}},
            "tags": [{"title": one} for one in random.sample(VALUES, 3)],
            "score": some([0, 60, 70, 70.5, 80, 99, -1]),
            "is_seen": some([True, False]),
            "cv": some([{"id": 1, "name": "cv.pdf"}]),
            "error_status": some([True, False]),
            "created_at": some(
                [f"{TODAY - timedelta(days=days)}T23:59:59.9Z" for days in (0, 1, 30)]
            ),
        }
        for number in range(150)
    ]


class Known:
    """Everybody, with the pools that each is in."""

    def __init__(self) -> None:
        random = Random(11)  # noqa: S311
        self.rows = {row["id"]: row for row in _rows(random)}
        self.pools: dict[object, list[int]] = {}
        by_pool: dict[int, list] = {pool: [] for pool in [*POOLS, HIDDEN]}
        for number, row in self.rows.items():
            self.pools[number] = random.sample(list(by_pool), random.choice([1, 1, 2]))
            for pool in self.pools[number]:
                by_pool[pool].append(row)
        make_pools(*by_pool)
        for pool, rows in by_pool.items():
            write_candidates(pool, rows)
        ids = CopiedCandidate.objects.values_list("id", "candidate_id")
        self.numbers = dict(ids)
        self.texts = {
            number: " ".join(random.choice(NAMES + VALUES) for _ in range(20))
            for number, row in self.rows.items()
            if row["cv"]
        }
        keep_text(self.texts)

    def plainly(self, text: str) -> set[object]:
        node = parse(text, today=TODAY).node
        return {
            number
            for number, row in self.rows.items()
            if (names := [POOLS[one] for one in self.pools[number] if one in POOLS])
            and matches(
                node,
                Entry.of(Candidate.from_payload(json.loads(json.dumps(row)))),
                names,
                phone_words(str(row["phone_number"] or "")),
                self.texts.get(number, ""),
            )
        }

    def searched(self, text: str) -> set[object]:
        found = Search(POOLS).find(parse(text, today=TODAY).node)
        return {self.numbers[one] for one in found}


@pytest.fixture
def known() -> Known:
    return Known()


WORDS = [
    "isil",
    "IŞIL",
    "jean-luc",
    "o'hara",
    "zoe",
    "go",
    "goog",
    "lukasz",
    "иван",
    "a",
]
WORDS += [
    "example",
    "com",
    "istanbul",
    "york",
    "12",
    "1234",
    "c++",
    "c#",
    "x" * 90,
    "李",
]
FIELDS_ASKED = ["name", "email", "phone", "tag", "pool", "job", "city", "country"]
FIELDS_ASKED += ["stage", "suitability", "source", "etiket", "kaynak", "cv", "özgeçmiş"]
SPECIAL = [
    "score:>70",
    "score:70",
    "score:60..70.5",
    "score:<0",
    "added:<30d",
    "is:new",
]
SPECIAL += ["added:2026-03", "added:..2026-02", "is:seen", "is:unseen", "id:1,2,149"]
SPECIAL += ["has:cv", "no:cv", "no:score", "has:error", "0532 000 12 34", "no:phone"]
TEXTS = st.sampled_from(
    [
        *WORDS,
        *VALUES,
        *NAMES,
        '"jean luc"',
        '"go example"',
        '"a go"',
        '"new york"',
        '"team lead"',
        "=york",
        '="jean luc"',
        "uygun",
        "not",
    ]
)
TERMS = st.one_of(
    TEXTS,
    st.sampled_from(SPECIAL),
    st.tuples(st.sampled_from(FIELDS_ASKED), TEXTS, TEXTS).map(
        lambda parts: f"{parts[0]}:{parts[1]},{parts[2]}"
    ),
    st.tuples(st.sampled_from(FIELDS_ASKED), TEXTS).map(":".join),
)
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map("-({})".format),
        inner.map("({})".format),
    ),
    max_leaves=6,
)
OPTIONS = settings(
    max_examples=400 if os.environ.get("THOROUGH") else 40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@OPTIONS
@given(text=QUERIES)
def test_a_query_finds_whom_it_means(known: Known, text: str) -> None:
    assert known.searched(text) == known.plainly(text)


@OPTIONS
@given(text=st.one_of(QUERIES, st.text(max_size=60)))
def test_whatever_is_asked_is_answered(known: Known, text: str) -> None:
    assert known.searched(text) <= {
        n for n in known.rows if set(known.pools[n]) & {*POOLS}
    }


def test_everybody_has_one_place_in_every_order(known: Known) -> None:
    search = Search(POOLS)
    for field in FIELDS:
        for falling in (False, True):
            order = Sort(field, falling)
            everyone, values = search.everyone, search.values
            whole = page_of(everyone, values, order, 0, 500, "tr")
            assert sorted(whole) == sorted(everyone)
