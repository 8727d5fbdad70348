"""The page of an intake: its files by what is to be done, one of them with its CV."""

import re

import pytest
from django.contrib.auth.models import User

from recruspace_dashboard.intake.models import IntakeFile
from tests.each_case import each_case
from tests.http import HTMX, text
from tests.intake.filled import add_file, an_intake
from tests.outbox.asking import words

State, Choice = IntakeFile.State, IntakeFile.Choice
POOL = {"talent_pool_id": 1, "target": "Backend"}


def page_of(browse, intake, at=None, **headers):
    query = f"?at={at}" if at else ""
    return browse.get(f"/intake/{intake.pk}/{query}", headers=headers)


def groups(response):
    """The numbers of the files in the list, by the name of their group."""
    nav = text(response).partition('id="intake-list"')[2].partition("</nav>")[0]
    parts = re.split(r'<h2 id="group-(\w+)">', nav)[1:]
    return {
        name: [int(one) for one in re.findall(r'id="at-(\d+)"', part)]
        for name, part in zip(parts[::2], parts[1::2], strict=True)
    }


# What goes wrong


def test_another_users_intake_is_not_there(browse, keyless):
    intake = an_intake(keyless)
    for part in ("", "aim/", "files/1/fields/", "files/1/aim/", "files/1/cv/"):
        assert browse.get(f"/intake/{intake.pk}/{part}").status_code == 404
    assert browse.post(f"/intake/{intake.pk}/", {"confirm": "1"}).status_code == 404


def test_an_intake_of_another_api_is_not_there(browse, user):
    intake = an_intake(user)
    intake.api = "https://other.example"
    intake.save()
    assert page_of(browse, intake).status_code == 404


def test_a_number_that_is_not_there_shows_the_first(browse, user):
    intake = an_intake(user, 2, **POOL)
    for at in (9, 0, "x"):
        assert 'data-at="1"' in text(page_of(browse, intake, at))


def test_it_makes_no_call(browse, user, sandbox):
    intake = an_intake(user, 3, **POOL)
    page_of(browse, intake)
    sandbox.requests.clear()
    page_of(browse, intake, 2)
    assert sandbox.requests == []


# What it shows


def test_all_files_are_listed_by_name_before_they_are_read(browse, user):
    intake = an_intake(user, 0, **POOL)
    add_file(intake, name="Zoë Ünal.pdf", state=State.ARRIVED)
    add_file(intake, name="lost.pdf", state=State.EXPECTED, size=12)
    response = page_of(browse, intake)
    assert groups(response) == {"reading": [1], "missing": [2]}
    assert "Zoë Ünal.pdf" in words(response)
    assert "lost.pdf" in words(response)
    assert "1 file has not arrived. Choose it again." in words(response)
    assert "0 of 1 read" in words(response)


UNSURE = [
    ({"first_name": ("Zoe", "likely")}, "First name is not sure."),
    ({"last_name": ("", "none")}, "Last name is missing."),
    ({"email": ("zoe@", "sure")}, "E-mail is not valid."),
    ({"phone_number": ("call me", "sure")}, "Phone is not valid."),
    ({"reading": "pictures"}, "No text could be read."),
]


@each_case(("known", "why"), UNSURE)
def test_what_is_not_sure_is_to_check(browse, user, known, why):
    intake = an_intake(user, 1, **POOL)
    add_file(intake, **known)
    response = page_of(browse, intake)
    assert groups(response) == {"check": [2], "ready": [1]}
    assert why in words(response)
    assert "Add 1" in words(response)


def test_a_phone_number_need_not_be_sure(browse, user):
    intake = an_intake(user, 0, **POOL)
    add_file(intake, phone_number=("+90 212 555 12 12", "likely"))
    assert groups(page_of(browse, intake)) == {"ready": [1]}


def test_without_a_pool_or_job_nothing_is_ready(browse, user):
    response = page_of(browse, an_intake(user))
    assert groups(response) == {"check": [1]}
    assert "No pool or job post is chosen." in words(response)


def test_an_unsure_field_is_marked_in_words_and_gets_the_focus(browse, user):
    intake = an_intake(user, 0, **POOL)
    add_file(intake, last_name=("Quist", "likely"), email=("", "none"))
    page = text(page_of(browse, intake))
    labels = re.findall(r'<label for="line_(\w+)">(.*?)</label>', page, re.S)
    said = {name: " ".join(re.sub("<[^>]*>", " ", one).split()) for name, one in labels}
    assert said["first_name"] == "First name"
    assert said["last_name"] == "Last name not sure"
    assert said["email"] == "E-mail missing"
    focused = re.findall(r'<input[^>]*name="(\w+)"[^>]* autofocus', page)
    assert focused == ["last_name"]


def test_what_is_sure_has_the_focus_on_its_button(browse, user):
    page = text(page_of(browse, an_intake(user, **POOL)))
    assert re.findall(r"<(\w+)[^>]* autofocus", page) == ["button"]


def test_of_two_files_with_one_email_the_second_is_a_duplicate(browse, user):
    intake = an_intake(user, 0, **POOL)
    add_file(intake, email="Zoe@new.example")
    add_file(intake, email="zoe@NEW.example")
    response = page_of(browse, intake)
    assert groups(response) == {"duplicate": [2], "ready": [1]}
    assert "No. 1 of this intake, cv-1.pdf, has the same e-mail." in words(response)
    intake.files.filter(number=1).update(choice=Choice.SKIP)
    assert groups(page_of(browse, intake)) == {"ready": [2], "skipped": [1]}


