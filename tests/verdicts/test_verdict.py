"""A verdict on a candidate: kept here, seen by who may see the candidate."""

import pytest
from django.db import connection

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.accounts.removal import delete
from recruspace_dashboard.operations.retention import purge
from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.verdicts.reading import of_candidate
from recruspace_dashboard.writes.form_ids import new_form_id
from recruspace_dashboard.writes.models import Write
from tests.each_case import each_case
from tests.http import HTMX, text
from tests.verdicts.conftest import browser_of


@pytest.fixture
def address(candidate):
    return f"/candidates/{candidate.id}/verdict/"


def part_of(page: str) -> str:
    """The part of a candidate's page with the verdicts."""
    return page[page.index('<section id="verdict-') :].partition("</section>")[0]


def kept() -> list[tuple[str, str, str]]:
    rows = Verdict.objects.order_by("pk")
    given = [of_candidate(one.candidate_id, one.user_id).mine for one in rows]
    return [
        (row.user.username, one.verdict, one.reason)
        for row, one in zip(rows, given, strict=True)
    ]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_nobody_judges_whom_their_key_does_not_see(
    stranger, sandbox, address, colleague, candidate, headers
):
    Verdict.give(colleague, candidate.id, "yes", "secret words")
    sent = {"verdict": "no", "reason": "typed & kept"}
    answer = browser_of(stranger).post(address, sent, headers=headers)
    assert answer.status_code == 404
    assert kept() == [("bora", "yes", "secret words")]
    assert "secret" not in text(answer)
    assert "not in Recruspace, or it was deleted" in text(answer)
    # The same words as for one who never was.
    never = browser_of(stranger).post(
        "/candidates/987654321/verdict/", sent, headers=headers
    )
    assert never.status_code == 404
    assert "not in Recruspace, or it was deleted" in text(never)


@each_case("number", [0, 987_654_321, 2**63, 10**40])
def test_there_is_no_such_candidate(browse, sync, user, number):
    sync()
    answer = browse.post(f"/candidates/{number}/verdict/", {"verdict": "yes"})
    assert answer.status_code == 404
    assert not Verdict.objects.exists()


