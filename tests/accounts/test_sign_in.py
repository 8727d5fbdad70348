import re
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD


def test_the_right_password_leads_home(client: Client, keyless: User):
    form = {"username": keyless.username, "password": PASSWORD}
    answer = client.post(reverse("login"), form)
    assert answer.status_code == 302
    assert answer.url == reverse("home")


def test_a_new_installation_says_how_to_make_the_first_user(client: Client, db):
    page = client.get(reverse("login")).content.decode()
    assert "<code>python manage.py createsuperuser</code>" in page
    assert "Ask the administrator" not in page


def test_once_there_is_a_user_nothing_is_said_of_it(client: Client, keyless: User):
    page = client.get(reverse("login")).content.decode()
    assert "createsuperuser" not in page
    assert "Ask the administrator" in page


def test_the_form_is_there_while_the_database_fails(client: Client):
    broken = DatabaseError("gone")
    with patch.object(User.objects, "exists", side_effect=broken, create=True):
        page = client.get(reverse("login")).content.decode()
    assert 'name="password"' in page
    assert "createsuperuser" not in page


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, keyless: User):
    form = {"username": keyless.username, "password": "wrong"}
    answer = client.post(reverse("login"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "correct username and password" in page
    assert f'value="{keyless.username}"' in page
    assert "wrong" not in page
    # Which is what is to be typed again.
    assert re.search(r'name="password"[^>]* autofocus', page)
    assert page.count(" autofocus") == 1


def errors_for(client: Client, username: str, password: str) -> list[str]:
    form = {"username": username, "password": password}
    answer = client.post(reverse("login"), form)
    return list(answer.context["form"].non_field_errors())


def test_nothing_tells_whether_a_user_exists(client: Client, keyless: User):
    known = errors_for(client, keyless.username, "wrong")
    unknown = errors_for(client, "nobody", "wrong")
    User.objects.filter(pk=keyless.pk).update(is_active=False)
    deactivated = errors_for(client, keyless.username, PASSWORD)
    assert known == unknown == deactivated != []


def test_who_is_signed_in_is_led_on(keyless_browse: Client):
    answer = keyless_browse.get(reverse("login"))
    assert answer.status_code == 302
    assert answer.url == reverse("home")


def test_sign_in_leads_back_to_the_page_that_was_asked_for(
    client: Client, keyless: User
):
    address = f"{reverse('login')}?next={reverse('accounts:account')}"
    form = {"username": keyless.username, "password": PASSWORD}
    assert client.post(address, form).url == reverse("accounts:account")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "///evil.example",
        "\t//evil.example",
        "https:evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "http://testserver@evil.example/",
        "\x01https://evil.example",
    ],
)
def test_sign_in_leads_to_no_other_site(client: Client, keyless: User, elsewhere: str):
    form = {"username": keyless.username, "password": PASSWORD, "next": elsewhere}
    assert client.post(reverse("login"), form).url == reverse("home")


def test_a_forged_address_of_htmx_leads_to_no_other_site(db, client: Client):
    for current in ["https://evil.example/x", "javascript:alert(1)", "http://[bad"]:
        headers = {"HX-Request": "true", "HX-Current-URL": current}
        answer = client.get(reverse("accounts:account"), headers=headers)
        assert answer.headers["HX-Redirect"] == "/login/?next=%2F"


def test_a_forged_address_of_htmx_ends_at_sign_in(client: Client, keyless: User):
    headers = {
        "HX-Request": "true",
        "HX-Current-URL": "http://testserver//evil.example",
    }
    answer = client.get(reverse("accounts:account"), headers=headers)
    form = {"username": keyless.username, "password": PASSWORD}
    assert client.post(answer.headers["HX-Redirect"], form).url == reverse("home")


def test_sign_out_clears_what_the_browser_kept(keyless_browse: Client):
    answer = keyless_browse.post(reverse("logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_sign_out_ends_the_session(keyless_browse: Client):
    session = keyless_browse.cookies["sessionid"].value
    answer = keyless_browse.post(reverse("logout"))
    assert answer.url == reverse("login")
    keyless_browse.cookies["sessionid"] = session
    assert keyless_browse.get(reverse("accounts:account")).status_code == 302


def test_sign_out_is_not_a_link(keyless_browse: Client):
    assert keyless_browse.get(reverse("logout")).status_code == 405
    assert keyless_browse.get(reverse("accounts:account")).status_code == 200


def test_sign_out_after_the_session_has_ended_leads_to_sign_in(db, client: Client):
    assert client.post(reverse("logout")).url == reverse("login")


@pytest.mark.django_db
def test_a_name_longer_than_any_is_refused_before_anybody_is_asked(
    client: Client, monkeypatch
):
    asked = []
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", asked.append)
    form = {"username": "x" * 151, "password": "correct horse battery"}
    answer = client.post(reverse("login"), form)
    assert answer.status_code == 422
    assert "at most 150 characters" in answer.content.decode()
    assert asked == []


PAGES = [
    *(f"accounts:{name}" for name in ("account", "password", "key", "key_delete")),
    *("team:list", "team:new"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_who_is_not_signed_in_is_led_to_sign_in(client: Client, name: str):
    address = reverse(name)
    answer = client.get(address)
    assert answer.status_code == 302
    assert urlsplit(answer.url).path == reverse("login")
    assert parse_qs(urlsplit(answer.url).query) == {"next": [address]}


@pytest.mark.django_db
def test_htmx_loads_sign_in_as_a_whole_page(client: Client):
    page = "/pools/3/?page=2"
    answer = client.get(
        reverse("accounts:account"),
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"},
    )
    assert answer.status_code == 200
    target = urlsplit(answer.headers["HX-Redirect"])
    assert target.path == reverse("login")
    assert parse_qs(target.query) == {"next": [page]}
