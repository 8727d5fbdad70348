"""Reads the settings from the environment, with a clear error for an invalid value."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
import idna
from django.core.exceptions import ImproperlyConfigured


class Env(environ.Env):  # type: ignore[misc]  # django-environ has no types
    """Its errors name the variable but not its value, which may contain a password."""

    def get_value(self, var: str, cast: Any = None, *args: Any, **more: Any) -> Any:
        with _report_invalid(var, "a number" if cast in (int, float) else "an address"):
            return super().get_value(var, cast, *args, **more)

    def site(self, var: str, default: str) -> SplitResult:
        """The address of a site, with its host as browsers send it."""
        with _report_invalid(var, "an address"):
            site: SplitResult = urlsplit(self.str(var, default).rstrip("/"))
            return site._replace(netloc=_as_browsers_send(site))

    def networks(self, var: str, default: list[str]) -> list[str]:
        """Addresses and networks, or `*` for any."""
        with _report_invalid(var, "a list of addresses and networks"):
            texts: list[str] = self.list(var, default=default)
            for text in texts:
                if text != "*":
                    ip_network(text)
            return texts

    def db_url(self, var: str, default: str) -> dict[str, Any]:
        with _report_invalid(var, "the address of a database"):
            address = self.get_value(var, default=default)
            if "://" not in address:
                raise ValueError
            config: dict[str, Any] = self.db_url_config(address)
            return config

    def cache_url(self, var: str, default: str) -> dict[str, Any]:
        with _report_invalid(var, "the address of a cache"):
            config: dict[str, Any] = super().cache_url(var, default)
            return config


def _as_browsers_send(site: SplitResult) -> str:
    """The host and port of an address. Letters other than ASCII are in Punycode, an
    IPv6 address is as short as it can be, and the usual port is left out."""
    host, port = site.hostname or "", site.netloc.rpartition("@")[2]
    port = port.rpartition("]")[2] if "]" in port else port
    port = port.partition(":")[2]
    if ":" in host:
        host = f"[{IPv6Address(host)}]"
    elif not host.isascii():
        host = idna.encode(host, uts46=True).decode()
    user = "".join(site.netloc.rpartition("@")[:2])
    usual = {"http": "80", "https": "443"}.get(site.scheme)
    return f"{user}{host}" if port in {"", usual} else f"{user}{host}:{port}"


@contextmanager
def _report_invalid(variable: str, expected: str) -> Iterator[None]:
    """Turns a `ValueError` into `ImproperlyConfigured`."""
    try:
        yield
    except ValueError:
        raise ImproperlyConfigured(f"{variable} is not {expected}.") from None
