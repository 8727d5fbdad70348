"""Limits how often a wrong password may be tried.

django-axes counts by user name and network address together: nobody can lock a user
out from another address, and one user's mistakes do not lock out a whole office. A
second, higher limit counts all failures from one address.
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

MAX_FAILURES_PER_ADDRESS = 60
ADDRESS_WINDOW = timedelta(hours=1)


def client_address(request: HttpRequest) -> str | None:
    """The visitor's IP address, or the /64 network of an IPv6 address.

    None if it is not valid. Behind `TRUSTED_PROXIES` proxies it is the entry that the
    outermost of them added to X-Forwarded-For; entries before that may be forged.
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
    # One household or office usually has a whole /64 network.
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
    """The 429 response with the time to wait.

    It does not reveal whether the user name or the password was right.
    """
    until = _address_locked_until(request) or _username_locked_until(
        request, credentials
    )
    seconds = max(1, int((until - timezone.now()).total_seconds()))
    logger.warning("Sign-in refused for %d seconds: too many wrong passwords", seconds)
    minutes = -(-seconds // 60)
    refusal = render(
        request, "accounts/locked_out.html", {"minutes": minutes}, status=429
    )
    refusal.headers["Retry-After"] = str(seconds)
    return refusal


def _address_locked_until(request: Any) -> datetime | None:
    now = timezone.now()
    failures = AccessFailureLog.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gt=now - ADDRESS_WINDOW
    ).order_by("-attempt_time")
    # One more try is allowed once the oldest of the last 60 leaves the window.
    oldest = failures.values_list("attempt_time", flat=True)[
        MAX_FAILURES_PER_ADDRESS - 1 :
    ]
    first = oldest.first()
    return first + ADDRESS_WINDOW if first else None


def _username_locked_until(request: Any, credentials: dict[str, Any]) -> datetime:
    latest = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, username=credentials.get("username")
    ).order_by("-attempt_time")
    last = latest.values_list("attempt_time", flat=True).first() or timezone.now()
    until: datetime = last + settings.AXES_COOLOFF_TIME
    return until
