"""Queries for verdicts find whom a plain reading of them finds."""

import os
from collections.abc import Collection
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.query import extras, rewrite, tree
from recruspace_dashboard.library.query.extras import ExtraField, ExtraFields
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.query.tree import All, Extra, Not
from recruspace_dashboard.library.search import Search
from recruspace_dashboard.library.writing import write_candidates
from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.verdicts.query import HELP, ME, VerdictFinder
from tests.each_case import each_case
from tests.library.conftest import make_pools
from tests.library.query.reading import node

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 20)
POOLS = {1: "Backend", 2: "Sales"}
HIDDEN = 3
CITIES = ["İzmir", "Berlin"]


def one_of(field: str, *values: str) -> Extra:
    return Extra(field, values)


@each_case(
    ("text", "meaning"),
    [
        ("verdict:yes", one_of("verdict", "yes")),
        ("Verdict:YES", one_of("verdict", "yes")),
        ("karar:evet", one_of("verdict", "yes")),
        ("karar:hayır", one_of("verdict", "no")),
        ("karar:HAYIR", one_of("verdict", "no")),
        ("karar:belki,yok", one_of("verdict", "maybe", "none")),
        ("verdict:yes,evet,no", one_of("verdict", "yes", "no")),
        ("by:me", one_of("by", ME)),
        ("kimden:ben", one_of("by", ME)),
        ("by:Me,Işıl", one_of("by", ME, "isil")),
        ('by:"Ayşe Yılmaz"', one_of("by", "ayse yilmaz")),
        ("by:a-b", one_of("by", "a b")),
        ("-verdict:no", Not(one_of("verdict", "no"))),
        (
            "verdict:yes by:me",
            All((one_of("verdict", "yes"), one_of("by", ME))),
        ),
    ],
)
def test_what_is_asked(text, meaning):
    assert node(text) == meaning


@each_case(
    ("text", "message"),
    [
        ("verdict:great", "“verdict:great” is none of yes, maybe, no, none."),
        ("karar:x", "“karar:x” is none of yes, maybe, no, none."),
        ("by:...", "“by:...” is no name."),
    ],
)
def test_what_makes_no_sense_is_said(text, message):
    query = parse(f"{text} ali", today=TODAY)
    assert [str(one.message) for one in query.problems] == [message]
    assert query.node == node("ali")


def test_a_filter_adds_it_and_takes_it_away_however_it_is_typed():
    assert rewrite.add("go", "verdict:yes") == "go verdict:yes"
    assert rewrite.contains("karar:evet", "verdict:yes")
    assert rewrite.remove("go kimden:ben", "by:me") == "go"


def test_its_example_is_a_query():
    assert isinstance(node(str(HELP.example)), All)


def test_no_field_has_the_name_of_another():
    one = ExtraField("city", "", lambda typed: typed, "")
    two = ExtraField("x", "karar", lambda typed: typed, "")
    for field in (one, two):
        with pytest.raises(ValueError, match="already"):
            extras.add(ExtraFields((field,), VerdictFinder))


