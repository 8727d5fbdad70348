"""Whose address counts, and whose headers are believed."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from recruspace_dashboard.operations import proxies
from recruspace_dashboard.operations.proxies import client_address, proxy_headers

HERE, THERE, PROXY = "203.0.113.5", "198.51.100.9", "10.0.0.1"


@pytest.fixture(autouse=True)
def _warned_of_nothing() -> None:
    proxies._warn_once.cache_clear()


def from_proxy(forwarded: str | None, peer: str = PROXY) -> HttpRequest:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "found"),
    [
        (0, HERE, PROXY),
        (0, None, PROXY),
        (1, HERE, HERE),
        (1, f"made-up, {THERE}, {HERE}", HERE),
        (1, f"{THERE},{HERE} ", HERE),
        (2, f"{THERE}, {HERE}, 10.0.0.2", HERE),
        # With a port, as some proxies write it.
        (1, f"{HERE}:5000", HERE),
        (1, f"{THERE}:1, {HERE}:65535", HERE),
        (1, "[2001:db8::5]:443", "2001:db8::5"),
        (1, "[2001:db8::5]", "2001:db8::5"),
        (1, '"[2001:db8::5]:443"', "2001:db8::5"),
        (1, "2001:db8::5", "2001:db8::5"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:203.0.113.5", HERE),
        # What cannot be read falls back to the peer.
        (1, None, PROXY),
        (1, "", PROXY),
        (2, HERE, PROXY),
        (1, "nonsense", PROXY),
        (1, f"{HERE}:port", PROXY),
        (1, "[2001:db8::5", PROXY),
        (1, "unknown", PROXY),
    ],
)
def test_the_address_of_the_visitor(
    settings, trusted: int, forwarded: str | None, found: str
):
    settings.TRUSTED_PROXIES = trusted
    assert str(client_address(from_proxy(forwarded))) == found


def test_an_address_that_cannot_be_read_is_said_once(settings, caplog):
    settings.TRUSTED_PROXIES = 1
    for _ in range(3):
        client_address(from_proxy("nonsense"))
    [record] = caplog.records
    assert "X-Forwarded-For cannot be read" in record.message
    assert record.levelno == logging.WARNING


def test_there_may_be_no_address():
    assert client_address(from_proxy(None, peer="")) is None


def seen_by_the_view(request: HttpRequest) -> set[str]:
    """The headers about the visitor that reach a view."""
    seen: set[str] = set()

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(name for name in proxies.FORWARDED if name in request.META)
        return HttpResponse()

    proxy_headers(view)(request)
    return seen


@pytest.mark.parametrize(
    ("allowed", "peer", "believed"),
    [
        (["127.0.0.0/8", "::1"], "127.0.0.1", True),
        (["127.0.0.0/8", "::1"], "::1", True),
        (["127.0.0.0/8", "::1"], "::ffff:127.0.0.1", True),
        (["127.0.0.0/8", "::1"], "10.0.0.1", False),
        (["127.0.0.0/8", "::1"], "2001:db8::1", False),
        (["10.0.0.0/8"], "10.9.9.9", True),
        (["10.0.0.0/8"], "127.0.0.1", False),
        (["*"], "203.0.113.5", True),
        # The other end of a socket file.
        (["10.0.0.0/8"], "", True),
    ],
)
def test_only_a_named_proxy_is_believed(
    settings, caplog, allowed: list[str], peer: str, believed: bool
):
    settings.TRUSTED_PROXIES, settings.FORWARDED_ALLOW_IPS = 1, allowed
    request = from_proxy(HERE, peer)
    request.META["HTTP_X_FORWARDED_PROTO"] = "https"
    assert seen_by_the_view(request) == (set(proxies.FORWARDED) if believed else set())
    assert ("FORWARDED_ALLOW_IPS does not name" in caplog.text) is not believed
