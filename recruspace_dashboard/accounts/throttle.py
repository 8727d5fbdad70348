"""How often a wrong password may be tried.

django-axes counts by name and network address together, so that nobody locks a person
out from elsewhere, nor a whole office by the mistakes of one; a second, wider limit
counts all that comes from an address.
"""

import logging
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

logger = logging.getLogger(__name__)

MOST_FROM_ADDRESS = 60
ADDRESS_WINDOW = timedelta(hours=1)


def client_address(request: HttpRequest) -> str | None:
    """Who asks; behind `TRUSTED_PROXIES` proxies, what the first of them says of it.

    What stands before that in the header may be made up.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        entries = request.headers.get("X-Forwarded-For", "").split(",")
        if len(entries) >= settings.TRUSTED_PROXIES:
            text = entries[-settings.TRUSTED_PROXIES].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    # One household or office has all the addresses of such a network.
    return str(IPv6Network((int(address), 64), strict=False).network_address)


class Throttle(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    def is_locked(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> bool:
        locked: bool = super().is_locked(request, credentials)
        return locked or _address_locked_until(request) is not None

    def clean_expired_user_attempts(self, *args: Any, **kwargs: Any) -> int:
        since = timezone.now() - ADDRESS_WINDOW
        AccessFailureLog.objects.filter(attempt_time__lt=since).delete()
        count: int = super().clean_expired_user_attempts(*args, **kwargs)
        return count


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]
) -> HttpResponse:
    """The answer to whom axes refuses: how long to wait, and not whether the name or
    the password was right."""
    until = _address_locked_until(request) or _name_locked_until(request, credentials)
    seconds = max(1, int((until - timezone.now()).total_seconds()))
    logger.warning("Sign-in refused for %d seconds: too many wrong passwords", seconds)
    minutes = -(-seconds // 60)
    answer = render(
        request, "accounts/locked_out.html", {"minutes": minutes}, status=429
    )
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _address_locked_until(request: Any) -> datetime | None:
    now = timezone.now()
    failures = AccessFailureLog.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gt=now - ADDRESS_WINDOW
    ).order_by("-attempt_time")
    # One fewer is allowed again when the oldest that counts is out of the window.
    oldest = failures.values_list("attempt_time", flat=True)[MOST_FROM_ADDRESS - 1 :]
    first = oldest.first()
    return first + ADDRESS_WINDOW if first else None


def _name_locked_until(request: Any, credentials: dict[str, Any]) -> datetime:
    latest = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, username=credentials.get("username")
    ).order_by("-attempt_time")
    last = latest.values_list("attempt_time", flat=True).first() or timezone.now()
    until: datetime = last + settings.AXES_COOLOFF_TIME
    return until
