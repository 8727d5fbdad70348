"""Rules that hold for every address, so that a new one cannot forget them."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from recruspace_dashboard.accounts.models import ApiKey

OPEN_TO_ALL = {"/login/", "/logout/", "/healthz/", "/account/preferences/"}


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield re.sub(r"<\w+:\w+>", "1", path)
        else:
            yield from addresses(entry, path)


ADDRESSES = sorted(set(addresses(get_resolver())))
# What was put into the outbox can be seen, and stopped, without one.
OPEN_WITHOUT_KEY = re.compile(
    r"/(account|team|styleguide|lists)/|/outbox/((1/)?(pause/|cancel/)?|writes/1/)$"
)
GUARDED = [one for one in ADDRESSES if one not in OPEN_TO_ALL]


def test_the_addresses_are_found_and_whole() -> None:
    assert len(ADDRESSES) > 15
    assert not [address for address in ADDRESSES if "<" in address]
    assert all(address.endswith(("/", ".csv", ".xlsx")) for address in ADDRESSES)


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_led_to_sign_in(db, method: str) -> None:
    wrong = []
    for address in GUARDED:
        response = getattr(Client(), method)(address)
        leads_there = response.headers.get("Location", "").startswith("/login/")
        if response.status_code != 302 or not leads_there:
            wrong.append((address, response))
    assert wrong == []


def test_htmx_leads_a_stranger_to_sign_in_with_the_whole_page(db) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/pools/7/"}
    wrong = []
    for address in GUARDED:
        response = Client().get(address, headers=headers)
        there = response.headers.get("HX-Redirect") == "/login/?next=%2Fpools%2F7%2F"
        if not there or response.content != b"":
            wrong.append((address, response))
    assert wrong == []


def test_without_a_key_every_page_leads_to_the_key_page(keyless, sandbox) -> None:
    client = Client()
    client.force_login(keyless)
    wrong = []
    for address in GUARDED:
        if OPEN_WITHOUT_KEY.match(address):
            continue
        response = client.get(address, follow=True)
        [*_, (last, _)] = response.redirect_chain or [("", 0)]
        leads_there = last.startswith("/account/key/")
        if (
            not leads_there
            or "Settings &gt; Career Page" not in response.content.decode()
        ):
            wrong.append((address, last))
    assert wrong == []
    assert sandbox.requests == []


@pytest.mark.parametrize("method", ["delete", "patch"])
def test_methods_nobody_uses_are_refused(browse, method: str) -> None:
    addresses = [one for one in ADDRESSES if one != "/login/"]
    answers = {one: getattr(browse, method)(one).status_code for one in addresses}
    assert {one: got for one, got in answers.items() if got not in {403, 405}} == {}


def test_health_is_told_to_anybody_without_asking_the_api(db, sandbox) -> None:
    response = Client().get("/healthz/")
    assert (response.status_code, response.content) == (200, b"ok")
    assert sandbox.requests == []


def test_the_stored_key_is_on_no_page(browse, user, sandbox) -> None:
    assert ApiKey.objects.get(user=user).reveal() == sandbox.keys[0]
    for address in ADDRESSES:
        response = browse.get(address)
        assert sandbox.keys[0].encode() not in response.getvalue()
        assert sandbox.keys[0] not in str(response.headers)
