"""Wrong passwords: how many may be tried, by whom, and what is kept of them."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from recruspace_dashboard.accounts.throttle import client_address
from tests.conftest import PASSWORD

WRONG = "not the password"
NEW_PASSWORD = "staple battery horse 7"
HERE, THERE = "203.0.113.5", "198.51.100.9"


def sign_in(username: str, password: str = WRONG, *, ip: str = HERE, **more: str):
    form = {"username": username, "password": password}
    headers = {"X-Forwarded-For": more["forwarded"]} if "forwarded" in more else {}
    return Client().post(reverse("login"), form, headers=headers, REMOTE_ADDR=ip)


def fail(times: int, username: str, **more: str) -> list[int]:
    return [sign_in(username, **more).status_code for _ in range(times)]


def pass_by(minutes: float) -> None:
    """Lets all that was tried have been tried so much earlier."""
    for model in (AccessAttempt, AccessFailureLog):
        for row in model.objects.all():
            earlier = row.attempt_time - timedelta(minutes=minutes)
            model.objects.filter(pk=row.pk).update(attempt_time=earlier)


@pytest.fixture
def locked(keyless: User) -> str:
    """The name of somebody who may not sign in from `HERE` for now."""
    assert fail(10, keyless.username) == [422] * 9 + [429]
    return keyless.username


def test_the_right_password_is_refused_while_locked(locked: str):
    answer = sign_in(locked, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    page = answer.content.decode()
    assert "Try again in 15 minutes." in page
    assert answer.headers["X-Request-ID"] in page
    assert "sessionid" not in answer.cookies


def test_the_wait_is_told_as_it_gets_shorter(locked: str):
    pass_by(minutes=14.5)
    answer = sign_in(locked)
    assert "Try again in 1 minute." in answer.content.decode()
    assert 1 <= int(answer.headers["Retry-After"]) <= 30


def test_trying_while_locked_does_not_make_it_longer(locked: str):
    pass_by(minutes=10)
    assert fail(20, locked) == [429] * 20
    pass_by(minutes=5.1)
    assert sign_in(locked, PASSWORD).status_code == 302


def test_nothing_tells_whether_somebody_has_the_name(locked: str):
    assert fail(10, "nobody") == [422] * 9 + [429]
    answers = [sign_in(name, PASSWORD) for name in (locked, "nobody")]
    pages = [
        answer.content.decode().replace(answer.headers["X-Request-ID"], "")
        for answer in answers
    ]
    tokens = [page.split('csrfmiddlewaretoken" value="') for page in pages]
    without_tokens = [
        "".join([page[0], *(rest[64:] for rest in page[1:])]) for page in tokens
    ]
    assert without_tokens[0] == without_tokens[1]


def test_the_others_of_the_office_still_sign_in(locked: str, superuser: User):
    assert sign_in(superuser.username, PASSWORD).status_code == 302


def test_the_user_still_signs_in_from_elsewhere(locked: str):
    assert sign_in(locked, PASSWORD, ip=THERE).status_code == 302
    assert sign_in(locked, PASSWORD).status_code == 429


def test_a_right_password_starts_the_count_anew(keyless: User):
    fail(9, keyless.username)
    assert sign_in(keyless.username, PASSWORD).status_code == 302
    assert fail(9, keyless.username) == [422] * 9


def test_another_browser_is_no_way_around(keyless: User):
    form = {"username": keyless.username, "password": "wrong"}
    statuses = [
        Client(headers={"User-Agent": f"browser {number}"})
        .post(reverse("login"), form)
        .status_code
        for number in range(10)
    ]
    assert statuses == [422] * 9 + [429]


def test_many_names_from_one_address_are_stopped_too(keyless: User):
    for number in range(60):
        assert sign_in(f"name{number}").status_code == 422
    answer = sign_in(keyless.username, PASSWORD)
    assert answer.status_code == 429
    assert 59 * 60 < int(answer.headers["Retry-After"]) <= 3600
    assert "Try again in 60 minutes." in answer.content.decode()
    assert sign_in(keyless.username, PASSWORD, ip=THERE).status_code == 302
    pass_by(minutes=60.1)
    assert sign_in(keyless.username, PASSWORD).status_code == 302


def test_who_is_signed_in_stays_so(keyless: User, keyless_browse: Client):
    fail(10, keyless.username)
    assert keyless_browse.get(reverse("accounts:account")).status_code == 200


def test_old_failures_are_forgotten(keyless: User):
    fail(3, "somebody")
    pass_by(minutes=61)
    sign_in(keyless.username, PASSWORD)
    assert not AccessAttempt.objects.exists()
    assert not AccessFailureLog.objects.exists()


def test_nothing_that_was_typed_is_kept_or_logged(keyless: User, caplog):
    caplog.set_level(logging.DEBUG, "recruspace_dashboard")
    address = f"{reverse('login')}?next=/candidates/%3Femail%3Djane@example.com"
    form = {"username": "typed-name", "password": "canary-password"}
    Client().post(address, form | {"next": "/candidates/?email=jane@example.com"})
    fail(10, "typed-name")
    for row in AccessAttempt.objects.values():
        assert "canary" not in str(row)
        assert "jane" not in str(row)
        assert "typed-name" not in row["post_data"]
    assert "Sign-in refused" in caplog.text
    assert "typed-name" not in caplog.text
    assert HERE not in caplog.text


def test_a_name_that_cannot_be_one_is_refused(db):
    for name in ["a\0b", "x" * 100_000, "", "\ud7ff", "' OR 1=1 --"]:
        assert sign_in(name).status_code == 422


# Whose address counts


def address(proxies: int, settings, forwarded: str | None, ip: str = "10.0.0.1"):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=ip)
    return client_address(request)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, HERE, "10.0.0.1"),
        (0, None, "10.0.0.1"),
        (1, HERE, HERE),
        (1, f"made-up, {THERE}, {HERE}", HERE),
        (1, f"{THERE},{HERE} ", HERE),
        (2, f"{THERE}, {HERE}, 10.0.0.2", HERE),
        (1, None, None),
        (2, HERE, "10.0.0.1"),
        (1, "nonsense", None),
        (1, f"{HERE}:4711", None),
        (1, "::ffff:203.0.113.5", HERE),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_the_header_counts_as_far_as_the_setting_says(
    settings, proxies: int, forwarded: str | None, found: str | None
):
    assert address(proxies, settings, forwarded) == found


def test_a_forged_header_is_no_way_around(keyless: User, settings):
    for proxies in (0, 1):
        settings.TRUSTED_PROXIES = proxies
        AccessAttempt.objects.all().delete()
        statuses = [
            sign_in(
                keyless.username,
                forwarded=f"192.0.2.{number}" + (f", {HERE}" if proxies else ""),
            ).status_code
            for number in range(10)
        ]
        assert statuses == [422] * 9 + [429]


def test_an_address_that_is_not_known_is_counted_as_one(keyless: User):
    assert fail(10, keyless.username, ip="") == [422] * 9 + [429]


def test_the_count_ends_by_the_clock(locked: str):
    assert AccessAttempt.objects.get().attempt_time <= timezone.now()
    pass_by(minutes=15.1)
    assert sign_in(locked).status_code == 422


def test_a_new_password_from_an_administrator_opens_the_way(
    locked: str, superuser: User
):
    boss, user = Client(), User.objects.get(username=locked)
    boss.force_login(superuser)
    new = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    boss.post(reverse("team:password", args=[user.pk]), new)
    assert sign_in(locked, NEW_PASSWORD).status_code == 302
