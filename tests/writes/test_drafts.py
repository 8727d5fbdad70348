"""What was typed comes back: after a session that had ended, a page that was open for
too long, and a key that Recruspace no longer takes."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.writes.form_ids import new_form_id
from recruspace_dashboard.writes.models import Draft
from tests.conftest import PASSWORD
from tests.http import HTMX, text
from tests.writes.conftest import Sent, opened, sent

BACK = "What you typed before has been restored."


@pytest.fixture
def signed_out(browse, form):
    """A browser with an open form, whose session then ended; and the form's id."""
    form_id = opened(browse, form)
    browse.session.flush()
    return browse, form_id


def sign_in(browser: Client, user: User, address: str):
    data = {"username": user.username, "password": PASSWORD}
    return browser.post(address, data)


def test_a_form_sent_after_the_session_is_back_after_signing_in(
    signed_out, user, sandbox, form: Sent
):
    browser, form_id = signed_out
    asked = browser.post(form.address, form.data(form_id=form_id))
    assert asked["Location"].startswith("/login/?next=")
    assert sent(sandbox, form) == 0
    page = browser.get(sign_in(browser, user, asked["Location"]).url, follow=True)
    assert BACK in text(page)
    for value in form.typed.values():
        if value != "on":
            assert str(value) in text(page)
    assert ("Choose the file again." in text(page)) is bool(form.files)
    # Also on a phone, which loads anew a page that one comes back to.
    assert BACK in text(browser.get(form.page))
    Draft.objects.update(shown_at=timezone.now() - Draft.RELOAD_WINDOW)
    assert BACK not in text(browser.get(form.page))
    assert not Draft.objects.exists()


def test_what_came_back_is_forgotten_once_it_is_sent(
    signed_out, user, sandbox, form: Sent
):
    browser, form_id = signed_out
    asked = browser.post(form.address, form.data(form_id=form_id))
    sign_in(browser, user, asked["Location"])
    assert browser.post(form.address, form.data()).status_code == 302
    assert sent(sandbox, form) == 1
    assert not Draft.objects.exists()


def test_a_choice_comes_back_also_where_its_list_cannot_be_read(
    browse, user, sandbox, company
):
    job = next(job for job in company.jobs.values() if job.status == "published")
    typed = {"first_name": ["Zeynep"], "job_post": [job.hash]}
    Draft.store(user, "/candidates/new/", typed)
    sandbox.reply("GET", "/job-posts/", status=500)
    page = text(browse.get("/candidates/new/"))
    assert "The job posts could not be loaded." in page
    assert f'<option value="{job.hash}" selected>' in page
    assert page.count(BACK) == 1


def test_htmx_comes_back_to_the_page_it_was_on(signed_out, user, form: Sent):
    browser, form_id = signed_out
    headers = {
        "HX-Request": "true",
        "HX-Current-URL": f"http://testserver{form.page}",
    }
    asked = browser.post(form.address, form.data(form_id=form_id), headers=headers)
    led = sign_in(browser, user, asked.headers["HX-Redirect"]).url
    assert led == form.page
    assert BACK in text(browser.get(led))


def test_nobody_else_gets_it(signed_out, user, superuser, sandbox, form: Sent):
    browser, form_id = signed_out
    browser.post(form.address, form.data(form_id=form_id))
    ApiKey.store(superuser, sandbox.keys[1])
    sign_in(browser, superuser, "/login/")
    assert BACK not in text(browser.get(form.page))
    assert Draft.objects.filter(owner=user).count() == 1


def test_nobody_plants_a_draft_with_an_id_that_we_did_not_make(db, user):
    form = {"name": "planted", "form_id": f"{user.pk}.d9428888-122b-11e1-b85c"}
    assert Client().post("/pools/new/", form).status_code == 302
    assert not Draft.objects.exists()


def test_who_is_gone_gets_no_draft(db, user):
    form = {"name": "late", "form_id": new_form_id(user.pk)}
    User.objects.update(is_active=False)
    Client().post("/pools/new/", form)
    assert not Draft.objects.exists()


