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


def test_the_addresses_are_found_and_whole() -> None:
    assert len(ADDRESSES) > 15
    assert not [address for address in ADDRESSES if "<" in address]
    assert all(address.endswith("/") for address in ADDRESSES)


@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if one not in OPEN_TO_ALL]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_led_to_sign_in(db, address: str, method: str) -> None:
    response = getattr(Client(), method)(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if one not in OPEN_TO_ALL]
)
def test_htmx_leads_a_stranger_to_sign_in_with_the_whole_page(db, address: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/pools/7/"}
    response = Client().get(address, headers=headers)
    assert response["HX-Redirect"] == "/login/?next=%2Fpools%2F7%2F"
    assert response.content == b""


@pytest.mark.parametrize(
    "address",
    [
        one
        for one in ADDRESSES
        if one not in OPEN_TO_ALL
        and not one.startswith(("/account/", "/team/", "/styleguide/"))
    ],
)
def test_without_a_key_every_page_leads_to_the_key_page(
    keyless, sandbox, address: str
) -> None:
    client = Client()
    client.force_login(keyless)
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith("/account/key/")
    assert "Settings &gt; Career Page" in response.content.decode()
    assert sandbox.requests == []


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one != "/login/"])
@pytest.mark.parametrize("method", ["delete", "patch"])
def test_methods_nobody_uses_are_refused(browse, address: str, method: str) -> None:
    assert getattr(browse, method)(address).status_code in {403, 405}


def test_health_is_told_to_anybody_without_asking_the_api(db, sandbox) -> None:
    response = Client().get("/healthz/")
    assert (response.status_code, response.content) == (200, b"ok")
    assert sandbox.requests == []


def test_the_stored_key_is_on_no_page(browse, user, sandbox) -> None:
    assert ApiKey.objects.get(user=user).reveal() == sandbox.keys[0]
    for address in ADDRESSES:
        response = browse.get(address)
        assert sandbox.keys[0] not in response.content.decode()
        assert sandbox.keys[0] not in str(response.headers)
