"""What the user says of one file, and where it leads."""

import re

import pytest
from django.core.cache import caches
from django.test import Client

from recruspace_dashboard.intake.models import IntakeFile
from recruspace_dashboard.writes.form_ids import new_form_id
from tests.each_case import each_case
from tests.http import HTMX, text
from tests.intake.filled import add_file, an_intake
from tests.outbox.asking import words

State, Choice = IntakeFile.State, IntakeFile.Choice
POOL = {"talent_pool_id": 1, "target": "Backend", "tags": ["Go"], "note": "Hi"}
RIGHT = {
    "first_name": "Zoë",
    "last_name": "Quist",
    "email": "zoe@new.example",
    "tags": "Go",
    "note": "Hi",
}


@pytest.fixture
def intake(user):
    """Three files: the first two need a look."""
    intake = an_intake(user, 0, **POOL)
    add_file(intake, first_name=("Zoe", "likely"))
    add_file(intake, email=("", "none"))
    add_file(intake)
    return intake


def say(browse, intake, number=1, *, htmx=False, **data):
    address = f"/intake/{intake.pk}/files/{number}/fields/"
    return browse.post(address, {**RIGHT, **data}, headers=HTMX if htmx else {})


def row(intake, number=1):
    return intake.files.get(number=number)


# What goes wrong


BAD = [
    ({"first_name": " "}, "Enter the first name."),
    ({"last_name": ""}, "Enter the last name."),
    ({"email": ""}, "Enter the e-mail address."),
    ({"email": "zoe@"}, "Enter a valid email address."),
    ({"first_name": "n" * 256}, "has at most 255 characters (it has 256)"),
    ({"phone_number": "call me"}, "A phone number may contain only digits"),
    ({"tags": ",".join(map(str, range(21)))}, "At most 20 tags can be added."),
    ({"tags": "t" * 256}, "A tag has at most 255 characters"),
    ({"note": "n" * 10_001}, "A note has at most 10000 characters"),
    ({"choice": "tag:77"}, "Choose the candidate who is there."),
    ({"choice": "tag:x", "tags": "", "note": ""}, "Write a tag or a note"),
]


@each_case(("data", "said"), BAD)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browse, intake, data, said):
    response = say(browse, intake, **{"last_name": "Typed", **data})
    assert response.status_code == 422
    assert said.partition(" has at most 255")[0] in words(response)
    if "last_name" not in data:
        assert 'value="Typed"' in text(response)
    assert not row(intake).confirmed
    alone = say(browse, intake, htmx=True, **data)
    assert alone.status_code == 422
    assert alone["HX-Retarget"] == "#line-form-errors"
    assert "<form" not in text(alone)


def test_without_a_target_it_cannot_be_right(browse, user):
    response = say(browse, an_intake(user))
    assert response.status_code == 422
    assert "Choose a pool or a job post first." in words(response)


def test_what_cannot_be_changed_any_more_stays(browse, user):
    intake = an_intake(user, 0, **POOL)
    for number, state in enumerate((State.FAILED, State.ARRIVED, State.EXPECTED), 1):
        add_file(intake, state=state)
        response = say(browse, intake, number)
        assert response.status_code == 302
        assert row(intake, number).fields["last_name"]["value"] != "Quist"


def test_what_was_typed_survives_an_ended_session(browse, intake, user):
    stranger = Client()
    address = f"/intake/{intake.pk}/files/1/fields/"
    data = RIGHT | {"last_name": "Typed", "form_id": new_form_id(user.pk)}
    assert stranger.post(address, data).status_code == 302
    assert browse.get(address).url == f"/intake/{intake.pk}/?at=1"
    page = browse.get(f"/intake/{intake.pk}/?at=1")
    assert 'value="Typed"' in text(page)
    assert "What you typed before has been restored." in words(page)


def test_so_does_what_was_typed_for_all(browse, intake, user):
    home = f"/intake/{intake.pk}/"
    typed = {"tags": "Typed tag", "note": "Typed note"}
    for address in ("/intake/", f"{home}aim/"):
        data = typed | {"form_id": new_form_id(user.pk)}
        assert Client().post(address, data).status_code == 302
        page = text(browse.get(address))
        assert 'value="Typed tag"' in page, address
        assert "Typed note" in page, address
    sent = browse.post(f"{home}aim/", {**typed, "note": "Sent"})
    assert sent.url == home
    assert "Typed note" not in text(browse.get(f"{home}aim/"))


# What is right