def test_a_page_that_was_open_for_too_long_keeps_what_was_typed(user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    browser.get("/pools/new/")
    form = {"name": "Typed with care", "form_id": new_form_id(user.pk)}
    refused = browser.post("/pools/new/", form)
    assert refused.status_code == 403
    assert "Nothing was sent, and what you typed is saved." in text(refused)
    in_page = browser.post("/pools/new/", form, headers=HTMX)
    assert in_page.status_code == 403
    assert in_page["HX-Retarget"] == "#fault"
    assert text(in_page).startswith('<div id="fault">')
    link = re.search(r'href="(/pools/new/)"', text(refused))
    assert link[0] in text(in_page)
    assert 'value="Typed with care"' in text(browser.get(link[1]))


def test_a_refused_key_keeps_the_form_for_after_the_new_one(
    browse, sandbox, form: Sent
):
    form_id = opened(browse, form)
    sandbox.reply("POST", "/", status=401, times=1)
    refused = browse.post(form.address, form.data(form_id=form_id))
    assert refused.status_code == 403
    link = re.search(r'href="(/account/key/\?next=[^"]+)"', text(refused))[1]
    stored = browse.post(link, {"api_key": sandbox.keys[0]})
    assert BACK in text(browse.get(stored["Location"], follow=True))


def test_so_does_a_key_that_is_gone(browse, user, form: Sent):
    form_id = opened(browse, form)
    ApiKey.objects.all().delete()
    asked = browse.post(form.address, form.data(form_id=form_id))
    assert asked["Location"].startswith("/account/key/?next=")
    assert Draft.objects.filter(owner=user).count() == 1


@pytest.mark.parametrize("form", ["pool", "note", "candidate", "apply"], indirect=True)
def test_a_draft_cannot_be_read_in_the_database(signed_out, form: Sent):
    browser, form_id = signed_out
    browser.post(form.address, form.data(form_id=form_id))
    [draft] = Draft.objects.values()
    # A value of two letters stands in many a ciphertext by chance.
    telling = [value for value in map(str, form.typed.values()) if len(value) > 5]
    assert telling
    for value in telling:
        assert value not in str(draft)


def test_what_was_typed_for_one_pool_is_not_put_into_another(browse, user, company):
    one, other = list(company.pools)[:2]
    typed = {"first_name": ["Zeynep"], "talent_pool_id": [str(one)]}
    Draft.store(user, f"/candidates/new/?pool={one}", typed)
    page = text(browse.get(f"/candidates/new/?pool={other}"))
    assert BACK not in page
    assert f'<option value="{other}" selected>' in page
    for address in (f"/candidates/new/?pool={one}", "/candidates/new/"):
        page = text(browse.get(address))
        assert BACK in page
        assert f'<option value="{one}" selected>' in page


def test_the_address_of_a_draft_holds_nothing_personal(user):
    Draft.store(user, "/candidates/new/?email=ada%40example.com", {"email": ["x"]})
    [draft] = Draft.objects.values()
    assert "example.com" not in str(draft)


def test_a_row_that_comes_back_is_not_found_fault_with(browse, user, company):
    job = next(job for job in company.jobs.values() if job.status == "published")
    name = next(
        f"answer_{each.id}"
        for each in job.questions
        if each.question_key == "Experience"
    )
    typed = {f"{name}-0-company_name": ["Çınar A.Ş."]}
    Draft.store(user, f"/jobs/{job.hash}/apply/", typed)
    page = text(browse.get(f"/jobs/{job.hash}/apply/"))
    assert 'value="Çınar A.Ş."' in page
    assert "This field is required." not in page


def test_a_lost_encryption_key_loses_the_draft_and_nothing_else(user, settings):
    Draft.store(user, "/pools/new/", {"name": ["x"]})
    settings.ENCRYPTION_KEYS = ["bmV3IGtleSBuZXcga2V5IG5ldyBrZXkgbmV3IGtleSE="]
    assert Draft.load(user, "/pools/new/") is None


def test_the_longest_note_is_kept_in_whatever_letters(user):
    for letter in "xş😀":
        note = {"text": [letter * 10_000]}
        assert Draft.store(user, "/candidates/1/notes/", note)
        kept = Draft.load(user, "/candidates/1/notes/")
        assert kept["text"] == letter * 10_000


def test_too_much_is_not_kept_and_nobody_says_it_is(browse, user):
    form = {"name": "x" * Draft.MAX_BYTES, "form_id": new_form_id(user.pk)}
    browse.session.flush()
    asked = browse.post("/pools/new/", form)
    assert not Draft.objects.exists()
    page = text(browse.get(asked["Location"]))
    assert "Sign in" in page
    assert "is saved" not in page


def test_a_user_has_a_few_drafts_and_one_of_each_form(user):
    for number in range(9):
        Draft.store(user, f"/candidates/{number}/notes/", {"text": [str(number)]})
        Draft.store(user, "/pools/new/", {"name": [str(number)]})
    assert Draft.objects.count() <= Draft.MAX_PER_USER
    assert Draft.load(user, "/pools/new/")["name"] == "8"


def test_after_a_week_a_draft_is_forgotten(user):
    Draft.store(user, "/pools/new/", {"name": ["old"]})
    Draft.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert Draft.load(user, "/pools/new/") is None


def test_no_key_of_the_api_is_ever_kept(browse, user):
    browse.session.flush()
    form = {"api_key": "rs_live_secret", "form_id": new_form_id(user.pk)}
    browse.post("/account/key/", form)
    kept = Draft.load(user, "/account/key/")
    assert "api_key" not in kept


def test_a_draft_is_shown_also_while_the_database_cannot_be_written(
    signed_out, user, form: Sent, monkeypatch
):
    browser, form_id = signed_out
    asked = browser.post(form.address, form.data(form_id=form_id))
    sign_in(browser, user, asked["Location"])

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    for method in ("update", "delete"):
        monkeypatch.setattr(QuerySet, method, full)
    assert BACK in text(browser.get(form.page))
