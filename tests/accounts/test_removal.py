"""Users who are deactivated or deleted: what goes with them, and what they did then."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts import forms, removal
from recruspace_dashboard.accounts.models import Account, ApiKey
from recruspace_dashboard.writes import submit
from recruspace_dashboard.writes.models import Draft, Write
from tests.accounts.test_team import NEW_PASSWORD, act, is_signed_in, messages, signs_in
from tests.conftest import PASSWORD


@pytest.fixture
def deniz(superuser: User) -> User:
    """Another superuser."""
    return User.objects.create_user("deniz", password=PASSWORD, is_superuser=True)


def test_a_deactivated_user_leaves_no_key(user: User, boss: Client):
    page = boss.get(reverse("team:member", args=[user.pk])).content.decode()
    assert "Their stored API key is deleted." in page
    act(boss, "deactivate", user)
    assert not ApiKey.objects.exists()
    page = messages(boss)
    assert "ayse was deactivated and signed out. Their stored API key was" in page
    act(boss, "activate", user)
    assert not ApiKey.objects.exists()


def test_where_no_key_was_stored_none_is_said_to_be_deleted(
    keyless: User, boss: Client
):
    act(boss, "deactivate", keyless)
    assert "key was deleted" not in messages(boss)


def test_an_upgrade_deletes_the_keys_of_users_deactivated_before(user, keyless):
    ApiKey.store(keyless, "rs_live_0123456789abcdef")
    User.objects.filter(pk=user.pk).update(is_active=False)
    name = "recruspace_dashboard.accounts.migrations.0004_delete_keys_of_deactivated"
    import_module(name).delete_keys(apps, None)
    assert [key.user for key in ApiKey.objects.all()] == [keyless]


def test_deleting_asks_first_and_says_what_goes_and_what_stays(
    user: User, boss: Client
):
    member, address = (
        reverse(f"team:{name}", args=[user.pk]) for name in ("member", "delete")
    )
    assert f'href="{member}"' in messages(boss)
    assert f'href="{address}"' in boss.get(member).content.decode()
    page = boss.get(address).content.decode()
    for text in ("Delete ayse?", "API key", "drafts", "without the name"):
        assert text in page
    assert "everything in Recruspace" in page
    assert User.objects.filter(pk=user.pk).exists()


def test_a_deleted_user_is_gone_with_all_that_was_theirs(
    user: User, browse: Client, superuser: User, boss: Client, company, sandbox
):
    browse.post("/pools/new/", {"name": "Newcomers"})
    Draft.store(user, "/pools/new/", {"name": ["Others"]})
    Account.objects.create(user=user)
    assert Write.objects.count() == 1
    sandbox.requests.clear()
    assert act(boss, "delete", user).url == reverse("team:list")
    assert "ayse was deleted." in messages(boss)
    assert [left.username for left in User.objects.all()] == [superuser.username]
    for model in (Account, ApiKey, Draft):
        assert not model.objects.exists(), model
    # Colleagues still read what was done, without the name.
    assert Write.objects.get().owner is None
    assert Session.objects.count() == 1
    assert not is_signed_in(browse)
    assert not signs_in("ayse", PASSWORD)
    # In Recruspace, nothing is deleted.
    assert "Newcomers" in [pool.name for pool in company.pools.values()]
    assert sandbox.requests == []


def test_another_with_the_same_name_gets_nothing_of_the_old(user: User, boss: Client):
    for _ in range(12):
        signs_in("ayse", "a wrong password")
    act(boss, "delete", user)
    new = User.objects.create_user("ayse", password=PASSWORD)
    assert new.pk != user.pk
    assert signs_in("ayse", PASSWORD)


def test_nobody_deletes_themself(superuser: User, deniz: User, boss: Client):
    for method in (boss.get, boss.post):
        answer = method(reverse("team:delete", args=[superuser.pk]))
        assert answer.url == reverse("team:list")
        assert "You cannot delete yourself." in messages(boss)
    assert User.objects.filter(pk=superuser.pk).exists()


def test_another_superuser_can_be_deleted(deniz: User, boss: Client):
    act(boss, "delete", deniz)
    assert not User.objects.filter(pk=deniz.pk).exists()


@pytest.mark.parametrize("action", ["deactivate", "delete"])
@pytest.mark.parametrize("first", [removal.deactivate, removal.delete])
def test_two_superusers_cannot_remove_each_other(
    superuser: User, deniz: User, boss: Client, monkeypatch, action: str, first
):
    """The other one was faster, after this request was allowed."""
    remove = getattr(removal, action)

    def slow(user: User) -> object:
        first(superuser)
        return remove(user)

    monkeypatch.setattr(removal, action, slow)
    act(boss, action, deniz)
    assert User.objects.filter(pk=deniz.pk, is_active=True).exists()


@pytest.mark.parametrize("pk", [0, 999, 10**30])
def test_nobody_has_such_an_id(boss: Client, pk: int):
    assert act(boss, "delete", pk).status_code == 404


def test_only_superusers_delete(keyless: User, user: User, browse: Client):
    assert act(browse, "delete", keyless).status_code == 403
    assert User.objects.filter(pk=keyless.pk).exists()


# What the user was doing: the place in the code where it takes long, and the request.
DOING = {
    "signing in": (
        forms.SignInForm,
        "get_user",
        lambda: ("/login/", {"username": "ayse", "password": PASSWORD}),
    ),
    "changing the password": (
        forms.PasswordForm,
        "save",
        lambda: (
            "/account/password/",
            {
                "old_password": PASSWORD,
                "new_password1": NEW_PASSWORD,
                "new_password2": NEW_PASSWORD,
            },
        ),
    ),
    "storing a key": (
        forms.ApiKeyForm,
        "is_accepted",
        lambda: ("/account/key/", {"api_key": "rs_live_0123456789abcdef"}),
    ),
    "sending a form": (submit, "_digest", lambda: ("/pools/new/", {"name": "New"})),
}


def do(browse: Client, doing: str, monkeypatch, meanwhile) -> int:
    place, name, request = DOING[doing]
    real = getattr(place, name)

    def slow(*args: object) -> object:
        meanwhile()
        return args[0].is_valid() if name == "is_accepted" else real(*args)

    monkeypatch.setattr(place, name, slow)
    browse.raise_request_exception = False
    browser = Client(raise_request_exception=False) if name == "get_user" else browse
    status: int = browser.post(*request()).status_code
    return status


# As in earnest, no transaction is open around the request.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("doing", DOING)
def test_who_is_deleted_meanwhile_does_not_come_back(
    user: User, browse: Client, sandbox, monkeypatch, doing: str
):
    superuser = User.objects.create_user("root", is_superuser=True)
    status = do(browse, doing, monkeypatch, lambda: removal.delete(user))
    assert status == 400
    assert [left.pk for left in User.objects.all()] == [superuser.pk]
    assert not ApiKey.objects.exists()
    assert sandbox.requests == []


@pytest.mark.parametrize("doing", ["changing the password", "storing a key"])
def test_who_is_deactivated_meanwhile_stays_so_and_stores_no_key(
    user: User, browse: Client, monkeypatch, doing: str
):
    User.objects.create_user("root", is_superuser=True)
    do(browse, doing, monkeypatch, lambda: removal.deactivate(user))
    user.refresh_from_db()
    assert not user.is_active
    assert not ApiKey.objects.exists()


def test_a_key_is_not_stored_for_who_has_set_the_password_meanwhile(
    user: User, browse: Client, boss: Client, monkeypatch
):
    form = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}

    def set_password() -> None:
        boss.post(reverse("team:password", args=[user.pk]), form)

    assert do(browse, "storing a key", monkeypatch, set_password) == 400
    assert not ApiKey.objects.exists()


def test_a_password_set_meanwhile_by_a_superuser_is_not_undone(
    user: User, browse: Client, boss: Client, monkeypatch
):
    """Whoever knew the old one may be changing it just then."""
    other = "another staple battery 8"
    form = {"new_password1": other, "new_password2": other}

    def set_password() -> None:
        boss.post(reverse("team:password", args=[user.pk]), form)

    assert do(browse, "changing the password", monkeypatch, set_password) == 400
    user.refresh_from_db()
    assert user.check_password(other)
    assert Account.of(user).must_change_password


@pytest.mark.parametrize("action", ["password", "deactivate", "activate", "delete"])
def test_two_superusers_may_act_on_one_user(
    keyless: User, boss: Client, monkeypatch, action: str
):
    """The other one deletes the user, after this request has found them."""
    from django.shortcuts import get_object_or_404

    def found(*args: object, **more: object) -> object:
        user = get_object_or_404(*args, **more)
        User.objects.filter(pk=keyless.pk).delete()
        return user

    place = "recruspace_dashboard.accounts.views.team.get_object_or_404"
    monkeypatch.setattr(place, found)
    form = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    answer = boss.post(reverse(f"team:{action}", args=[keyless.pk]), form)
    assert answer.status_code == (404 if action == "password" else 302)
    assert not User.objects.filter(pk=keyless.pk).exists()
