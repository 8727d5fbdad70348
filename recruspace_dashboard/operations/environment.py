"""Reads the settings from the environment, with a clear error for an invalid value."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Env(environ.Env):  # type: ignore[misc]  # django-environ has no types
    """Its errors name the variable but not its value, which may contain a password."""

    def get_value(self, var: str, cast: Any = None, *args: Any, **more: Any) -> Any:
        with _report_invalid(var, "a number" if cast in (int, float) else "an address"):
            return super().get_value(var, cast, *args, **more)

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


@contextmanager
def _report_invalid(variable: str, expected: str) -> Iterator[None]:
    """Turns a `ValueError` into `ImproperlyConfigured`."""
    try:
        yield
    except ValueError:
        raise ImproperlyConfigured(f"{variable} is not {expected}.") from None
