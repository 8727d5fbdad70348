import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD

NEW_PASSWORD = "staple battery horse 7"


def new_user(**changes: str) -> dict[str, str]:
    return {
        "username": "deniz",
        "first_name": "Deniz",
        "last_name": "Kaya",
        "email": "deniz@example.com",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    } | changes


def add(client: Client, **changes: str) -> HttpResponse:
    return client.post(reverse("team:new"), new_user(**changes))


def act(client: Client, action: str, user: User | int) -> HttpResponse:
    pk = user if isinstance(user, int) else user.pk
    return client.post(reverse(f"team:{action}", args=[pk]))


def set_password(client: Client, user: User, password: str) -> HttpResponse:
    form = {"new_password1": password, "new_password2": password}
    return client.post(reverse("team:password", args=[user.pk]), form)


def signs_in(username: str, password: str) -> bool:
    form = {"username": username, "password": password}
    return Client().post(reverse("login"), form).status_code == 302


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:account")).status_code == 200


def messages(client: Client) -> str:
    return client.get(reverse("team:list")).content.decode()


def test_only_superusers_enter(keyless: User, keyless_browse: Client):
    for name in ["list", "new"]:
        assert keyless_browse.get(reverse(f"team:{name}")).status_code == 403
    member = reverse("team:member", args=[keyless.pk])
    assert keyless_browse.get(member).status_code == 403
    for action in ["deactivate", "activate", "password", "delete"]:
        assert act(keyless_browse, action, keyless).status_code == 403
    assert add(keyless_browse).status_code == 403
    assert User.objects.count() == 1


def test_everybody_is_listed(user: User, keyless: User, superuser: User, boss: Client):
    answer = boss.get(reverse("team:list"))
    listed = {one.username: one.has_key for one in answer.context["members"]}
    assert listed == {
        user.username: True,
        keyless.username: False,
        superuser.username: False,
    }
    page = answer.content.decode()
    assert all(name in page for name in listed)
    assert page.count("Stored") == 1


def test_the_list_takes_the_same_queries_for_any_number(
    boss: Client, django_assert_num_queries
):
    User.objects.bulk_create(User(username=f"user{number}") for number in range(30))
    boss.get(reverse("team:list"))  # notes when the session was last used
    # The session, its user, the list, the team's settings, the outbox.
    with django_assert_num_queries(5):
        boss.get(reverse("team:list"))


@pytest.mark.parametrize("active", [True, False])
def test_the_page_of_a_user_has_what_can_be_done(
    user: User, boss: Client, active: bool
):
    User.objects.filter(pk=user.pk).update(is_active=active)
    page = boss.get(reverse("team:member", args=[user.pk])).content.decode()
    assert "Ayşe Yılmaz" in page
    assert "Stored" in page
    for action in ("password", "delete", "deactivate" if active else "activate"):
        assert f'"{reverse(f"team:{action}", args=[user.pk])}"' in page


def test_ones_own_page_is_the_account(superuser: User, boss: Client):
    answer = boss.get(reverse("team:member", args=[superuser.pk]))
    assert answer.url == reverse("accounts:account")


def test_a_user_is_added_and_can_sign_in(boss: Client):
    answer = add(boss)
    assert answer.url == reverse("team:list")
    assert "deniz can now sign in." in messages(boss)
    added = User.objects.get(username="deniz")
    assert (added.get_full_name(), added.email) == ("Deniz Kaya", "deniz@example.com")
    assert not added.is_superuser
    assert signs_in("deniz", NEW_PASSWORD)


