"""Rows that were printed before are found again, by all that they depend on."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.http import QueryDict
from django.utils import timezone, translation

from recruspace_dashboard.library.cv_text.excerpts import Piece
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.columns import DEFAULT, Columns
from recruspace_dashboard.lists.printing import print_rows
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.verdicts.reading import Given, Verdicts
from tests.each_case import each_case

ECE = {"id": 7, "first_name": "Ece", "city": "Bursa"}


def page_of(payload: dict[str, object], mark: bytes) -> Page[Candidate]:
    added = {"created_at": datetime.now(UTC).isoformat()}
    candidate = Candidate.from_payload(payload | added)
    return Page((candidate,), 1, 25, 1, False, cached=True, mark=mark)


def printed(
    page: Page[Candidate],
    *,
    columns=DEFAULT,
    q="",
    query="?pool=3",
    verdicts=None,
    excerpts=None,
) -> str:
    asked, shown = Asked.of("/pools/3/", QueryDict(q)), Columns.named(columns)
    more = {"query": query, "verdicts": verdicts or {}, "excerpts": excerpts}
    return print_rows(page, shown, asked, page.mark, narrow=asked.narrow, **more)


def verdict(user_id: int, said: str) -> Given:
    return Given(user_id, f"User {user_id}", said, "", datetime.now(UTC))


def test_the_rows_of_the_same_answer_are_printed_once():
    page = page_of(ECE, os.urandom(12))
    assert "Bursa" in printed(page)
    assert printed(page) is printed(page)


@each_case("mark", [b"", b"other"])
def test_those_of_another_answer_or_of_none_are_not_found(mark: bytes):
    printed(page_of(ECE, b"its own"))
    assert "Izmir" in printed(page_of(ECE | {"city": "Izmir"}, mark))


def test_a_live_page_is_never_remembered():
    page = replace(page_of(ECE, b""), cached=False)
    assert printed(page) is not printed(page)


def test_other_columns_and_addresses_are_other_rows():
    page = page_of(ECE, os.urandom(12))
    rows = {
        printed(page),
        printed(page, columns=["email"]),
        printed(page, query="?pool=3&page=2"),
        printed(page, q="page_size=50"),
    }
    assert len(rows) == 4


def test_each_user_sees_their_own_verdict_and_a_new_one_at_once():
    page = page_of(ECE, os.urandom(12))
    yes, no = verdict(1, "yes"), verdict(2, "no")
    assert "said-" not in printed(page)
    assert "said-yes" in printed(page, verdicts={7: Verdicts(yes)})
    assert "said-no" in printed(page, verdicts={7: Verdicts(no)})
    rows = printed(page, verdicts={7: Verdicts(yes, (no,))})
    assert "said-yes" in rows
    assert "User 2: No" in rows
    assert "said-" not in printed(page)


def test_another_line_of_a_cv_is_another_row():
    page = page_of(ECE, os.urandom(12))
    first, second = [Piece("two"), Piece("words", is_marked=True)], [Piece("<other>")]
    rows = printed(page, columns=["excerpt"], excerpts={7: first})
    assert "two<mark>words</mark>" in rows
    rows = printed(page, columns=["excerpt"], excerpts={7: second})
    assert "&lt;other&gt;" in rows
    assert "words" not in printed(page, columns=["excerpt"])


def test_each_language_has_its_own_words():
    page = page_of(ECE, os.urandom(12))
    assert ">today<" in printed(page)
    with translation.override("tr"):
        assert ">bugün<" in printed(page)
    assert ">today<" in printed(page)


def test_after_midnight_today_is_yesterday(monkeypatch):
    page = page_of(ECE, os.urandom(12))
    assert ">today<" in printed(page)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert ">yesterday<" in printed(page)
