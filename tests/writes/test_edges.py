"""Forms sent at the same moment, long ago, with something else in them, or by htmx."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from recruspace_dashboard.services.talent_pools import TalentPools
from recruspace_dashboard.writes import submit
from recruspace_dashboard.writes.form_ids import new_form_id
from recruspace_dashboard.writes.models import Draft, Write
from tests.conftest import Browser
from tests.http import text
from tests.writes.conftest import EMAIL, Sent, opened, sent, states

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/pools/new/"}


def at_once(user, *posts: Callable[[Client], Any]) -> list[Any]:
    """The outcome of posts that tabs of `user` made at the same moment."""
    barrier = Barrier(len(posts))

    def run(post: Callable[[Client], Any]) -> Any:
        try:
            tab = Browser()
            tab.force_login(user)
            barrier.wait()
            return post(tab)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(posts)) as threads:
        return list(threads.map(run, posts))


@pytest.mark.django_db(transaction=True)
def test_clicks_at_once_on_each_form_make_one_and_lead_to_it(
    user, browse, sandbox, form: Sent
):
    def click(tab: Client) -> Any:
        return tab.post(form.address, form.data(form_id=form_id))

    form_id = new_form_id(user.pk)
    answers = at_once(user, *[click] * 5)
    assert sent(sandbox, form) == 1
    [address] = {answer["Location"] for answer in answers}
    assert address != "/"
    assert states() == ["done"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("refused_before", [False, True])
def test_two_tabs_at_once_make_one(user, sandbox, forms, refused_before):
    form, first = forms["note"], new_form_id(user.pk)
    if refused_before:
        sandbox.reply("POST", "/candidates/add-note/", status=400, times=1)
        at_once(user, lambda tab: tab.post(form.address, form.data(form_id=first)))
    made = sent(sandbox, form)
    answers = at_once(
        user,
        lambda tab: tab.post(form.address, form.data(form_id=first)),
        lambda tab: tab.post(form.address, form.data()),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert sent(sandbox, form) == made + 1


def test_a_tab_sent_while_another_is_sending_is_held(browse, user, sandbox, forms):
    """Also where the id of the tab is older, as it was refused before."""
    form, first = forms["note"], new_form_id(user.pk)
    sandbox.reply("POST", "/candidates/add-note/", status=400, times=1)
    browse.post(form.address, form.data(form_id=first))
    browse.post(form.address, form.data())
    Write.objects.filter(state="done").update(state="sending")
    held = browse.post(form.address, form.data(form_id=first))
    assert "You sent exactly the same a moment ago." in text(held)
    assert sent(sandbox, form) == 2


def test_something_else_in_a_form_that_is_done_is_not_taken_for_saved(
    browse, sandbox, forms
):
    form, form_id = forms["note"], opened(browse, forms["note"])
    browse.post(form.address, form.data(form_id=form_id))
    other = form.data(form_id=form_id, text="Something else.")
    held = browse.post(form.address, other)
    assert held.status_code == 409
    assert "This form can no longer be sent." in text(held)
    assert "Something else.</textarea>" in text(held)
    assert sent(sandbox, form) == 1


def test_a_form_that_was_open_for_a_week_is_not_sent(
    browse, user, sandbox, forms, monkeypatch
):
    eight_days_ago = timezone.now() - timedelta(days=8)
    with monkeypatch.context() as then:
        then.setattr("time.time", eight_days_ago.timestamp)
        form_id = new_form_id(user.pk)
    form = forms["pool"]
    held = browse.post(form.address, form.data(form_id=form_id))
    assert "This form can no longer be sent." in text(held)
    assert sent(sandbox, form) == 0


def test_what_a_slow_request_says_at_last_does_not_hide_a_later_one(browse, forms):
    browse.post(forms["pool"].address, forms["pool"].data())
    slow = Write.objects.get()
    Write.objects.update(state="unknown", attempts=2)
    slow.end(Write.State.REFUSED)
    assert states() == ["unknown"]


def test_done_without_an_address_leads_home_and_not_round_in_a_circle(
    browse, forms, monkeypatch
):
    monkeypatch.setattr(submit, "FIRST_CLICK_WAIT_SECONDS", 0.1)
    form, form_id = forms["pool"], opened(browse, forms["pool"])
    browse.post(form.address, form.data(form_id=form_id))
    for sealed in ("", "v1.gone.x"):
        Write.objects.update(sealed_address=sealed)
        again = browse.post(form.address, form.data(form_id=form_id))
        assert again["Location"] == "/"


def test_a_look_after_lunch_still_finds_it(browse, sandbox, company, forms):
    form, form_id = forms["pool"], opened(browse, forms["pool"])
    browse.post(form.address, form.data(form_id=form_id))
    hours_ago = timezone.now() - timedelta(hours=2)
    Write.objects.update(state="unknown", sent_at=hours_ago)
    made = max(company.pools.values(), key=lambda pool: pool.id)
    made.created_at = hours_ago + timedelta(seconds=3)
    page = text(browse.post(form.address, form.data(form_id=form_id, look="2")))
    assert f'<a href="/pools/{made.id}/">Newcomers</a>' in page
    made.created_at = hours_ago - timedelta(minutes=5)
    page = text(browse.post(form.address, form.data(form_id=form_id, look="2")))
    assert "Found in Recruspace:" not in page


def test_a_look_at_what_is_done_by_now_leads_to_it(browse, forms):
    form, form_id = forms["pool"], opened(browse, forms["pool"])
    led_to = browse.post(form.address, form.data(form_id=form_id))["Location"]
    look = form.data(form_id=form_id, look="1")
    assert browse.post(form.address, look)["Location"] == led_to


def test_what_is_purged_while_it_is_sent_is_still_sent_once(browse, sandbox, forms):
    form, create = forms["pool"], TalentPools.create

    def create_and_purge(*args, **kwargs):
        made = create(*args, **kwargs)
        Write.objects.all().delete()
        return made

    with patch.object(TalentPools, "create", create_and_purge):
        response = browse.post(form.address, form.data())
    assert response.status_code == 302
    assert [call.method for call in sandbox.requests] == ["POST"]


def test_an_address_with_a_file_in_it_is_not_readable(browse, forms):
    led_to = browse.post(forms["upload"].address, forms["upload"].data())["Location"]
    [kept] = Write.objects.values()
    assert led_to.split("file=")[1][:20] not in str(kept)
    assert "/files/" not in str(kept)


def test_two_tabs_that_apply_with_the_cv_on_file_are_the_same(
    browse, sandbox, candidate, forms
):
    form = forms["apply"]

    def fill(tab: str) -> dict[str, Any]:
        token = re.search(r'name="cv_file_uploaded" value="([^"]+)"', tab)[1]
        return {**form.typed, "cv_file_uploaded": token}

    address = f"{form.page}?candidate={candidate.id}"
    first = fill(text(browse.get(address)))
    with pytest.MonkeyPatch.context() as later:
        a_minute_on = timezone.now() + timedelta(minutes=1)
        later.setattr("time.time", a_minute_on.timestamp)
        second = fill(text(browse.get(address)))
    assert first["cv_file_uploaded"] != second["cv_file_uploaded"]
    assert browse.post(form.address, first).status_code == 302
    assert "You sent exactly the same" in text(browse.post(form.address, second))
    assert sent(sandbox, form) == 1


def test_htmx_says_what_became_of_a_form_that_was_out_of_date(user, sandbox):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    form = {"name": "Typed with care", "form_id": new_form_id(user.pk)}
    refused = browser.post("/pools/new/", form, headers=HTMX)
    assert (refused.status_code, refused["HX-Retarget"]) == (403, "#fault")
    assert "Nothing was sent, and what you typed is saved." in text(refused)
    assert "<html" not in text(refused)
    assert 'value="Typed with care"' in text(browser.get("/pools/new/"))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_who_was_signed_out_is_told_that_it_is_kept(user, headers):
    browser = Client()
    form = {"name": "Typed with care", "form_id": new_form_id(user.pk)}
    browser.post("/pools/new/", form, headers=headers)
    assert "What you typed is saved." in text(browser.get("/login/"))


def test_a_draft_of_what_was_sent_after_all_does_not_come_back(browse, sandbox, forms):
    form, form_id = forms["pool"], opened(browse, forms["pool"])
    sandbox.reply("POST", "/talent-pools/create/", status=401, times=1)
    browse.post(form.address, form.data(form_id=form_id))
    assert Draft.objects.exists()
    sandbox.reset()
    assert browse.post(form.address, form.data(form_id=form_id)).status_code == 302
    assert not Draft.objects.exists()


def test_a_row_that_is_added_to_a_form_does_not_bring_a_draft_over_it(
    browse, user, company
):
    job = next(job for job in company.jobs.values() if len(job.questions) == 5)
    address = f"/jobs/{job.hash}/apply/"
    Draft.store(user, address, {"first_name": ["Old"], "email": [EMAIL]})
    fields = {"first_name": "New", "add_row": "answer_1"}
    page = text(browse.post(address, fields))
    assert 'value="New"' in page
    assert Draft.objects.exists()