def test_who_is_there_already_is_shown_with_what_can_be_done(
    browse, user, company, sync
):
    candidate = next(one for one in company.candidates.values() if one.pool)
    sync()
    browse.get("/candidates/")
    intake = an_intake(user, 0, **POOL)
    add_file(intake, email=candidate.email.upper())
    response = page_of(browse, intake)
    assert groups(response) == {"duplicate": [1]}
    assert f'href="/candidates/{candidate.id}/"' in text(response)
    said = words(response)
    assert "Same e-mail" in said
    choices = re.findall(r'name="choice" value="([\w:]+)"( checked)?', text(response))
    tag = f"tag:{candidate.id}"
    assert choices == [("skip", " checked"), ("add", ""), (tag, "")]


def test_a_failed_file_says_why(browse, user):
    intake = an_intake(user, 0, **POOL)
    add_file(intake, state=State.FAILED, problem="too_large")
    response = page_of(browse, intake)
    assert groups(response) == {"failed": [1]}
    assert "This file is too large: 10 MB at most." in words(response)


def test_a_file_that_was_removed_says_so(browse, user):
    intake = an_intake(user, 1, **POOL)
    intake.files.get().file.delete()
    response = page_of(browse, intake)
    assert groups(response) == {"failed": [1]}
    assert "The file waited too long, and was removed." in words(response)


# What renews itself


def test_htmx_gets_the_fragment_alone(browse, user):
    response = page_of(browse, an_intake(user, **POOL), **HTMX)
    assert "<html" not in text(response)
    assert 'id="intake"' in text(response)
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("at", [1, 2])
def test_while_files_are_read_the_list_renews_itself(browse, user, at):
    """Of a file that is read, its fields stay; one that is not comes by itself."""
    intake = an_intake(user, 1, **POOL)
    add_file(intake, state=State.ARRIVED)
    page = text(page_of(browse, intake, at))
    renewed = re.findall(r'id="([\w-]+)"[^>]*hx-trigger="every 2s"', page)
    assert renewed == [{1: "intake-list", 2: "intake-fields"}[at]]


def test_the_list_comes_without_the_fields(browse, user):
    intake = an_intake(user, 1, **POOL)
    add_file(intake, state=State.ARRIVED)
    target = {"HX-Target": "intake-list"}
    page = text(page_of(browse, intake, 1, **HTMX, **target))
    assert 'id="intake-list"' in page
    assert 'id="intake-head"' in page
    assert "line-form" not in page


def test_a_file_that_was_read_meanwhile_brings_its_fields(browse, user):
    intake = an_intake(user, 2, **POOL)
    headers = HTMX | {"HX-Target": "intake-fields"}
    address = f"/intake/{intake.pk}/"
    same = browse.get(f"{address}?at=2&was=2&cv", headers=headers)
    assert "HX-Retarget" not in same
    assert 'id="line-form"' in text(same)
    assert 'id="cv-' not in text(same)
    # Another one is looked at by now, or its CV has come.
    for query, number in (("?was=2&cv", 1), ("?at=2&was=2", 2)):
        other = browse.get(address + query, headers=headers)
        assert other["HX-Retarget"] == "#intake"
        assert f'id="cv-{intake.pk}-{number}"' in text(other)


# Its CV


def test_the_cv_is_drawn_from_what_waits_here(browse, user, sandbox):
    intake = an_intake(user, **POOL)
    address = f"/intake/{intake.pk}/files/1/view/"
    response = browse.get(address, headers=HTMX)
    assert f'<div id="cv-{intake.pk}-1" class="cv-pages"' in text(response)
    assert "<svg" in text(response)
    alone = browse.get(f"{address}1/")
    assert alone["Content-Type"] == "image/svg+xml"
    assert alone["Content-Security-Policy"].startswith("default-src 'none'")
    assert browse.get(f"{address}2/").status_code == 404
    whole = text(browse.get(address))
    assert f'href="/intake/{intake.pk}/?at=1"' in whole
    assert "<html" in whole
    assert sandbox.requests == []


def test_the_file_itself_is_sent_as_those_of_candidates(browse, user):
    intake = an_intake(user, 0)
    add_file(intake, name="Zoë.pdf")
    response = browse.get(f"/intake/{intake.pk}/files/1/cv/")
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''Zo%C3%AB.pdf"
    assert response["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert "no-store" in response["Cache-Control"]


def test_a_file_that_is_gone_is_not_there(browse, user):
    intake = an_intake(user)
    file = intake.files.get().file
    file.pieces.all().delete()
    for part in ("cv", "view", "view/1"):
        address = f"/intake/{intake.pk}/files/1/{part}/"
        assert browse.get(address).status_code == 404


def test_another_user_sees_neither_the_file_nor_its_pages(browse, keyless):
    intake = an_intake(keyless)
    assert User.objects.count() == 2
    for part in ("cv", "view", "view/1"):
        address = f"/intake/{intake.pk}/files/1/{part}/"
        assert browse.get(address).status_code == 404
