"""After an answer that leaves open what has happened: the page says so, looks, and
sends again only when it is told to."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from recruspace_dashboard.sandbox import shapes
from recruspace_dashboard.sandbox.server import QuietHandler
from recruspace_dashboard.sandbox.state import Company
from recruspace_dashboard.writes.models import Write
from tests.http import HTMX, text
from tests.services.raw_server import RawServer, silence, then_close
from tests.writes.conftest import EMAIL, FORMS, Sent, opened, sent, states

UNCLEAR = [500, 502, 503, 504]


# An application sends its file first, and is told of further below.
@pytest.mark.parametrize(
    "form", [one for one in FORMS if one != "apply"], indirect=True
)
@pytest.mark.parametrize("status", UNCLEAR)
def test_an_unclear_answer_is_told_and_nothing_sent_again(
    browse, sandbox, form: Sent, status
):
    form_id = opened(browse, form)
    sandbox.reply("POST", "/", status=status, body="<h1>oops</h1>")
    response = browse.post(form.address, form.data(form_id=form_id))
    assert response.status_code == 502
    assert "The change may or may not have been made" in text(response)
    assert 'name="send_again"' in text(response)
    assert states() == ["unknown"]
    again = browse.post(form.address, form.data(form_id=form_id))
    assert again.status_code == 409
    assert sent(sandbox, form) == 1


def test_a_file_that_may_be_there_leaves_an_application_as_it_was(
    browse, sandbox, forms
):
    form = forms["apply"]
    sandbox.reply("POST", "/utilities/", status=500)
    response = browse.post(form.address, form.data())
    assert response.status_code == 502
    assert states() == ["refused"]
    assert sent(sandbox, form) == 0


def test_an_application_may_have_arrived(browse, sandbox, forms):
    form = forms["apply"]
    form_id = opened(browse, form)
    sandbox.reply("POST", "/job-posts/", status=502, times=1)
    browse.post(form.address, form.data(form_id=form_id))
    assert states() == ["unknown"]
    again = browse.post(form.address, form.data(form_id=form_id, send_again="yes"))
    assert again.status_code == 302
    assert sent(sandbox, form) == 2


def test_what_has_arrived_is_found(browse, sandbox, company: Company, forms):
    """The API made the pool and then failed to say so."""
    form = forms["pool"]
    browse.post(form.address, form.data())
    made = max(company.pools.values(), key=lambda pool: pool.id)
    sandbox.reply("POST", "/talent-pools/create/", status=500)
    response = browse.post(form.address, form.data(send_again="yes"))
    assert "Found in Recruspace:" in text(response)
    assert f'<a href="/pools/{made.id}/">Newcomers</a>' in text(response)
    assert "hx-trigger" not in text(response).split("Found in")[1].split("</div>")[0]


def test_a_user_who_has_arrived_is_found(browse, sandbox, company, forms):
    form = forms["candidate"]
    browse.post(form.address, form.data())
    user = next(one for one in company.candidates.values() if one.email == EMAIL)
    sandbox.reply("POST", "/candidates/add/", status=500)
    data = form.data(send_again="yes", add_again=EMAIL)
    response = browse.post(form.address, data)
    assert f'<a href="/candidates/{user.id}/">Zeynep Ak</a>' in text(response)


def test_an_older_thing_of_the_same_name_is_not_it(browse, sandbox, company, forms):
    old = next(iter(company.pools.values()))
    sandbox.reply("POST", "/talent-pools/create/", status=500)
    response = browse.post("/pools/new/", {"name": old.name})
    assert "Found in Recruspace:" not in text(response)
    assert "It does not seem to be in Recruspace." in text(response)


def test_the_look_asks_the_api_and_no_memory(browse, sandbox, forms):
    browse.get("/pools/")
    sandbox.requests.clear()
    sandbox.reply("POST", "/talent-pools/create/", status=500)
    browse.post("/pools/new/", forms["pool"].data())
    assert [call.method for call in sandbox.requests] == ["POST", "GET"]


def test_a_page_looks_by_itself_twice_and_then_leaves_it(browse, sandbox, forms):
    form = forms["candidate"]
    form_id = opened(browse, form)
    sandbox.reply("POST", "/candidates/add/", status=500)
    page = text(browse.post(form.address, form.data(form_id=form_id)))
    for look in ("1", "2"):
        assert f'hx-vals=\'{{"look": "{look}"}}\'' in page
        # What htmx sends has no file in it.
        sent_along = {"form_id": form_id, "email": EMAIL, "look": look}
        response = browse.post(form.address, sent_along, headers=HTMX)
        page = text(response)
        assert response.status_code == 409
        assert response["HX-Retarget"] == "#form-errors"
    assert "hx-trigger" not in page
    assert 'name="send_again"' in page
    assert sent(sandbox, form) == 1


def test_where_the_look_fails_it_stays_unknown(browse, sandbox, forms):
    sandbox.reply("*", "/talent-pools/", status=500)
    page = text(browse.post("/pools/new/", forms["pool"].data()))
    assert "The change may or may not have been made." in page
    assert 'name="look" value="1"' in page


def test_a_note_cannot_be_looked_for_and_stays_to_be_copied(browse, sandbox, forms):
    form = forms["note"]
    sandbox.reply("POST", "/candidates/add-note/", status=500)
    page = text(browse.post(form.address, form.data()))
    assert "Notes are visible only in Recruspace" in page
    assert "Call her.</textarea>" in page


def test_a_change_that_does_no_harm_twice_says_so(browse, sandbox, company):
    pool = next(iter(company.pools.values()))
    sandbox.reply("PATCH", "/talent-pools/", status=500)
    page = text(browse.post(f"/pools/{pool.id}/rename/", {"name": "Other"}))
    assert "You can safely send it again." in page
    assert 'name="send_again"' not in page


@pytest.mark.parametrize(
    ("reply", "status"), [(then_close(), 503), (silence, 504)], ids=["dropped", "hung"]
)
def test_a_broken_answer_is_unclear_too(browse, settings, forms, reply, status):
    form = forms["pool"]
    form_id = opened(browse, form)
    settings.RECRUSPACE_SECONDS = 2
    server = RawServer(reply)
    settings.RECRUSPACE_API_URL = server.url
    response = browse.post(form.address, form.data(form_id=form_id))
    assert response.status_code == status
    assert 'value="Newcomers"' in text(response)
    assert states() == ["unknown"]
    browse.post(form.address, form.data(form_id=form_id))
    posts = [each for each in server.requests if each.line.startswith("POST")]
    assert len(posts) == 1
    server.stop()


def test_where_nothing_could_be_sent_the_form_is_as_new(browse, settings, forms):
    form = forms["pool"]
    form_id = opened(browse, form)
    settings.RECRUSPACE_API_URL, right = (
        "http://127.0.0.1:9",
        settings.RECRUSPACE_API_URL,
    )
    response = browse.post(form.address, form.data(form_id=form_id))
    assert response.status_code == 503
    assert "may or may not" not in text(response)
    assert states() == ["refused"]
    settings.RECRUSPACE_API_URL = right
    assert browse.post(form.address, form.data(form_id=form_id)).status_code == 302


@pytest.mark.parametrize("minutes", [-30, -2, 2, 30])
@pytest.mark.parametrize("name", ["pool", "candidate"])
def test_what_has_arrived_is_found_by_the_clock_of_recruspace(
    browse, sandbox, company, forms, name, minutes, monkeypatch
):
    """Its clock is behind ours, or ahead; its answers say what time it is there."""
    ahead, now = timedelta(minutes=minutes), timezone.now()
    form, form_id = forms[name], opened(browse, forms[name])
    browse.post(form.address, form.data(form_id=form_id))
    Write.objects.update(state="unknown", sent_at=now)
    made = newest(company.pools if name == "pool" else company.candidates)
    shape = shapes.pool(made, company, str) if name == "pool" else {"id": made.id}
    shown = format_datetime(now + ahead)
    monkeypatch.setattr(QuietHandler, "date_time_string", lambda *_: shown)

    def look(created_at) -> str:
        told = shape | {"email": EMAIL, "created_at": shapes.moment(created_at)}
        for path, body in {
            "/talent-pools/": [told],
            "/candidates/search": [told],
            f"/candidates/{made.id}/": told,
        }.items():
            sandbox.reply("GET", path, body=body, times=1)
        page = text(browse.post(form.address, form.data(form_id=form_id, look="2")))
        sandbox.api.rules.clear()
        return page

    assert "Found in Recruspace:" in look(now + ahead + timedelta(seconds=1))
    assert "It does not seem to be in Recruspace" in look(
        now + ahead - timedelta(minutes=5)
    )


@pytest.mark.parametrize("date", ["", "soon", "Mon, 01 Jan 0001 00:00:00 GMT"])
def test_a_clock_that_cannot_be_read_changes_nothing(
    browse, sandbox, company, forms, date, monkeypatch
):
    form, form_id = forms["pool"], opened(browse, forms["pool"])
    browse.post(form.address, form.data(form_id=form_id))
    Write.objects.update(state="unknown")
    monkeypatch.setattr(QuietHandler, "date_time_string", lambda *_: date)
    page = text(browse.post(form.address, form.data(form_id=form_id, look="2")))
    assert "Found in Recruspace:" in page


def newest(things):
    return max(things.values(), key=lambda one: one.id)
