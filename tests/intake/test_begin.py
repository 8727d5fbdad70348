"""The page where many CVs are brought in, and the list of what was."""

import re

from django.test import Client

from recruspace_dashboard.intake.models import IntakeFile
from recruspace_dashboard.writes.form_ids import new_form_id
from tests.http import text
from tests.intake.filled import add_file, an_intake
from tests.outbox.asking import words

State = IntakeFile.State


def test_without_the_api_it_says_so_and_takes_files(browse, sandbox, uncached):
    sandbox.reply("GET", "/talent-pools/", status=500, times=9)
    sandbox.reply("GET", "/job-posts/", status=500, times=9)
    page = browse.get("/intake/?pool=7")
    assert page.status_code == 200
    assert '<option value="7" selected>' in text(page)
    assert "Your choice (7)" in text(page)


def test_what_was_typed_survives_an_ended_session(browse, user):
    data = {"tags": "Fair", "note": "Met there", "form_id": new_form_id(user.pk)}
    assert Client().post("/intake/", data).status_code == 302
    page = browse.get("/intake/")
    assert 'value="Fair"' in text(page)
    assert "What you typed before has been restored." in words(page)


def test_the_pool_that_the_address_names_is_chosen(browse, company):
    pool = next(iter(company.pools.values()))
    page = text(browse.get(f"/intake/?pool={pool.id}"))
    assert f'<option value="{pool.id}" selected>{pool.name}</option>' in page
    page = text(browse.get(f"/pools/{pool.id}/"))
    assert f'href="/intake/?pool={pool.id}"' in page


def test_it_says_what_may_come_and_how_much_room_is_left(browse, settings):
    said = words(browse.get("/intake/"))
    assert "at most 10 MB each, 500 at once" in said
    assert "There is room for 2.0\xa0GB." in text(browse.get("/intake/"))
    settings.INTAKE_MB = 0
    assert "There is no room for more files here just now." in text(
        browse.get("/intake/")
    )


def test_the_intakes_are_listed_with_how_far_each_is(browse, user, keyless):
    an_intake(keyless)
    an_intake(user, 2, target="Backend", tags=["Go"])
    other = an_intake(user, 1)
    add_file(other, state=State.ARRIVED)
    add_file(other, state=State.FAILED)
    add_file(other, state=State.EXPECTED)
    page = browse.get("/intake/")
    listed = text(page).partition("intakes-title")[2]
    assert len(re.findall(r'href="/intake/\d+/"', listed)) == 2
    said = words(page)
    assert "1 being read 1 to add 1 not arrived 1 failed" in said
    assert "2 to add" in said
    assert "Go" in said


def test_an_intake_can_be_deleted_from_its_page(browse, user):
    intake = an_intake(user)
    address = f"/intake/{intake.pk}/delete/"
    assert f'action="{address}"' in text(browse.get(f"/intake/{intake.pk}/"))
    browse.post(address)
    assert browse.get(f"/intake/{intake.pk}/").status_code == 404
