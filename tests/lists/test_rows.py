"""What a row says of a candidate, ready to be printed."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from recruspace_dashboard.lists.rows import Days, make_rows
from recruspace_dashboard.services.records import Candidate
from tests.each_case import each_case

BARE = {"id": 7, "first_name": "Ece", "last_name": "Kaya"}


def row(payload=None, **more):
    [made] = make_rows([Candidate.from_payload(BARE | (payload or {}))], **more)
    return made


def narrow(field: str, value: str) -> str:
    return f"/list/?q={field}:{value}"


def test_what_is_not_known_is_empty():
    one = row()
    assert one.name == "Ece Kaya"
    assert not any(
        getattr(one, name)
        for name in (
            *("title", "unseen", "failed", "others", "suitability", "score", "stage"),
            *("tags", "city", "country", "source", "job", "pools", "email", "phone"),
            *("added", "cv_address", "cv_kind", "score_class", "suitability_class"),
        )
    )


def test_without_an_id_there_is_no_link():
    one = row({"id": None, "cv": {"name": "cv.pdf"}}, query="?pool=3")
    assert (one.address, one.cv_address) == ("", "")
    assert one.cv_kind == "PDF"


def test_the_name_leads_to_the_candidate_and_says_from_where():
    one = row({"cv": {"name": "cv.docx"}}, query="?pool=3&page=2")
    assert one.address == "/candidates/7/?pool=3&page=2"
    assert one.cv_address == "/candidates/7/cv/"
    assert one.cv_kind == "DOCX"


def test_html_is_shown_as_text():
    bad = '"><b>x</b>'
    one = row(
        {
            "city": bad,
            "tags": [{"title": bad}] * 3,
            "email": bad,
            "substage": {"name": bad, "stage": {"name": f"{bad}2"}},
            "suitability": bad,
        },
        narrow=narrow,
    )
    for cell in (one.city, one.tags, one.email, one.stage):
        assert "<b>x" not in cell
        assert 'q=tag:"' not in cell
    assert one.suitability_class == "fit-bxb"


def test_words_narrow_the_list_and_do_not_where_they_cannot():
    payload = {"city": "İzmir", "source_platform": "career_page"}
    one = row(payload, narrow=narrow)
    assert one.city == '<a href="/list/?q=city:İzmir">İzmir</a>'
    # By the value of the API, whatever it is called on the page.
    assert one.source == '<a href="/list/?q=source:career_page">Career page</a>'
    assert row(payload).city == "<span>İzmir</span>"


def test_a_stage_is_shown_with_its_substage():
    stage = {"name": "Phone call", "stage": {"name": "Interview"}}
    one = row({"substage": stage}, narrow=narrow)
    assert 'title="Interview · Phone call"' in one.stage
    assert '<a href="/list/?q=stage:Interview">Interview</a>' in one.stage
    only = row({"substage": {"name": "New", "stage": None}})
    assert only.stage == "<span>New</span>"
    same = row({"substage": {"name": "Applied", "stage": {"name": "Applied"}}})
    assert same.stage == "<span>Applied</span>"


def test_more_than_two_tags_are_counted_and_all_are_in_the_title():
    titles = ["go", "rust", "remote", "senior"]
    one = row({"tags": [{"title": title} for title in titles]})
    assert one.tags.count("<span") == 2
    assert one.tags.endswith('<b title="go, rust, remote, senior">+2</b>')
    assert "+" not in row({"tags": [{"title": "go"}, {"title": "rust"}]}).tags


def test_what_may_be_cut_has_its_whole_text_as_title():
    long = "Llanfairpwllgwyngyll"
    assert row({"city": long}).city == f'<span title="{long}">{long}</span>'
    assert row({"first_name": long, "last_name": long}).title == f"{long} {long}"


@each_case(
    ("score", "text", "bar"),
    [
        (0, "0", "score-0"),
        (4, "4", "score-0"),
        (87, "87", "score-9"),
        (99.5, "99.5", "score-10"),
        (250, "250", "score-10"),
        (-3, "-3", "score-0"),
    ],
)
def test_a_score_has_a_bar_of_its_length(score, text, bar):
    one = row({"score": score})
    assert (one.score, one.score_class) == (text, bar)


def test_the_reason_of_a_failed_import_is_said():
    one = row({"error_status": True, "error_logs": ["No text.", "Odd file."]})
    assert one.failed == "The import failed: No text."
    assert row({"error_status": True}).failed == "The import failed"
    assert row({"error_logs": ["Old"]}).failed == ""


@each_case(("seen", "unseen"), [(False, True), (True, False), (None, False)])
def test_only_who_is_known_to_be_unseen_is_marked(seen, unseen):
    assert row({"is_seen": seen}).unseen is unseen


def test_other_records_are_counted_with_this_one_and_opened_with_it():
    one = row({"email": "ece@example.com"}, narrow=narrow, others={7: (9, 4), 8: (7,)})
    assert ">\N{MULTIPLICATION SIGN}3</a>" in one.others
    assert 'title="2 other records with the same e-mail or phone"' in one.others
    # Who shares only the phone number, or is in another pool, is there as well.
    assert 'href="/candidates/?q=id:7,9,4"' in one.others
    assert row(others={8: (7,)}).others == ""


def test_of_very_many_other_records_the_first_are_opened():
    many = row(others={7: range(1_000_000, 1_000_900)}).others
    assert ">\N{MULTIPLICATION SIGN}901</a>" in many
    assert many.count(",") == 99


def test_the_pools_are_named():
    assert row(pools={7: ["Backend", "Remote"]}).pools == (
        '<span title="Backend, Remote">Backend, Remote</span>'
    )


@pytest.mark.parametrize(
    ("moment", "short", "whole"),
    [
        (datetime(2026, 3, 14, 0, 1, tzinfo=UTC), "today", "14 March 2026"),
        (datetime(2026, 3, 13, 23, 59, tzinfo=UTC), "yesterday", "13 March 2026"),
        (datetime(2026, 3, 12, tzinfo=UTC), "12 Mar", "12 March 2026"),
        (datetime(2025, 3, 12, tzinfo=UTC), "12 Mar 2025", "12 March 2025"),
        # A clock that is wrong somewhere.
        (datetime(2026, 3, 15, tzinfo=UTC), "15 Mar", "15 March 2026"),
    ],
)
def test_days_are_told_as_one_says_them(moment, short, whole):
    shown = Days(date(2026, 3, 14)).text(moment)
    assert shown == f'<span title="{whole}">{short}</span>'


def test_days_are_told_in_the_language_of_the_page():
    with translation.override("tr"):
        shown = Days(date(2026, 3, 14)).text(datetime(2026, 2, 12, tzinfo=UTC))
    assert shown == '<span title="12 Şubat 2026">12 Şub</span>'