@each_case(
    ("sent", "message"),
    [
        ({}, "Choose No, Maybe or Yes."),
        ({"verdict": "great"}, "A verdict is No, Maybe or Yes."),
        ({"verdict": "YES"}, "A verdict is No, Maybe or Yes."),
        ({"verdict": "yes\0"}, "A verdict is No, Maybe or Yes."),
        (
            {"verdict": "yes", "reason": "r" * 301},
            "A reason has at most 300 characters; this one has 301.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_typed(
    browse, sandbox, address, sent, message
):
    sent = {"reason": "typed & kept"} | sent
    answer = browse.post(address, sent)
    assert answer.status_code == 422
    assert message in text(answer)
    assert answer.context["form"]["reason"].value() == sent["reason"]
    part = browse.post(address, sent, headers=HTMX)
    assert part.status_code == 422
    assert message in text(part)
    assert part["HX-Retarget"] == "#verdict-form-errors"
    assert not Verdict.objects.exists()
    assert sandbox.requests == []


@pytest.mark.parametrize(
    ("status", "ours", "words"),
    [
        (429, 429, "Try again in"),
        (500, 502, "Recruspace reported an error"),
    ],
)
def test_without_the_copy_the_api_must_answer(
    browse, sandbox, address, status, ours, words
):
    sandbox.reply("GET", "/candidates/", status=status)
    answer = browse.post(address, {"verdict": "yes", "reason": "kept"})
    assert answer.status_code == ours
    assert words in text(answer)
    assert 'value="kept"' in text(answer)
    assert not Verdict.objects.exists()


def test_a_refused_key_loses_nothing(browse, sandbox, address, candidate):
    sandbox.reply("GET", "/candidates/", status=401, times=1)
    answer = browse.post(address, {"verdict": "yes", "reason": "typed"})
    assert answer["Location"].startswith("/account/key/")
    assert not Verdict.objects.exists()
    page = part_of(text(browse.get(f"/candidates/{candidate.id}/")))
    assert "“Yes” was not kept. Choose it again." in page
    assert 'value="typed"' in page


def test_with_the_copy_the_api_may_be_down(browse, sandbox, sync, address, user):
    sync()
    sandbox.reply("*", "/", status=500)
    assert browse.post(address, {"verdict": "yes"}).status_code == 302
    assert kept() == [("ayse", "yes", "")]


def test_it_is_kept_here_and_sent_nowhere(browse, sandbox, address, candidate):
    answer = browse.post(address, {"verdict": "yes", "reason": " Good <SQL> "})
    assert answer["Location"] == f"/candidates/{candidate.id}/"
    # Whether the key sees the candidate.
    [call] = sandbox.requests
    assert (call.method, call.path) == (
        "GET",
        f"/api/v1/client/candidates/{candidate.id}/",
    )
    assert kept() == [("ayse", "yes", "Good <SQL>")]
    assert not Write.objects.exists()
    page = text(browse.get(answer["Location"]))
    assert "Your verdict is kept." in page
    page = part_of(page)
    assert 'value="Good &lt;SQL&gt;"' in page
    assert "Kept in this dashboard, not in Recruspace." in page
    # Pressed, its button takes the verdict back.
    assert 'name="verdict" value=""\n      aria-pressed="true">Yes' in page
    assert page.count('aria-pressed="true"') == 1


def test_the_reason_is_encrypted(user, candidate):
    Verdict.give(user, candidate.id, "no", "canary")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Verdict._meta.db_table}")  # noqa: S608
        assert "canary" not in str(cursor.fetchall())


def test_htmx_gets_the_part_with_the_new_state(browse, address, candidate):
    answer = browse.post(address, {"verdict": "maybe", "reason": ""}, headers=HTMX)
    part = text(answer)
    assert part.lstrip().startswith(f'<section id="verdict-{candidate.id}"')
    assert 'aria-pressed="true">Maybe' in part
    assert f'hx-post="{address}"' in part


def test_another_verdict_replaces_it_and_none_takes_it_back(browse, address):
    for sent in (
        {"verdict": "yes", "reason": "first"},
        {"verdict": "yes", "reason": "first"},
        {"verdict": "no", "reason": "second"},
    ):
        browse.post(address, sent)
    assert kept() == [("ayse", "no", "second")]
    for _ in range(2):
        assert browse.post(address, {"verdict": "", "reason": "x"}).status_code == 302
        assert kept() == []


def test_one_is_led_back_but_not_elsewhere(browse, address, candidate):
    back = f"/candidates/{candidate.id}/?pool=3&page=2"
    answer = browse.post(address, {"verdict": "yes", "next": back})
    assert answer["Location"] == back
    answer = browse.post(address, {"verdict": "yes", "next": "https://evil.example/"})
    assert answer["Location"] == f"/candidates/{candidate.id}/"
    page = text(browse.get(back))
    assert f"{address}?next=/candidates/{candidate.id}/%3Fpool%3D3" in page.replace(
        "%2F", "/"
    )


def test_colleagues_see_it_and_strangers_do_not(
    browse, colleague, stranger, address, candidate
):
    Verdict.give(colleague, candidate.id, "yes", "good <SQL>")
    page = part_of(text(browse.get(f"/candidates/{candidate.id}/")))
    assert ">Bora K.: Yes, good &lt;SQL&gt;</li>" in page
    assert 'aria-pressed="true"' not in page
    theirs = browser_of(stranger).get(f"/candidates/{candidate.id}/")
    assert theirs.status_code == 404
    assert "SQL" not in text(theirs)


def test_the_candidate_of_another_api_has_none_of_it(browse, candidate, settings, user):
    Verdict.give(user, candidate.id, "yes", "")
    Verdict.objects.update(origin="https://elsewhere.example")
    page = part_of(text(browse.get(f"/candidates/{candidate.id}/")))
    assert 'aria-pressed="true"' not in page
    # Another with the same id may be judged there.
    Verdict.give(user, candidate.id, "no", "")
    assert Verdict.objects.count() == 2


def test_what_was_pressed_when_the_session_had_ended_is_not_lost(
    browse, client, user, address, candidate
):
    sent = {"verdict": "yes", "reason": "typed", "form_id": new_form_id(user.pk)}
    answer = client.post(address, sent)
    assert answer["Location"].startswith("/login/")
    assert not Verdict.objects.exists()
    assert browse.get(address)["Location"] == f"/candidates/{candidate.id}/"
    page = text(browse.get(f"/candidates/{candidate.id}/"))
    assert "What you typed before has been restored." in page
    assert "“Yes” was not kept. Choose it again." in page
    assert 'value="typed"' in page
    browse.post(address, {"verdict": "yes", "reason": "typed"})
    assert "was not kept" not in text(browse.get(f"/candidates/{candidate.id}/"))


def test_without_a_key_one_is_sent_to_store_one(browse, user, address):
    ApiKey.forget(user)
    answer = browse.post(address, {"verdict": "yes"})
    assert answer["Location"].startswith("/account/key/")
    assert not Verdict.objects.exists()


def test_it_goes_with_its_user_and_with_nothing_else(
    user, colleague, candidate, superuser
):
    for one in (user, colleague):
        Verdict.give(one, candidate.id, "yes", "x")
    Verdict.objects.update(made_at="2001-01-01T00:00Z")
    list(purge())
    assert Verdict.objects.count() == 2
    delete(colleague)
    assert kept() == [("ayse", "yes", "x")]


def test_who_has_no_name_is_called_as_they_sign_in(user, keyless, candidate):
    Verdict.give(keyless, candidate.id, "no", "")
    [one] = of_candidate(candidate.id, user.pk).others
    assert str(one) == "charlie: No"
