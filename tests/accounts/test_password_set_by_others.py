"""A password that a superuser sets: it opens nothing but the page to change it, and no
API key of its user."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.writes.models import Draft
from tests.accounts.test_password import change
from tests.accounts.test_team import NEW_PASSWORD, add, messages, set_password
from tests.conftest import PASSWORD

OWN_PASSWORD = "a horse of my own choice"


def sign_in(username: str, password: str, query: str = "") -> Client:
    client = Client()
    form = {"username": username, "password": password}
    assert client.post(reverse("login") + query, form).status_code == 302
    return client


@pytest.fixture
def reset(user: User, boss: Client) -> Client:
    """A browser of `user`, signed in with the password that a superuser has set."""
    set_password(boss, user, NEW_PASSWORD)
    return sign_in(user.username, NEW_PASSWORD)


def test_the_api_key_is_deleted_and_the_superuser_is_told(user: User, boss: Client):
    page = boss.get(reverse("team:password", args=[user.pk])).content.decode()
    assert "deletes their stored API key" in page
    Draft.store(user, "/pools/new/", {"name": ["Newcomers"]})
    set_password(boss, user, NEW_PASSWORD)
    assert not ApiKey.objects.filter(user=user).exists()
    assert "ayse has a new password. Their stored API key was deleted." in messages(
        boss
    )
    assert Draft.objects.filter(owner=user).exists()


def test_where_no_key_was_stored_none_is_said_to_be_deleted(
    keyless: User, boss: Client
):
    set_password(boss, keyless, NEW_PASSWORD)
    page = messages(boss)
    assert "charlie has a new password." in page
    assert "was deleted" not in page


def test_a_refused_password_deletes_no_key(user: User, boss: Client):
    assert set_password(boss, user, "short").status_code == 422
    assert ApiKey.objects.filter(user=user).exists()
    assert sign_in(user.username, PASSWORD).get("/account/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/pools/", "/account/", "/account/key/", "/team/", "/candidates/1/cv/"],
)
def test_until_it_is_changed_every_page_leads_to_that_of_the_password(
    reset: Client, sandbox, address: str
):
    answer = reset.get(f"{address}?a=1")
    assert answer.status_code == 302
    assert (
        answer.url == f"/account/password/?next={address.replace('/', '%2F')}%3Fa%3D1"
    )
    posted = reset.post(address, {"api_key": sandbox.keys[0]})
    assert posted.url.startswith("/account/password/")
    assert not ApiKey.objects.exists()
    assert sandbox.requests == []


def test_htmx_leaves_the_page_too(reset: Client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/pools/"}
    answer = reset.get("/pools/menu/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/account/password/?next=%2Fpools%2F"


def test_its_page_says_why_and_offers_no_way_but_out(reset: Client):
    page = reset.get(reverse("accounts:password")).content.decode()
    assert "An administrator has set your password." in page
    assert '<form method="post" action="/logout/">' in page
    assert 'href="/pools/"' not in page
    assert "Cancel" not in page
    assert reset.post("/logout/").url == reverse("login")


def test_language_and_theme_can_be_chosen_as_by_anybody(reset: Client):
    reset.post("/account/preferences/", {"language": "tr", "next": "/pools/"})
    page = reset.get(reverse("accounts:password")).content.decode()
    assert '<html lang="tr"' in page


def test_after_the_change_the_way_leads_on_and_the_next_sign_in_is_as_usual(
    reset: Client, user: User
):
    form = {
        "old_password": NEW_PASSWORD,
        "new_password1": OWN_PASSWORD,
        "new_password2": OWN_PASSWORD,
    }
    led = reset.get("/account/").url
    answer = reset.post(led, form)
    assert answer.url == "/account/"
    assert reset.get(answer.url).status_code == 200
    again = sign_in(user.username, OWN_PASSWORD)
    assert again.get("/account/").status_code == 200
    page = again.get(reverse("accounts:password")).content.decode()
    assert "An administrator" not in page
    assert 'href="/pools/"' in page


def test_the_password_that_was_set_is_no_choice(reset: Client):
    answer = change(reset, NEW_PASSWORD, NEW_PASSWORD)
    assert answer.status_code == 422
    assert "This is your current password." in answer.content.decode()
    assert reset.get("/account/").status_code == 302


def test_a_wrong_old_password_opens_nothing(reset: Client):
    assert change(reset, PASSWORD, OWN_PASSWORD).status_code == 422
    assert reset.get("/account/").status_code == 302


def test_a_user_who_was_added_chooses_a_password_first(boss: Client):
    add(boss)
    browser = sign_in("deniz", NEW_PASSWORD)
    assert browser.get("/account/").url.startswith("/account/password/")
    change(browser, NEW_PASSWORD, OWN_PASSWORD)
    assert browser.get("/account/").status_code == 200


def test_each_sign_in_asks_until_it_is_changed(reset: Client, user: User):
    other = sign_in(user.username, NEW_PASSWORD, "?next=/pools/")
    assert other.get("/pools/").status_code == 302
    change(other, NEW_PASSWORD, OWN_PASSWORD)
    # The change ended the first session.
    assert reset.get("/account/").url.startswith(reverse("login"))


def test_a_password_of_ones_own_is_not_to_be_changed(keyless: User):
    browser = sign_in(keyless.username, PASSWORD)
    change(browser, PASSWORD, OWN_PASSWORD)
    assert sign_in(keyless.username, OWN_PASSWORD).get("/account/").status_code == 200


@pytest.mark.django_db
def test_a_password_of_createsuperuser_is_not_to_be_changed(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--no-input", username="root", email="")
    assert sign_in("root", PASSWORD).get("/team/").status_code == 200
