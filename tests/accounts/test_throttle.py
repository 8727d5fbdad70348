"""Wrong passwords: how many may be tried, and what is stored of them."""

import logging
from contextlib import ExitStack
from ipaddress import ip_address

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts import hashing
from recruspace_dashboard.accounts.hashing import MAX_WAITING
from recruspace_dashboard.accounts.models import Try
from recruspace_dashboard.accounts.throttle import in_hex, name_mark
from tests.accounts.tries import NEW_PASSWORD, WRONG, pass_by
from tests.conftest import PASSWORD

HERE, THERE = "203.0.113.5", "198.51.100.9"


def sign_in(username: str, password: str = WRONG, *, ip: str = HERE, **more: str):
    form = {"username": username, "password": password}
    headers = {"X-Forwarded-For": more["forwarded"]} if "forwarded" in more else {}
    return Client().post(reverse("login"), form, headers=headers, REMOTE_ADDR=ip)


def fail(times: int, username: str, **more: str) -> list[int]:
    return [sign_in(username, **more).status_code for _ in range(times)]


def tried_from(address: str, times: int) -> None:
    """Other names were tried, each from an address with a number of its own."""
    Try.objects.bulk_create(
        Try(
            kind=Try.SIGN_IN,
            name=name_mark(str(number)),
            address=in_hex(ip_address(address.format(number))),
        )
        for number in range(times)
    )


@pytest.fixture
def locked(keyless: User) -> str:
    """The name of somebody who may not sign in from `HERE` for now."""
    assert fail(11, keyless.username) == [422] * 10 + [429]
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
    assert fail(11, "nobody") == [422] * 10 + [429]
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
        for number in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_many_names_from_one_address_are_stopped_too(keyless: User):
    tried_from(HERE, 59)
    assert sign_in("name60").status_code == 422
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
    assert not Try.objects.exists()


def test_nothing_that_was_typed_is_kept_or_logged(keyless: User, caplog):
    caplog.set_level(logging.DEBUG, "recruspace_dashboard")
    address = f"{reverse('login')}?next=/candidates/%3Femail%3Djane@example.com"
    form = {"username": "typed-name", "password": "canary-password"}
    Client().post(address, form | {"next": "/candidates/?email=jane@example.com"})
    fail(11, "typed-name")
    rows = str(list(Try.objects.values()))
    for typed in ("canary", "jane", "typed-name"):
        assert typed not in rows
    assert "too many tries" in caplog.text
    assert "typed-name" not in caplog.text
    assert HERE not in caplog.text


def test_a_name_that_cannot_be_one_is_refused(db):
    for name in ["a\0b", "x" * 100_000, "", "\ud7ff", "' OR 1=1 --"]:
        assert sign_in(name).status_code == 422


def test_tries_at_once_are_all_counted(keyless: User, monkeypatch):
    """Others are counted between the first look and the count of this try."""
    save = Try.save

    def with_rivals(tried: Try, *args: object, **kwargs: object) -> None:
        save(tried, *args, **kwargs)
        same = {"kind": tried.kind, "name": tried.name, "address": tried.address}
        Try.objects.bulk_create([Try(**same) for _ in range(10)])

    monkeypatch.setattr(Try, "save", with_rivals)
    assert sign_in(keyless.username, PASSWORD).status_code == 429
    assert Try.objects.count() == 10


def test_only_so_many_passwords_are_hashed_at_once(keyless: User):
    with ExitStack() as others:
        for _ in range(1 + MAX_WAITING):
            others.callback(hashing._waiting.release)
            hashing._waiting.acquire()
        answer = sign_in(keyless.username, PASSWORD)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Many users are signing in" in answer.content.decode()
    assert not Try.objects.exists()
    assert sign_in(keyless.username, PASSWORD).status_code == 302


def test_a_fault_is_no_wrong_password(keyless: User, monkeypatch):
    def fail(*_: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(User, "check_password", fail)
        browser = Client(raise_request_exception=False)
        form = {"username": keyless.username, "password": PASSWORD}
        assert browser.post(reverse("login"), form).status_code == 503
    assert not Try.objects.exists()


def test_a_forged_header_is_no_way_around(keyless: User, settings):
    for proxies in (0, 1):
        settings.TRUSTED_PROXIES = proxies
        Try.objects.all().delete()
        statuses = [
            sign_in(
                keyless.username,
                forwarded=f"192.0.2.{number}" + (f", {HERE}" if proxies else ""),
            ).status_code
            for number in range(11)
        ]
        assert statuses == [422] * 10 + [429]


def test_an_address_that_is_not_known_is_counted_as_one(keyless: User):
    assert fail(11, keyless.username, ip="") == [422] * 10 + [429]


def test_the_count_ends_by_the_clock(locked: str):
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


def test_ipv6_addresses_count_by_network(keyless: User):
    """A household has a /64, a customer a /48, a provider a /32."""
    for limit, where in [
        (60, "2001:db8:1:1::{:x}"),
        (240, "2001:db8:2:{:x}::1"),
        (1000, "2001:db9:{:x}::1"),
    ]:
        tried_from(where, limit - 1)
        here = where.format(limit + 1)
        assert sign_in("one more", ip=here).status_code == 422
        assert sign_in(keyless.username, PASSWORD, ip=here).status_code == 429
        assert (
            sign_in(keyless.username, PASSWORD, ip=f"2a{here[2:]}").status_code == 302
        )


def test_the_first_letters_of_ipv4_and_ipv6_addresses_are_told_apart(keyless: User):
    tried_from("2001:db8::{:x}", 60)
    assert sign_in(keyless.username, PASSWORD, ip="32.1.13.184").status_code == 302
