"""That a form is sent once, however it comes in."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from recruspace_dashboard.writes.form_ids import new_form_id
from recruspace_dashboard.writes.models import Write
from recruspace_dashboard.writes.models.write import MAX_CALL_TIME
from tests.conftest import Browser
from tests.http import HTMX, text
from tests.writes.conftest import Sent, opened, sent, states


def test_a_form_without_an_id_is_not_sent(user, sandbox, form: Sent):
    browser = Client()
    browser.force_login(user)
    response = browser.post(form.address, form.data())
    assert response.status_code == 409
    assert "This form can no longer be sent." in text(response)
    assert sent(sandbox, form) == 0


@pytest.mark.parametrize("forged", ["", "x", "7.8", "1.d9428888-122b-11e1-b85c:abc"])
def test_neither_is_one_with_an_id_that_we_did_not_make(browse, sandbox, forms, forged):
    form = forms["pool"]
    response = browse.post(form.address, form.data(form_id=forged))
    assert response.status_code == 409
    assert 'value="Newcomers"' in text(response)
    assert sent(sandbox, form) == 0


def test_the_form_of_another_user_does_not_exist(
    browse, sandbox, superuser, form: Sent
):
    theirs = new_form_id(superuser.pk)
    assert browse.post(form.address, form.data(form_id=theirs)).status_code == 404
    assert sent(sandbox, form) == 0
    assert states() == []


def test_a_page_that_is_reloaded_after_it_was_sent_sends_nothing(
    browse, sandbox, form: Sent
):
    form_id = opened(browse, form)
    first = browse.post(form.address, form.data(form_id=form_id))
    again = browse.post(form.address, form.data(form_id=form_id))
    assert first.status_code == again.status_code == 302
    assert again["Location"] == first["Location"]
    assert sent(sandbox, form) == 1
    assert states() == ["done"]
    assert "This is already saved." in text(browse.get("/account/"))


def test_htmx_is_led_on_too(browse, sandbox, form: Sent):
    form_id, htmx = opened(browse, form), HTMX
    browse.post(form.address, form.data(form_id=form_id), headers=htmx)
    again = browse.post(form.address, form.data(form_id=form_id), headers=htmx)
    assert again.headers["HX-Redirect"].startswith("/")
    assert again.headers["HX-Redirect"] != "/"
    assert sent(sandbox, form) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_and_lead_to_it(user, sandbox, forms):
    form, form_id = forms["pool"], new_form_id(user.pk)
    sandbox.reply(
        "POST",
        "/talent-pools/create/",
        status=201,
        body={"id": 4711, "name": "Newcomers"},
        delay=0.5,
    )
    answers = []

    def click() -> None:
        browser = Browser()
        browser.force_login(user)
        answers.append(browser.post(form.address, form.data(form_id=form_id)))
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert [each["Location"] for each in answers] == ["/pools/4711/"] * 4
    assert sent(sandbox, form) == 1


def test_one_that_is_pending_for_long_is_told(browse, sandbox, forms, monkeypatch):
    monkeypatch.setattr(
        "recruspace_dashboard.writes.submit.FIRST_CLICK_WAIT_SECONDS", 0.2
    )
    form = forms["pool"]
    form_id = opened(browse, form)
    sandbox.reply("POST", "/talent-pools/create/", status=422)
    browse.post(form.address, form.data(form_id=form_id))
    Write.objects.update(state="sending")
    response = browse.post(form.address, form.data(form_id=form_id))
    assert response.status_code == 409
    assert "Still saving." in text(response)
    assert sent(sandbox, form) == 1


def test_what_a_process_left_pending_when_it_was_killed_is_unknown(
    browse, sandbox, forms
):
    form = forms["pool"]
    form_id = opened(browse, form)
    sandbox.reply("POST", "/talent-pools/create/", status=422, times=1)
    browse.post(form.address, form.data(form_id=form_id))
    long_ago = timezone.now() - MAX_CALL_TIME - timedelta(seconds=1)
    Write.objects.update(state="sending", sent_at=long_ago)
    response = browse.post(form.address, form.data(form_id=form_id))
    assert response.status_code == 409
    assert "It does not seem to be in Recruspace." in text(response)
    assert sent(sandbox, form) == 1
    again = browse.post(form.address, form.data(form_id=form_id, send_again="yes"))
    assert again.status_code == 302
    assert sent(sandbox, form) == 2


@pytest.mark.parametrize("status", [400, 403, 404, 422, 429])
def test_what_was_refused_may_be_sent_again_as_it_is(browse, sandbox, form, status):
    form_id = opened(browse, form)
    headers = {"Retry-After": "1"}
    sandbox.reply("POST", "/", status=status, body={}, headers=headers, times=1)
    refused = browse.post(form.address, form.data(form_id=form_id))
    assert refused.status_code >= 400
    assert states() == ["refused"]
    if status != 429:
        assert browse.post(form.address, form.data(form_id=form_id)).status_code == 302
        assert states() == ["done"]


def test_two_tabs_with_exactly_the_same_are_asked_about(browse, sandbox, form: Sent):
    first, second = opened(browse, form), opened(browse, form)
    led_to = browse.post(form.address, form.data(form_id=first))["Location"]
    made = sent(sandbox, form)
    held = browse.post(form.address, form.data(form_id=second))
    assert held.status_code == 409
    assert "You sent exactly the same a moment ago." in text(held)
    assert f'href="{led_to}"'.replace("&", "&amp;") in text(held)
    assert sent(sandbox, form) == made


def test_who_means_it_sends_the_same_twice(browse, sandbox, forms):
    form = forms["note"]
    browse.post(form.address, form.data())
    held = browse.post(form.address, form.data())
    assert 'name="send_again"' in text(held)
    again = browse.post(form.address, form.data(send_again="yes"))
    assert again.status_code == 302
    assert sent(sandbox, form) == 2


def test_another_text_is_another_matter(browse, sandbox, forms):
    form = forms["note"]
    for words in ("One.", "Two.", "Three."):
        assert browse.post(form.address, form.data(text=words)).status_code == 302
    assert sent(sandbox, form) == 3


def test_the_same_file_with_another_name_or_content_is_another(browse, sandbox, forms):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.sample_files import PDF

    form = forms["upload"]
    for name, content in (("a.pdf", PDF), ("b.pdf", PDF), ("a.pdf", PDF + b"%")):
        file = SimpleUploadedFile(name, content, "application/pdf")
        assert browse.post(form.address, {"file": file}).status_code == 302
    assert sent(sandbox, form) == 3


def test_what_does_no_harm_twice_is_not_held(browse, sandbox, company, candidate):
    pool = next(iter(company.pools.values()))
    for _ in range(2):
        address = f"/pools/{pool.id}/rename/"
        assert browse.post(address, {"name": "Same"}).status_code == 302
        tag = {"title": "same"}
        assert browse.post(f"/candidates/{candidate.id}/tags/", tag).status_code == 302
    # What was done is told all the same.
    assert states() == ["done"] * 4


def test_nothing_that_was_typed_is_kept_in_the_open(browse, forms):
    form = forms["candidate"]
    browse.post(form.address, form.data())
    [kept] = Write.objects.values()
    assert "zeynep" not in str(kept).lower()


def test_after_a_year_it_is_forgotten(browse, forms):
    browse.post(forms["note"].address, forms["note"].data())
    a_year_ago = timezone.now() - timedelta(days=366)
    Write.objects.update(ended_at=a_year_ago)
    browse.post(forms["pool"].address, forms["pool"].data())
    call_command("purge")
    [left] = Write.objects.all()
    assert left.action == "new_pool"
