import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD

NEW_PASSWORD = "staple battery horse 7"


def change(client: Client, old: str, new: str, again: str | None = None):
    form = {
        "old_password": old,
        "new_password1": new,
        "new_password2": new if again is None else again,
    }
    return client.post(reverse("accounts:password"), form)


def test_a_new_password_is_taken_and_the_user_stays(
    keyless: User, keyless_browse: Client
):
    answer = change(keyless_browse, PASSWORD, NEW_PASSWORD)
    assert answer.url == reverse("accounts:account")
    page = keyless_browse.get(answer.url)
    assert page.status_code == 200
    assert "Your password was changed." in page.content.decode()
    keyless.refresh_from_db()
    assert keyless.check_password(NEW_PASSWORD)


def test_the_other_sessions_of_the_user_end(keyless: User, keyless_browse: Client):
    elsewhere = Client()
    elsewhere.force_login(keyless)
    change(keyless_browse, PASSWORD, NEW_PASSWORD)
    assert elsewhere.get(reverse("accounts:account")).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("wrong", NEW_PASSWORD, NEW_PASSWORD, "Your old password was entered incorr"),
        (PASSWORD, NEW_PASSWORD, "another", "t match"),
        (PASSWORD, "short", "short", "too short"),
        (PASSWORD, "password1234", "password1234", "too common"),
        (PASSWORD, "charlie", "charlie", "too similar to the username"),
        (PASSWORD, "Recruspace2026!", "Recruspace2026!", "well-known names"),
        (PASSWORD, "talent-dashboard", "talent-dashboard", "well-known names"),
    ],
)
def test_a_refused_password_is_explained(
    keyless: User, keyless_browse: Client, old: str, new: str, again: str, message: str
):
    answer = change(keyless_browse, old, new, again)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    keyless.refresh_from_db()
    assert keyless.check_password(PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        "ünlü 🔑 bir parola",
        "x" + "y" * 999,
        " only spaces ? ",
        "recruspace und 8 mehr",
        "493817264950",
    ],
)
def test_long_and_unusual_passwords_work(
    keyless: User, keyless_browse: Client, password: str
):
    assert change(keyless_browse, PASSWORD, password).status_code == 302
    keyless.refresh_from_db()
    assert keyless.check_password(password)
