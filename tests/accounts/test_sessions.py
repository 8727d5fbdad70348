"""How long somebody stays signed in."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts.session_store import SessionStore
from tests.conftest import PASSWORD
from tests.each_case import each_case

ACCOUNT = "/account/"
HOUR = 3600


def signed_in(user: User) -> Client:
    client = Client()
    form = {"username": user.username, "password": PASSWORD}
    client.post(reverse("login"), form)
    assert client.get(ACCOUNT).status_code == 200
    return client


def let_pass(client: Client, *, away: int, since_sign_in: int) -> None:
    session = client.session
    session["_seen_at"] -= away
    session["_started_at"] -= since_sign_in
    session.save()


@pytest.fixture
def here(keyless: User) -> Client:
    return signed_in(keyless)


def test_an_hour_without_a_click_ends_it(here: Client):
    let_pass(here, away=HOUR, since_sign_in=HOUR)
    answer = here.get(f"{ACCOUNT}?x=1")
    assert answer.status_code == 302
    assert urlsplit(answer.url).path == reverse("login")
    assert parse_qs(urlsplit(answer.url).query) == {"next": [f"{ACCOUNT}?x=1"]}


def test_who_comes_back_is_led_to_where_they_were(here: Client, keyless: User):
    let_pass(here, away=2 * HOUR, since_sign_in=2 * HOUR)
    sign_in_page = here.get(reverse("accounts:password")).url
    form = {"username": keyless.username, "password": PASSWORD}
    assert here.post(sign_in_page, form).url == reverse("accounts:password")
    assert here.get(ACCOUNT).status_code == 200


def test_htmx_is_led_to_sign_in_with_the_whole_page(here: Client):
    let_pass(here, away=HOUR, since_sign_in=HOUR)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/pools/7/"}
    answer = here.get("/pools/7/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/login/?next=%2Fpools%2F7%2F"


def test_the_session_is_gone_and_not_only_its_cookie(here: Client):
    key = here.cookies["sessionid"].value
    let_pass(here, away=HOUR, since_sign_in=HOUR)
    here.get(ACCOUNT)
    assert not Session.objects.exists()
    here.cookies["sessionid"] = key
    assert here.get(ACCOUNT).status_code == 302


def test_clicks_keep_it_alive(here: Client):
    for _ in range(3):
        let_pass(here, away=HOUR - 60, since_sign_in=HOUR - 60)
        assert here.get(ACCOUNT).status_code == 200


def test_twelve_hours_end_it_however_often_one_clicks(here: Client):
    for hours in range(1, 12):
        let_pass(here, away=HOUR - 60, since_sign_in=HOUR)
        assert here.get(ACCOUNT).status_code == 200, hours
    let_pass(here, away=60, since_sign_in=HOUR)
    assert here.get(ACCOUNT).status_code == 302


def test_the_settings_say_how_long(here: Client, settings):
    settings.SESSION_IDLE_MINUTES = 5
    let_pass(here, away=300, since_sign_in=300)
    assert here.get(ACCOUNT).status_code == 302


def test_the_cookie_lasts_no_longer_than_the_longest_session(keyless: User):
    form = {"username": keyless.username, "password": PASSWORD}
    cookie = Client().post(reverse("login"), form).cookies["sessionid"]
    assert cookie["max-age"] == 12 * HOUR
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_page_soon_after_another_writes_nothing(
    here: Client, django_assert_num_queries
):
    # The session, its user, the stored key, the outbox.
    with django_assert_num_queries(4):
        here.get(ACCOUNT)


def test_a_new_key_of_recruspace_does_not_begin_the_hours_anew(
    here: Client, sandbox, keyless: User
):
    started = here.session["_started_at"]
    here.post(reverse("accounts:key"), {"api_key": sandbox.keys[0]})
    assert here.session["_started_at"] == started


def test_signing_out_everywhere_else_leaves_this_browser(
    here: Client, keyless: User, superuser: User
):
    elsewhere, other_user = signed_in(keyless), signed_in(superuser)
    answer = here.post(reverse("accounts:sign_out_elsewhere"), follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert here.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT).status_code == 302
    assert other_user.get(ACCOUNT).status_code == 200


def test_signing_out_elsewhere_is_a_button_and_not_a_link(here: Client):
    address = reverse("accounts:sign_out_elsewhere")
    assert f'action="{address}"' in here.get(ACCOUNT).content.decode()
    ids = set(Session.objects.values_list("pk", flat=True))
    assert here.get(address).url == ACCOUNT
    assert set(Session.objects.values_list("pk", flat=True)) == ids


def test_signing_in_changes_the_id_of_the_session(keyless: User):
    client = Client()
    client.cookies["sessionid"] = "chosenbysomebodyelse1234567890ab"
    client.post(reverse("login"), {"username": keyless.username, "password": PASSWORD})
    assert client.cookies["sessionid"].value != "chosenbysomebodyelse1234567890ab"


@each_case("value", ["x", "x" * 8000, "", '"a\\000b"', "../../etc", "ünlü", ";;=,"])
def test_a_cookie_of_garbage_leads_to_sign_in(db, value: str):
    client = Client(headers={"Cookie": f"sessionid={value}; csrftoken={value}"})
    answer = client.get(ACCOUNT)
    assert answer.status_code == 302
    assert urlsplit(answer.url).path == reverse("login")
    assert client.get(reverse("login")).status_code == 200


@pytest.fixture
def signed_out_meanwhile(monkeypatch) -> None:
    """Each session is ended elsewhere just after it is read."""
    load = SessionStore.load

    def load_and_lose(store: SessionStore) -> dict[str, Any]:
        found = load(store)
        Session.objects.all().delete()
        return found

    monkeypatch.setattr(SessionStore, "load", load_and_lose)


def test_a_session_that_ends_while_its_page_is_made_is_signed_out(
    here: Client, request: pytest.FixtureRequest
):
    let_pass(here, away=120, since_sign_in=120)
    request.getfixturevalue("signed_out_meanwhile")
    assert here.get(ACCOUNT).status_code == 302


def test_a_page_that_would_have_noted_something_says_what_happened(
    browse: Client, company, request: pytest.FixtureRequest
):
    browse.get(ACCOUNT)
    request.getfixturevalue("signed_out_meanwhile")
    answer = browse.get(reverse("pools:detail", args=[next(iter(company.pools))]))
    assert answer.status_code == 400
    assert "You were signed out while this page was loading" in answer.content.decode()


def test_after_a_session_that_had_ended_the_way_leads_on(
    keyless_browse: Client, keyless: User
):
    form = {"username": keyless.username, "password": PASSWORD}
    keyless_browse.session.flush()
    asked = keyless_browse.post(reverse("accounts:sign_out_elsewhere"))
    back = keyless_browse.post(asked["Location"], form, follow=True)
    assert back.redirect_chain[-1] == (ACCOUNT, 302)
    assert back.status_code == 200


def test_who_signs_out_after_it_had_ended_is_signed_out(keyless_browse: Client):
    keyless_browse.session.flush()
    answer = keyless_browse.post(reverse("logout"))
    assert answer["Location"] == reverse("login")
