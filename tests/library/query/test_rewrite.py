"""Filters add words to the query as it was typed, and take them away."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query.labels import words_of
from recruspace_dashboard.library.query.rewrite import add, contains, remove, token
from recruspace_dashboard.library.query.tree import (
    Everything,
    InField,
    Node,
    all_of,
)
from recruspace_dashboard.library.query.values import finds
from tests.each_case import each_case
from tests.library.query.reading import node, read
from tests.library.query.test_any_text import TEXTS


@each_case(
    ("text", "token", "added"),
    [
        ("", "city:berlin", "city:berlin"),
        ("  ", "city:berlin", "city:berlin"),
        ("go", "city:berlin", "go city:berlin"),
        ("GO   Işıl ", "city:berlin", "GO   Işıl city:berlin"),
        ("city:rome", "city:berlin", "city:rome city:berlin"),
        ("a OR b", "city:berlin", "(a OR b) city:berlin"),
        ("(a OR b)", "city:berlin", "(a OR b) city:berlin"),
        ("(a OR b) c", "city:berlin", "(a OR b) c city:berlin"),
        ("(a OR b", "city:berlin", "city:berlin (a OR b"),
        ("a OR (b", "city:berlin", "city:berlin (a OR (b"),
        ("a) OR b", "city:berlin", "(a () OR b) city:berlin"),
        ('"a OR b"', "city:berlin", '"a OR b" city:berlin'),
        ("a OR", "city:berlin", "(a OR) city:berlin"),
        # The word would belong to what is not ready.
        ("tag:", "city:berlin", "(tag:) city:berlin"),
        ("tag:go,", "city:berlin", "(tag:go,) city:berlin"),
        ("go NOT", "city:berlin", "(go NOT) city:berlin"),
        ('go "machine lea', "city:berlin", 'city:berlin go "machine lea'),
        ('a OR "machine lea', "city:berlin", 'city:berlin (a OR "machine lea'),
        # A list of addresses alone stays one.
        ("a@b.co c@d.co", "city:berlin", "(a@b.co c@d.co) city:berlin"),
        # It is there, if in other words.
        ("city:Berlin go", "city:berlin", "city:Berlin go"),
        ("Şehir: berlin", "city:berlin", "Şehir: berlin"),
        ("go", "", "go"),
    ],
)
def test_what_is_added(text: str, token: str, added: str) -> None:
    assert add(text, token) == added


@each_case(
    ("text", "token", "left"),
    [
        ("city:berlin", "city:berlin", ""),
        ("go city:berlin", "city:berlin", "go"),
        ("city:berlin  GO", "city:berlin", "GO"),
        ("go city:berlin rust", "city:berlin", "go rust"),
        ("go Şehir: Berlin  rust", "city:berlin", "go rust"),
        ("city:berlin go city:berlin", "city:berlin", "go"),
        ("go -city:berlin", "-city:berlin", "go"),
        ("go -city:berlin", "city:berlin", "go -city:berlin"),
        ("(go city:berlin)", "city:berlin", "(go city:berlin)"),
        ("go OR city:berlin", "city:berlin", "go OR city:berlin"),
        ("(a OR b) city:berlin", "city:berlin", "(a OR b)"),
        ("city:berlin,rome", "city:berlin", "city:berlin,rome"),
        ("a) city:berlin", "city:berlin", "a)"),
        ("tag: city:berlin go", "city:berlin", "tag: () go"),
        ("has:cv no:phone", "var:cv", "no:phone"),
        ("added:<30d is:new", "is:new", "added:<30d"),
        ("(a (b OR c)) x", "(a (b OR c))", "x"),
        ("(a (b", "(a b)", ""),
    ],
)
def test_what_is_left(text: str, token: str, left: str) -> None:
    assert remove(text, token) == left
    assert contains(text, token) == (text != left)
    assert not contains(left, token)


def test_nothing_is_contained_nowhere() -> None:
    assert not contains("", "")
    assert not contains("...", "...")
    assert not contains("go", "foo:bar")
    assert not contains("go rust", "go rust")


WORDS = st.sampled_from(
    [
        *["city:berlin", 'tag:"machine learning"', 'city:="new york"', "-tag:go"],
        *["has:cv", "no:phone", "is:unseen", "score:>70", "added:2026-03", "id:1,2"],
        *["suitability:not_suitable", '-pool:="a b"', "(tag:go OR tag:rust)"],
    ]
)


def both(first: Node, second: Node) -> Node:
    asked = [one for one in (first, second) if one != Everything()]
    return all_of(asked) or Everything()


@settings(max_examples=300, deadline=None, database=None)
@given(TEXTS, WORDS)
def test_what_is_added_must_hold_too(text: str, added: str) -> None:
    assume(len(text) < 500)
    before, after = read(text), read(add(text, added))
    if contains(text, added):
        assert after == before
        return
    asked, more = before.node, node(added)
    assert after.node in (both(asked, more), both(more, asked))
    assert after.problems == before.problems
    assert contains(add(text, added), added)


@settings(max_examples=300, deadline=None, database=None)
@given(TEXTS, WORDS)
def test_what_is_added_and_taken_away_leaves_the_same(text: str, added: str) -> None:
    assume(len(text) < 500)
    assume(not contains(text, added))
    assert read(remove(add(text, added), added)) == read(text)


@settings(max_examples=300, deadline=None, database=None)
@given(TEXTS, TEXTS)
def test_any_text_can_be_added_and_taken_away(text: str, added: str) -> None:
    assert isinstance(remove(add(text, added), added), str)
    assert isinstance(contains(text, added), bool)


CITIES = ["Berlin", "New York", "York", "Frankfurt", "Frankfurt (Oder)", "İstanbul"]


@each_case(
    ("field", "value", "others", "word"),
    [
        (Field.CITY, "Berlin", CITIES, "city:berlin"),
        (Field.CITY, "İstanbul", CITIES, "city:istanbul"),
        (Field.CITY, "New York", CITIES, 'city:"new york"'),
        (Field.CITY, "New York", [*CITIES, "New York City"], 'city:="new york"'),
        (Field.CITY, "York", CITIES, "city:=york"),
        (Field.CITY, "Frankfurt", CITIES, "city:=frankfurt"),
        (Field.CITY, "Frankfurt (Oder)", CITIES, 'city:"frankfurt oder"'),
        (Field.TAG, "Go", ["Go", "Google"], "tag:=go"),
        (Field.TAG, "C", ["C", "C++", "C#"], "tag:=c"),
        (Field.TAG, "C++", ["C", "C++", "C#"], "tag:c++"),
        (Field.TAG, "full-stack", ["full", "stack"], "tag:full-stack"),
        (Field.TAG, 'a" OR "b', [], 'tag:"a or b"'),
        (Field.TAG, "a) OR (b", [], 'tag:"a or b"'),
        (Field.TAG, "a,b", [], 'tag:"a b"'),
        (Field.TAG, "=a", [], 'tag:"a"'),
        (Field.TAG, "…", [], ""),
        (
            Field.SUITABILITY,
            "suitable",
            ["suitable", "not_suitable"],
            "suitability:suitable",
        ),
        (
            Field.SUITABILITY,
            "not_suitable",
            ["suitable", "not_suitable"],
            "suitability:not_suitable",
        ),
        (Field.SOURCE, "career_page", ["linkedin"], "source:career_page"),
    ],
)
def test_the_shortest_word_for_a_value(
    field: Field, value: str, others: list[str], word: str
) -> None:
    assert token(field, value, others) == word


# The number of a phone is no value that filters list.
FIELDS = st.sampled_from([one for one in Field if one != Field.PHONE])


@settings(max_examples=300, deadline=None, database=None)
@given(FIELDS, TEXTS, st.lists(TEXTS, max_size=4))
def test_the_word_finds_its_value_and_no_other(
    field: Field, value: str, others: list[str]
) -> None:
    assume(len(value) <= 200)
    word = token(field, value, others)
    if not word:
        assert not any(one.isalnum() and one.isascii() for one in value)
        return
    asked = node(word)
    assert isinstance(asked, InField)
    assert asked.field == field
    [text] = asked.texts
    assert finds(text, field, value)
    for other in others:
        if finds(text, field, other):
            # The words of both are the same, as of `Go` and `GO!`.
            assert set(words_of(field, value)) & set(words_of(field, other))
