"""What a query means: who is found by it, read plainly."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from recruspace_dashboard.library.entry import Entry, Field, Part
from recruspace_dashboard.library.query.tree import InField
from recruspace_dashboard.library.query.values import finds
from tests.each_case import each_case
from tests.library.plain import matches
from tests.library.query.reading import node, read
from tests.library.query.test_any_text import TEXTS

PHONE_WORDS = ("905320001234", "05320001234", "5320001234", "0001234", "1234")
ISIL = Entry(
    candidate_id=7,
    texts={
        Field.NAME: ("Işıl Jean-Luc Ünal",),
        Field.EMAIL: ("isil@example.com",),
        Field.PHONE: ("+90 532 000 12 34",),
        Field.TAG: ("Go", "Machine Learning"),
        Field.JOB: ("Backend Engineer",),
        Field.CITY: ("İstanbul",),
        Field.COUNTRY: ("Türkiye",),
        Field.STAGE: ("applied", "Phone call"),
        Field.SUITABILITY: ("not_suitable",),
        Field.SOURCE: ("career_page",),
    },
    score=70.0,
    added=date(2026, 3, 11),
    parts=frozenset({Part.CV, Part.TAG}),
    is_seen=False,
)
EMPTY = Entry(
    candidate_id=8,
    texts=dict.fromkeys(ISIL.texts, ()),
    score=None,
    added=None,
    parts=frozenset(),
    is_seen=None,
)


def found(text: str, entry: Entry = ISIL) -> bool:
    pools, phones = (["Go Engineers"], PHONE_WORDS) if entry is ISIL else ([], [])
    return matches(node(text), entry, pools, phones)


@each_case(
    "text",
    [
        *["isil", "IŞIL", "unal jean", "luc-jean", "example", "istan", "turk"],
        *["mach", "go", "engineers", "backend", "başvur", "applied", "kariyer", "page"],
        *['"jean luc unal"', '"go engineers"', '"machine learning"', "isil-istanbul"],
        *["1234", "+90 532 000 12 34", "0532 000 12 34", "05320001", "0001234"],
        *["-rust", "rust OR go", "-(rust go)", "(rust OR go) -berlin", "5320001"],
        *["tag:go,rust", "tag:learning-mach", 'tag:"learning"', "pool:go", "job:eng"],
        *['tag:="machine learning"', "phone:0532", "phone:1234", 'phone:"0532 0001"'],
        *["suitability:not", "uygunluk:uygun-değil", "stage:phone", "source:career"],
        *["score:70", "score:>=70", "score:60..70", "score:70..80", "score:<70.5"],
        *["added:2026-03", "added:<2d", "is:new", "added:..2026-03-11", "added:>0d"],
        *["has:cv", "no:photo", "is:unseen", "id:7", "id:6,7", "isil@exa"],
        *["isil@example.com ali@example.com", "email:isil", "email:com"],
    ],
)
def test_who_is_found(text: str) -> None:
    assert found(text)
    assert not found(f"-({text})")


def test_everybody_is_found_where_nothing_is_asked() -> None:
    assert found("")
    assert found("", EMPTY)


@each_case(
    "text",
    [
        *["rust", "sil", "go rust", "suitable", "uygun", '"luc jean"', '"jean lu"'],
        *['"unal isil"', '"go machine"', '"go backend"', "-go", "-(rust OR go)"],
        *[
            "tag:rust",
            "tag:go-machine",
            'tag:="learning machine"',
            "tag:=machine",
            "city:go",
        ],
        *["suitability:suitable", "uygunluk:uygun", "name:istanbul", "phone:34"],
        *["score:>70", "score:<70", "score:80", "added:<1d", "added:2025", "is:seen"],
        *["no:cv", "has:photo", "id:8", "ali@example.com", "0533 000 12 34"],
    ],
)
def test_who_is_not_found(text: str) -> None:
    assert not found(text)
    assert found(f"-({text})")


@each_case(
    "text",
    [
        *["go", '"go"', "1234567", "tag:go", "suitability:suitable", "score:..100"],
        *["added:..2100", "is:seen", "is:unseen", "has:cv", "a@b"],
    ],
)
def test_where_nothing_is_known(text: str) -> None:
    assert not found(text, EMPTY)
    assert found(f"-({text})", EMPTY)


VALUES = st.one_of(
    TEXTS,
    st.sampled_from(
        ["suitable", "not_suitable", "undecided", "career_page", "applied"]
    ),
)
FIELDS = st.sampled_from([one for one in ISIL.texts if one != Field.PHONE])


@settings(max_examples=300, deadline=None, database=None)
@given(FIELDS, VALUES, VALUES)
def test_a_value_is_found_as_the_plain_reading_says(
    field: Field, value: str, typed: str
) -> None:
    entry = replace(EMPTY, texts=EMPTY.texts | {field: (value,)})
    for text in (f"{field}:{typed}", f'{field}:"{typed}"', f'{field}:="{typed}"'):
        asked = read(text).node
        if isinstance(asked, InField) and asked.field == field:
            plainly = matches(asked, entry)
            assert plainly == any(finds(one, field, value) for one in asked.texts)