def test_right_leads_to_the_next_that_needs_a_look(browse, intake):
    response = say(browse, intake)
    assert (response.status_code, response.url) == (302, f"/intake/{intake.pk}/?at=2")
    said = row(intake)
    assert said.confirmed
    assert said.fields["first_name"] == {"value": "Zoë", "certainty": "sure"}
    assert said.own == {}
    # After the last it stays, and says so.
    assert say(browse, intake, 2, email="a@new.example").url.endswith("?at=2")


def test_htmx_gets_the_next_with_its_list_and_cv(browse, intake):
    response = say(browse, intake, htmx=True)
    assert response["HX-Push-Url"] == f"/intake/{intake.pk}/?at=2"
    page = text(response)
    assert 'data-at="2"' in page
    assert f'id="cv-{intake.pk}-2"' in page
    assert re.findall(r'<input[^>]*name="(\w+)"[^>]* autofocus', page) == ["email"]
    last = say(browse, intake, 2, htmx=True, email="a@new.example")
    assert "All are checked." in words(last)
    focused = re.search(r'<button id="intake-add"[^>]*autofocus', text(last))
    assert focused


def test_tags_and_a_note_of_its_own_are_kept_where_they_differ(browse, intake):
    say(browse, intake, tags="Go,  Java , go", note="")
    assert row(intake).own == {"tags": ["Go", "Java"], "note": ""}
    say(browse, intake)
    assert row(intake).own == {}


def test_a_file_can_be_left_out_and_taken_back(browse, intake):
    say(browse, intake, leave_out="skip", email="")
    assert row(intake).choice == Choice.SKIP
    page = browse.get(f"/intake/{intake.pk}/?at=1")
    assert "This file is left out." in words(page)
    say(browse, intake)
    assert row(intake).choice == ""


# Who is there already


@pytest.fixture
def known(browse, company, sync):
    candidate = next(one for one in company.candidates.values() if one.pool)
    sync()
    browse.get("/candidates/")
    return candidate


def test_whom_nobody_has_seen_is_shown_before_it_counts(browse, intake, known):
    """An e-mail that was typed may be that of somebody who is there."""
    response = say(browse, intake, htmx=True, email=known.email)
    assert "Look first at who is there already." in words(response)
    assert 'data-at="1"' in text(response)
    assert not row(intake).confirmed
    again = say(browse, intake, email=known.email, shown=f"{known.id},", choice="add")
    assert again.url.endswith("?at=2")
    assert row(intake).choice == Choice.ADD


def test_the_one_who_is_there_can_be_tagged_and_noted_alone(browse, user, known):
    intake = an_intake(user, 0, **POOL)
    add_file(intake, email=known.email, last_name=("", "none"))
    response = say(
        browse, intake, last_name="", email=known.email, choice=f"tag:{known.id}"
    )
    assert response.status_code == 302
    assert row(intake).choice == Choice.TAG
    assert row(intake).own == {"same_as": known.id}
    page = browse.get(f"/intake/{intake.pk}/")
    assert "Add 1" in words(page)


# Where it is added


def test_one_file_can_be_added_elsewhere(browse, intake, company):
    second = list(company.pools.values())[1]
    caches["default"].clear()
    address = f"/intake/{intake.pk}/files/1/aim/"
    page = browse.get(address)
    assert f'<option value="{second.id}">' in text(page)
    browse.post(address, {"talent_pool_id": second.id})
    own = row(intake).own
    assert (own["talent_pool_id"], own["target"]) == (second.id, second.name)
    # What is said of its tags does not change that.
    say(browse, intake, tags="Java")
    assert row(intake).own["talent_pool_id"] == second.id
    wrong = browse.post(address, {"talent_pool_id": "999999"})
    assert wrong.status_code == 422
    assert "This talent pool does not exist any more." in words(wrong)
    assert browse.get(f"/intake/{intake.pk}/files/9/aim/").status_code == 404


def test_what_is_said_for_all_can_be_changed(browse, intake, company):
    pool = next(iter(company.pools.values()))
    address = f"/intake/{intake.pk}/aim/"
    assert 'value="Go"' in text(browse.get(address))
    data = {"talent_pool_id": pool.id, "tags": "Go, Rust", "note": ""}
    assert browse.post(address, data).url == f"/intake/{intake.pk}/"
    intake.refresh_from_db()
    assert intake.for_all == {
        "talent_pool_id": pool.id,
        "target": pool.name,
        "tags": ["Go", "Rust"],
        "note": "",
    }