def test_a_user_who_may_add_users_is_added(boss: Client):
    add(boss, is_superuser="on")
    assert User.objects.get(username="deniz").is_superuser


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": ""}, "This field is required."),
        ({"username": "boss"}, "already exists"),
        ({"username": "BOSS"}, "already exists"),
        ({"username": "no spaces"}, "valid username"),
        ({"username": "x" * 151}, "at most 150"),
        ({"email": "nowhere"}, "valid email"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "another one"}, "t match"),
        ({"first_name": "De\0niz"}, "Null characters"),
    ],
)
def test_a_refused_user_is_explained_and_nothing_is_lost(
    superuser: User, boss: Client, changes: dict[str, str], message: str
):
    User.objects.filter(pk=superuser.pk).update(username="boss")
    answer = add(boss, **changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert 'value="Kaya"' in page
    assert NEW_PASSWORD not in page
    assert User.objects.count() == 1


def test_a_double_click_adds_one_user(boss: Client, monkeypatch):
    """The faster request is played by somebody added while the form is being saved."""
    from recruspace_dashboard.accounts.forms import UserForm

    save = UserForm.save

    def slow_save(form: UserForm) -> User:
        User.objects.create(username="deniz")
        return save(form)

    monkeypatch.setattr(UserForm, "save", slow_save)
    answer = add(boss)
    assert answer.status_code == 422
    assert "already exists" in answer.content.decode()


def test_deactivating_ends_the_sessions_at_once(
    keyless: User, keyless_browse: Client, boss: Client
):
    assert is_signed_in(keyless_browse)
    assert act(boss, "deactivate", keyless).url == reverse("team:list")
    assert not is_signed_in(keyless_browse)
    assert not signs_in(keyless.username, PASSWORD)
    assert is_signed_in(boss)


def test_activating_opens_the_door_but_no_old_session(
    keyless: User, keyless_browse: Client, boss: Client
):
    act(boss, "deactivate", keyless)
    assert act(boss, "activate", keyless).url == reverse("team:list")
    assert not is_signed_in(keyless_browse)
    assert signs_in(keyless.username, PASSWORD)


def test_nobody_deactivates_themself(superuser: User, boss: Client):
    act(boss, "deactivate", superuser)
    superuser.refresh_from_db()
    assert superuser.is_active
    assert "You cannot deactivate yourself." in messages(boss)


def test_a_new_password_ends_the_sessions(
    keyless: User, keyless_browse: Client, boss: Client
):
    assert set_password(boss, keyless, NEW_PASSWORD).url == reverse("team:list")
    assert not is_signed_in(keyless_browse)
    assert signs_in(keyless.username, NEW_PASSWORD)
    assert is_signed_in(boss)


def test_a_refused_password_is_explained(keyless: User, boss: Client):
    answer = set_password(boss, keyless, "short")
    assert answer.status_code == 422
    assert "too short" in answer.content.decode()
    keyless.refresh_from_db()
    assert keyless.check_password(PASSWORD)


def test_ones_own_password_is_changed_with_the_old_one(superuser: User, boss: Client):
    answer = set_password(boss, superuser, NEW_PASSWORD)
    assert answer.url == reverse("accounts:password")
    superuser.refresh_from_db()
    assert superuser.check_password(PASSWORD)


@pytest.mark.parametrize("action", ["deactivate", "activate", "password"])
@pytest.mark.parametrize("pk", [0, 999, 10**30])
def test_nobody_has_such_an_id(boss: Client, action: str, pk: int):
    assert act(boss, action, pk).status_code == 404


@pytest.mark.parametrize("pk", ["abc", "-1", "1/../2", "9e9"])
def test_a_senseless_id_is_not_found(boss: Client, pk: str):
    assert boss.get(f"{reverse('team:list')}{pk}/password/").status_code == 404


@pytest.mark.parametrize("action", ["deactivate", "activate"])
def test_a_link_changes_nobody(keyless: User, boss: Client, action: str):
    User.objects.filter(pk=keyless.pk).update(is_active=action == "deactivate")
    address = reverse(f"team:{action}", args=[keyless.pk])
    assert boss.get(address).url == reverse("team:list")
    assert User.objects.get(pk=keyless.pk).is_active is (action == "deactivate")


def test_names_are_shown_as_text(boss: Client):
    add(boss, first_name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in messages(boss)


@pytest.mark.parametrize("action", ["deactivate", "activate"])
def test_after_a_session_that_had_ended_the_way_leads_back_to_the_list(
    boss: Client, superuser: User, keyless: User, action: str
):
    boss.session.flush()
    asked = act(boss, action, keyless)
    form = {"username": superuser.username, "password": PASSWORD}
    back = boss.post(asked["Location"], form, follow=True)
    assert back.redirect_chain[-1] == ("/team/", 302)
    assert back.status_code == 200
    assert User.objects.get(pk=keyless.pk).is_active
