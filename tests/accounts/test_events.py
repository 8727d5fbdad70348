"""What the log says of sign-ins and of changes to users and keys: who and what, and
nothing of what was typed."""

import logging

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.operations.logs import SafeFormatter
from tests.conftest import PASSWORD

NEW_PASSWORD = "staple battery horse 7"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is logged, as it is written."""
    caplog.set_level(logging.INFO, "recruspace_dashboard")
    caplog.handler.setFormatter(SafeFormatter())
    return caplog


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sign_in(name: str, password: str) -> Client:
    client = Client()
    client.post(reverse("login"), {"username": name, "password": password})
    return client


def test_signing_in_and_out_is_told(keyless: User, log):
    sign_in(keyless.username, PASSWORD).post(reverse("logout"))
    assert f"User {keyless.pk} signed in with a password" in log.text
    assert f"User {keyless.pk} signed out" in log.text
    assert keyless.username not in log.text


def test_a_wrong_password_tells_whose_account_was_tried(keyless: User, log):
    sign_in(keyless.username, "not-the-password")
    assert "WARNING" in log.text
    assert f"failed for user {keyless.pk}" in log.text
    assert "not-the-password" not in log.text


def test_a_name_that_nobody_has_stays_out(db, log):
    sign_in("my secret typed into the wrong field", "x")
    assert "failed for no known user" in log.text
    assert "wrong field" not in log.text


def test_a_session_that_ends_by_time_is_told(keyless: User, log):
    here = sign_in(keyless.username, PASSWORD)
    here.get(reverse("accounts:account"))
    session = here.session
    session["_seen_at"] -= 3600
    session.save()
    log.clear()
    here.get(reverse("accounts:account"))
    assert f"User {keyless.pk} signed out" in log.text


def test_changes_of_ones_own_account_are_told(keyless: User, sandbox, log):
    here = browser_of(keyless)
    here.post(reverse("accounts:key"), {"api_key": sandbox.keys[0]})
    here.post(reverse("accounts:key_delete"))
    here.post(reverse("accounts:sign_out_elsewhere"))
    form = {"old_password": PASSWORD}
    form |= {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    here.post(reverse("accounts:password"), form)
    told = [
        "stored an API key",
        "deleted their API key",
        "ended their other sessions",
        "changed their password",
    ]
    for what in told:
        assert f"User {keyless.pk}: {what}" in log.text
    assert sandbox.keys[0] not in log.text
    assert NEW_PASSWORD not in log.text


def test_changes_of_other_users_tell_who_made_them(superuser: User, keyless, log):
    boss = browser_of(superuser)
    form = {"username": "deniz", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    boss.post(reverse("team:new"), form)
    new = User.objects.get(username="deniz")
    boss.post(reverse("team:deactivate", args=[keyless.pk]))
    boss.post(reverse("team:activate", args=[keyless.pk]))
    form = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    boss.post(reverse("team:password", args=[keyless.pk]), form)
    assert f"User {superuser.pk}: added the account of user {new.pk}" in log.text
    for what in [
        "deactivated the account",
        "activated the account",
        "set the password",
    ]:
        line = f"User {superuser.pk}: {what} of user {keyless.pk}"
        assert line in log.text
    assert "deniz" not in log.text


def test_who_is_not_allowed_is_told_with_the_address(keyless: User, log):
    browser_of(keyless).get(reverse("team:list"))
    (line,) = [one for one in log.text.splitlines() if "Forbidden" in one]
    assert "/team/" in line
    assert line.endswith(f"(user {keyless.pk})")


def test_a_forged_form_is_told(keyless: User, log):
    client = Client(enforce_csrf_checks=True)
    client.force_login(keyless)
    client.post(reverse("accounts:key_delete"))
    assert "CSRF" in log.text


def test_the_next_request_is_not_told_to_be_of_the_last_user(keyless: User, log):
    browser_of(keyless).get("/nothing/")
    log.clear()
    Client().get("/nothing/else/")
    assert "/nothing/else/" in log.text
    assert "user" not in log.text
