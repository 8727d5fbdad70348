"""Forms for signed-in users that check a secret: how often it may be tried."""

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts.models import Try
from recruspace_dashboard.sandbox.server import Sandbox
from tests.accounts.tries import NEW_PASSWORD, WRONG, pass_by
from tests.conftest import PASSWORD


def change(client: Client, old: str) -> HttpResponse:
    new = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    return client.post(reverse("accounts:password"), new | {"old_password": old})


def test_a_stolen_session_does_not_find_the_password(
    keyless: User, keyless_browse: Client
):
    statuses = [change(keyless_browse, WRONG).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert change(keyless_browse, PASSWORD).status_code == 429
    keyless.refresh_from_db()
    assert keyless.check_password(PASSWORD)
    pass_by(minutes=15.1)
    assert change(keyless_browse, PASSWORD).status_code == 302


def test_api_keys_are_not_tried_one_after_the_other(
    sandbox: Sandbox, keyless: User, keyless_browse: Client
):
    def store(key: str) -> HttpResponse:
        return keyless_browse.post(reverse("accounts:key"), {"api_key": key})

    statuses = [store(f"wrong-key-{number}").status_code for number in range(10)]
    assert set(statuses) == {403}
    refused = store(sandbox.keys[0])
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert "you can try another key in 15 minutes" in refused.content.decode()
    assert len(sandbox.requests) == 10
    pass_by(minutes=15.1)
    assert store(sandbox.keys[0]).status_code == 302


def test_an_api_that_fails_is_no_wrong_key(
    sandbox: Sandbox, settings, keyless_browse: Client
):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:1"
    for number in range(3):
        form = {"api_key": f"right-key-{number}"}
        answer = keyless_browse.post(reverse("accounts:key"), form)
        assert answer.status_code != 429
    assert not Try.objects.exists()
