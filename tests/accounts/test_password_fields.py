"""Every page where a password, or the rights of a user, are typed."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

PASSWORD = "staple battery horse 7"


@pytest.fixture
def boss(superuser: User) -> Client:
    client = Client()
    client.force_login(superuser)
    return client


def inputs(page: str) -> list[str]:
    return re.findall(r"<input[^>]*name=\"[a-z_]*(?:password|api_key)[^>]*>", page)


@pytest.mark.parametrize(
    ("name", "fields", "helper"),
    [
        ("login", 1, "current-password"),
        ("accounts:password", 3, "new-password"),
        ("team:new", 2, "new-password"),
        ("team:password", 2, "new-password"),
        ("accounts:key", 1, "off"),
    ],
)
def test_what_is_typed_is_hidden_and_may_be_pasted_and_remembered(
    boss: Client, keyless: User, name: str, fields: int, helper: str
):
    args = [keyless.pk] if name == "team:password" else []
    client = Client() if name == "login" else boss
    found = inputs(client.get(reverse(name, args=args)).content.decode())
    assert len(found) == fields
    for one in found:
        assert 'type="password"' in one
        assert "maxlength" not in one
        assert "onpaste" not in one
    assert f'autocomplete="{helper}"' in found[-1]


def test_a_field_that_was_not_offered_changes_nothing(boss: Client):
    form = {"username": "deniz", "password1": PASSWORD, "password2": PASSWORD}
    extra = {"is_staff": "on", "is_active": "", "id": "4711", "user_permissions": "1"}
    boss.post(reverse("team:new"), form | extra)
    made = User.objects.get(username="deniz")
    assert (made.is_staff, made.is_superuser, made.is_active) == (False, False, True)
    assert made.pk != 4711
    assert not made.user_permissions.exists()


@pytest.mark.parametrize(
    "address", ["/account/", "/account/key/", "/team/", "/nothing/"]
)
def test_signing_out_is_one_button_away(boss: Client, address: str):
    page = boss.get(address).content.decode()
    assert '<form method="post" action="/logout/">' in page
