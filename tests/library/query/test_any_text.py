"""No text is refused, however odd, deep or long it is."""

import sys
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from recruspace_dashboard.library.query.scan import scan
from recruspace_dashboard.library.query.tree import (
    Emails,
    Everything,
    InField,
    Node,
    Not,
    Query,
)
from tests.each_case import each_case
from tests.library.query.reading import node, read, word

PIECES = st.sampled_from(
    [
        *['"', "(", ")", "-", ":", ",", "=", "@", "<", ">", "..", ".", "+", " ", "\n"],
        *[" OR ", " AND ", " NOT ", "tag:", "phone:", "score:", "added:", "id:", "is:"],
        *["has:", "foo:", "go", "Işıl", "0532", "1234567", "2026-03", "30d", "a@b.co"],
        *["“", "”", "\0", "\ud800", "ß", "İ", "\u0327", "C++", "c#", "…", "�"],
    ]
)
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(), max_size=50),
    st.lists(PIECES, max_size=40).map("".join),
)


@settings(max_examples=300, deadline=None, database=None)
@given(TEXTS)
def test_every_text_is_a_query(text: str) -> None:
    query = read(text)
    assert isinstance(query, Query)
    for problem in query.problems:
        assert str(problem.message).encode()
        assert len(problem.word) <= 40
    for one in words_of(query.node):
        assert one.isalnum()
        assert len(one) <= 64


@settings(max_examples=300, deadline=None, database=None)
@given(TEXTS)
def test_tokens_stand_one_after_the_other(text: str) -> None:
    end = 0
    for token in scan(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


def words_of(part: object) -> Iterator[str]:
    """All words that are asked for, but addresses."""
    if isinstance(part, tuple):
        for one in part:
            yield from words_of(one)
    elif isinstance(part, str):
        yield part
    elif is_dataclass(part) and not isinstance(part, Emails):
        names = [one.name for one in fields(part) if one.name not in {"field", "part"}]
        yield from words_of(tuple(getattr(part, name) for name in names))


NASTY = {
    "brackets": "(" * 10_000,
    "closing brackets": ")" * 10_000,
    "negated brackets": "-(a " * 10_000,
    "quotes": '"' * 10_000,
    "dashes": "-" * 10_000,
    "digits": "1 " * 10_000,
    "digits with dashes": "1 - " * 10_000,
    "digits in brackets": "(1)" * 10_000,
    "one number": "1" * 10_000,
    "open digits": "(1 1" * 10_000,
    "names without an address": "a <" * 10_000,
    "addresses": "a@b " * 10_000 + ")",
    "ats": "@" * 10_000,
    "commas": "a:" + "," * 10_000,
    "blanks": "tag:" + " " * 10_000 + ")",
    "colons": "a:" * 10_000,
    "dots": "1." * 10_000,
    "a megabyte": "x" * 1_000_000,
    "a megabyte of words": "go " * 333_333,
}


@each_case("name", NASTY)
def test_nothing_takes_long(name: str) -> None:
    start = time.process_time()
    query = read(NASTY[name])
    assert time.process_time() - start < 0.25
    assert len(repr(query)) < 20_000
    said = [str(problem.message) for problem in query.problems]
    assert "Only the first 2,000 characters of the query count." in said


def test_what_is_cut_has_no_half_of_a_word_at_its_end() -> None:
    blank = " " * 1990
    assert read(f"go {blank}berliner").node == word("go")
    assert read(f"go {blank}berlin rome").node == node("go berlin")
    assert read(f"go {blank}berlin. rome").node == node("go berlin")


def test_deep_brackets_are_left_out_and_said() -> None:
    fits = "-(a " * 19 + "b"
    assert read(fits).problems == ()
    query = read("go " + "(" * 21 + "rust")
    assert query.node == word("go")
    [problem] = query.problems
    assert str(problem.message) == "There are too many brackets in brackets."
    assert depth(read("-(a " * 500).node) < 50 < sys.getrecursionlimit()


def depth(one: Node) -> int:
    inner = [one.node] if isinstance(one, Not) else getattr(one, "nodes", [])
    return 1 + max(map(depth, inner), default=0)


def test_only_so_many_words_are_looked_for() -> None:
    assert len(node("go " * 100).nodes) == 100
    query = read("go " * 101)
    assert len(query.node.nodes) == 100
    [problem] = query.problems
    assert str(problem.message) == "Only the first 100 words of the query count."
    query = read("tag:" + "a-" * 101 + ",go")
    assert isinstance(query.node, InField)
    assert len(query.node.texts) == 1


def test_many_addresses_are_no_words() -> None:
    query = read(" ".join(f"a{number}@b.co" for number in range(200)))
    assert len(query.node.addresses) == 200


@each_case(
    "text", ["\0", "\ud800", "\ud800:\udfff", "tag:\ud800", "\N{ZERO WIDTH SPACE}"]
)
def test_characters_that_are_none_ask_for_nothing(text: str) -> None:
    query = read(text)
    assert query.node == Everything()
    for problem in query.problems:
        assert problem.word.encode()


def test_a_long_word_is_cut_where_it_is_said() -> None:
    [problem] = read("x" * 100 + ":go").problems
    assert problem.word == "x" * 39 + "…"
