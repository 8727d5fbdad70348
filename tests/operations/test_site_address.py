"""The host of `SITE_URL` is compared with what browsers send."""

import pytest

from recruspace_dashboard.operations.environment import Env
from tests.project.test_https import ask

SITES = [
    ("https://pools.example.com", "https://pools.example.com"),
    ("https://Pools.Example.com/", "https://pools.example.com"),
    ("https://pools.example.com:443", "https://pools.example.com"),
    ("http://pools.lan:80", "http://pools.lan"),
    ("http://my_host:8000", "http://my_host:8000"),
    ("https://bewerber-münchen.example", "https://xn--bewerber-mnchen-8vb.example"),
    ("https://ÖZGEÇMİŞ.example:8443", "https://xn--zgemi-0ra5h13b92i.example:8443"),
    ("https://straße.example", "https://xn--strae-oqa.example"),
    ("http://[2001:DB8:0:0::5]", "http://[2001:db8::5]"),
    ("http://[2001:db8::5]:8000", "http://[2001:db8::5]:8000"),
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    # Refused by a check at the start.
    ("https://pools.example.com:port", "https://pools.example.com:port"),
    ("https://joe@pools.example.com", "https://joe@pools.example.com"),
    ("pools.example.com", "pools.example.com"),
    ("https://", "https://"),
]


@pytest.mark.parametrize(("typed", "sent"), SITES)
def test_an_address_is_written_as_browsers_send_it(monkeypatch, typed: str, sent: str):
    monkeypatch.setenv("SITE_URL", typed)
    assert Env().site("SITE_URL", "").geturl() == sent


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("http://münchen.example", "xn--mnchen-3ya.example"),
        ("http://münchen.example:8000", "xn--mnchen-3ya.example:8000"),
        ("http://[2001:DB8:0::5]:8000", "[2001:db8::5]:8000"),
    ],
)
def test_a_host_of_letters_or_of_ipv6_is_let_in(tmp_path, site: str, host: str):
    assert ask(tmp_path, site=site, Host=host)["status"] == 200
    assert ask(tmp_path, site=site, Host="evil.example")["status"] == 400