class Known:
    """Candidates in two visible pools and a hidden one, and three users' verdicts."""

    def __init__(self) -> None:
        self.users = [
            User.objects.create_user("ayse", first_name="Ayşe", last_name="Yılmaz"),
            User.objects.create_user("bora.k", first_name="Bora"),
            User.objects.create_user("mehmet"),
        ]
        self.cities = {number: CITIES[number % 2] for number in range(30)}
        make_pools(*POOLS, HIDDEN)
        for pool in (*POOLS, HIDDEN):
            write_candidates(
                pool,
                [
                    {"id": number, "city": city}
                    for number, city in self.cities.items()
                    if number % 3 == pool - 1
                ],
            )
        self.visible = {number for number in self.cities if number % 3 != HIDDEN - 1}
        # By the number of each user, what they think of each candidate.
        self.verdicts: list[dict[int, str]] = [{}, {}, {}]
        choices = [None, "yes", "no", "maybe"]
        for user, given_ in enumerate(self.verdicts):
            for number in self.cities:
                verdict = choices[(number // 3 * (user + 1) + user) % 4]
                if verdict and number < 24:
                    given_[number] = verdict
                    Verdict.give(self.users[user], number, verdict, "")
        # One who is not in the copy, and another API's.
        Verdict.give(self.users[0], 999, "yes", "")
        Verdict.give(self.users[0], 27, "yes", "")
        Verdict.objects.filter(candidate_id=27).update(origin="https://other.example")
        ids = CopiedCandidate.objects.values_list("id", "candidate_id")
        self.numbers = dict(ids)

    def searched(self, text: str, user: int | None = 0) -> set[int]:
        me = None if user is None else self.users[user].pk
        found = Search(POOLS, user=me).find(parse(text, today=TODAY).node)
        return {self.numbers[one] for one in found}

    def plainly(self, text: str, user: int = 0) -> set[int]:
        meaning = parse(text, today=TODAY).node
        return {one for one in self.visible if self._matches(meaning, one, user)}

    def _matches(self, asked: tree.Node, number: int, me: int) -> bool:
        match asked:
            case tree.All(nodes):
                extra = [one for one in nodes if isinstance(one, Extra)]
                others = [one for one in nodes if not isinstance(one, Extra)]
                return (not extra or self._hold(extra, number, me)) and all(
                    self._matches(one, number, me) for one in others
                )
            case tree.AnyOf(nodes):
                return any(self._matches(one, number, me) for one in nodes)
            case tree.Not(one):
                return not self._matches(one, number, me)
            case tree.InField():
                return self.cities[number] == "İzmir"
            case Extra():
                return self._hold([asked], number, me)
            case _:
                raise AssertionError(asked)

    def _hold(self, asked: Collection[Extra], number: int, me: int) -> bool:
        verdicts = [set(one.values) for one in asked if one.field == "verdict"]
        names = [set(one.values) for one in asked if one.field == "by"]
        for wanted in verdicts or [{"yes", "maybe", "no"}]:
            for users in names or [{ME, "ayse", "bora", "mehmet"}]:
                there = {
                    given_[number]
                    for user, given_ in enumerate(self.verdicts)
                    if number in given_ and users & self._called(user, me)
                }
                if not (wanted & there or ("none" in wanted and not there)):
                    return False
        return True

    def _called(self, user: int, me: int) -> set[str]:
        names = {"ayse yilmaz", "yil", "ayse"}, {"bora", "k"}, {"mehmet", "meh"}
        return names[user] | ({ME} if user == me else set())


@pytest.fixture
def known() -> Known:
    return Known()


TERMS = st.sampled_from(
    [
        *("verdict:yes", "verdict:no", "verdict:none", "verdict:yes,maybe"),
        *("verdict:none,no", "by:me", "by:bora", "by:me,meh", 'by:"Ayşe Yılmaz"'),
        *("by:yıl", "by:k", "by:nobody", "city:izmir", "-by:me", "-verdict:no"),
    ]
)
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map("-({})".format),
        inner.map("({})".format),
    ),
    max_leaves=6,
)


@settings(
    max_examples=400 if os.environ.get("THOROUGH") else 60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=QUERIES)
def test_a_query_finds_whom_it_means(known: Known, text: str) -> None:
    assert known.searched(text) == known.plainly(text)


def test_a_yes_of_mine_is_one_verdict(known: Known) -> None:
    """Not a yes of somebody else beside a no of mine."""
    mine = {number for number, said in known.verdicts[0].items() if said == "yes"}
    found = known.searched("verdict:yes by:me")
    assert found == mine & known.visible
    assert found < known.searched("verdict:yes") & known.searched("by:me")
    assert known.searched("(verdict:yes) (by:me)") == found
    assert known.searched("verdict:none by:me") == known.visible - set(
        known.verdicts[0]
    )


def test_me_is_who_asks(known: Known) -> None:
    for user in range(3):
        assert known.searched("by:me", user) == known.visible & set(
            known.verdicts[user]
        )
    assert known.searched("by:me", None) == set()
    # Not the one whose name begins so.
    assert known.searched("by:m", 0) == known.visible & set(known.verdicts[2])


def test_nobody_is_found_whom_one_may_not_see(known: Known) -> None:
    for text in ("verdict:yes,maybe,no,none", "by:me", "-verdict:yes"):
        assert known.searched(text) <= known.visible


def test_who_leaves_takes_their_verdicts_along(known: Known) -> None:
    known.users[1].delete()
    assert known.searched("by:bora") == set()


def test_whatever_is_asked_takes_two_statements(known: Known) -> None:
    text = "verdict:yes by:me -verdict:no (verdict:none OR by:bora,meh) karar:evet,yok"
    search = Search(POOLS, user=known.users[0].pk)
    meaning = parse(text, today=TODAY).node
    with (
        CaptureQueriesContext(connections["default"]) as first,
        CaptureQueriesContext(connections["library"]) as second,
    ):
        search.find(meaning)
        search.find(parse("verdict:maybe by:me", today=TODAY).node)
    statements = {one["sql"] for one in [*first, *second]}
    assert len(statements) == 2
