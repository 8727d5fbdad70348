"""System checks for the proxy settings, and for what is stored and cannot be read."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.operations.database_settings import is_postgresql


@register(Tags.security)
def check_proxies(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """With https there is a proxy, and only it knows the address of each visitor."""
    if settings.TRUSTED_PROXIES < 0:
        return [
            Error(
                "TRUSTED_PROXIES is negative: visitors could forge their address.",
                "Set it to the number of proxies in front, usually 1.",
                id="recruspace.E014",
            )
        ]
    if not settings.HTTPS or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "SITE_URL is https but TRUSTED_PROXIES is 0: all users seem to have the "
            "proxy's address, so 60 wrong passwords an hour lock all of them out.",
            "Set TRUSTED_PROXIES to the number of proxies in front, usually 1.",
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
    """If API keys are stored, at least one of them can be read.

    The owner of a single unreadable key can enter it again, so that is no error.
    """
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    try:
        stored = list(ApiKey.objects.all())
        lost = bool(stored) and not any(api_key.is_readable() for api_key in stored)
    except (DatabaseError, ValueError):
        # There is no table before the first `migrate`, and `sealing.checks` reports a
        # bad key ring.
        return []
    if not lost:
        return []
    return [
        Error(
            "No key in ENCRYPTION_KEYS can decrypt the stored API keys.",
            "Restore the lost encryption key, or run `manage.py forget_api_keys`: "
            "users then enter their API keys again, and nothing else is lost.",
            id="recruspace.E001",
        )
    ]


@register(Tags.database)
def check_shared_secret(
    *,
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Machines on one database have the same `SECRET_KEY`."""
    shared = is_postgresql(settings.DATABASES[DEFAULT_DB_ALIAS])
    if not shared or DEFAULT_DB_ALIAS not in (databases or []):
        return []
    try:
        sessions = Session.objects.filter(expire_date__gt=timezone.now())
        newest = sessions.order_by("-expire_date").first()
    except DatabaseError:
        return []
    if newest is None or _is_signed_here(newest):
        return []
    return [
        Warning(
            "The last session was signed with another SECRET_KEY. Machines that differ "
            "sign users out, and count calls to the API apart from each other.",
            "Set the same one on all machines. If you have changed it on all of them, "
            "there is nothing to do.",
            id="recruspace.W021",
        )
    ]


def _is_signed_here(session: Session) -> bool:
    store = SessionStore()
    try:
        signing.loads(
            session.session_data, salt=store.key_salt, serializer=store.serializer
        )
    except signing.BadSignature:
        return False
    return True
