"""Finds at the start what would otherwise be found by the people: lost keys."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from recruspace_dashboard.accounts.models import ApiKey


@register(Tags.security)
def check_proxies(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """With https there is a proxy, and visitors are told apart by what it says."""
    if settings.TRUSTED_PROXIES < 0:
        return [
            Error(
                "TRUSTED_PROXIES is less than 0: visitors could say who they are.",
                "Set it to the number of proxies in front, mostly 1.",
                id="recruspace.E014",
            )
        ]
    if not settings.HTTPS or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "SITE_URL is https, and TRUSTED_PROXIES is 0: everybody seems to come from "
            "the proxy, and 60 wrong passwords an hour lock everybody out.",
            "Set TRUSTED_PROXIES to the number of proxies in front, mostly 1.",
            id="recruspace.W010",
        )
    ]


@register(Tags.database)
def check_stored_keys(
    *,
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Where API keys are stored, at least one of them can still be read.

    A single one that cannot is for its owner to enter again, and no reason to keep
    the others out.
    """
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    try:
        stored = list(ApiKey.objects.all())
        lost = bool(stored) and not any(api_key.is_readable() for api_key in stored)
    except (DatabaseError, ValueError):
        # No table before the first `migrate`; a bad ring is told by the check above.
        return []
    if not lost:
        return []
    return [
        Error(
            "The stored API keys cannot be read with any key in ENCRYPTION_KEYS.",
            "Bring the lost encryption key back, or run `manage.py forget_api_keys`: "
            "people then enter their API keys again, and nothing else is lost.",
            id="recruspace.E001",
        )
    ]
