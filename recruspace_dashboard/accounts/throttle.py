"""Limits how often a password or an API key may be tried.

A try is counted before it is checked, so that tries at once are all counted, and it is
forgotten if it was right. The limit per user name also counts by network address:
nobody can lock a user out from another address, and one user's mistakes do not lock out
an office. Higher limits count all tries from an address, and from networks around it.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from recruspace_dashboard.accounts.hashing import TooManyAtOnce
from recruspace_dashboard.accounts.models import Try
from recruspace_dashboard.operations.proxies import Address, client_address
from recruspace_dashboard.pages.faults import Fault

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]


class TooManyTries(Exception):
    """One more try is allowed in so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many tries: wait {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """At most `number` tries `within` a time that agree in all columns of `same`.

    Of the address only the first `bits` count.
    """

    number: int
    within: timedelta
    same: tuple[str, ...]
    bits: int = 64

    def seconds_left(self, tried: Try) -> int:
        """How long until `tried` is within the limit; 0 if it is now."""
        where = {name: getattr(tried, name) for name in self.same}
        if "address" in where:
            where["address__startswith"] = where.pop("address")[: 1 + self.bits // 4]
        now = timezone.now()
        others = Try.objects.filter(kind=tried.kind, at__gt=now - self.within, **where)
        # One more try is allowed once the oldest of the last `number` is too old.
        times = others.exclude(pk=tried.pk).order_by("-at").values_list("at", flat=True)
        oldest = times[self.number - 1 :].first()
        if oldest is None:
            return 0
        return max(1, int((oldest + self.within - now).total_seconds()))


HOUR = timedelta(hours=1)
SIGN_IN_LIMITS = (
    Limit(10, timedelta(minutes=15), ("name", "address")),
    Limit(60, HOUR, ("address",)),
    # An IPv6 customer often has a /56 or a /48, and a provider a /32.
    Limit(240, HOUR, ("address",), bits=48),
    Limit(1000, HOUR, ("address",), bits=32),
)
API_KEY_LIMITS = (Limit(10, timedelta(minutes=15), ("name",)),)


def count_sign_in(request: HttpRequest | None, username: str) -> Try:
    """Counts a try; delete it if the password was right. Raises `TooManyTries`."""
    address = client_address(request) if request else None
    tried = Try(kind=Try.SIGN_IN, name=name_mark(username), address=in_hex(address))
    return _count(tried, SIGN_IN_LIMITS)


def count_api_key(user_id: int) -> Try:
    """As `count_sign_in`, for a key that is tried on the API."""
    tried = Try(kind=Try.API_KEY, name=name_mark(str(user_id)))
    return _count(tried, API_KEY_LIMITS)


def forget_tries_like(tried: Try) -> None:
    """Starts the count of this name at this address anew: the password was right."""
    same = {"kind": tried.kind, "name": tried.name, "address": tried.address}
    Try.objects.filter(**same).delete()


def forget_tries(username: str) -> None:
    """Lets a user sign in again at once, from everywhere."""
    Try.objects.filter(kind=Try.SIGN_IN, name=name_mark(username)).delete()


def limited(template: str) -> Callable[[View], View]:
    """Decorator for a view that counts tries. It shows `template` after too many."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited_view(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except TooManyTries as error:
                return _wait(request, template, error.seconds)
            except TooManyAtOnce:
                return _busy(request)

        return limited_view

    return decorate


def _wait(request: HttpRequest, template: str, seconds: int) -> HttpResponse:
    """The response 429. It does not reveal whether a user name exists."""
    logger.warning("Refused for %d seconds: too many tries", seconds)
    minutes = -(-seconds // 60)
    response = render(request, template, {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _busy(request: HttpRequest) -> HttpResponse:
    title = _("Many users are signing in")
    fault = Fault(503, title, _("Wait a few seconds, then try again."))
    response = render(request, "error.html", {"fault": fault}, status=fault.status)
    response.headers["Retry-After"] = "5"
    return response


def _count(tried: Try, limits: Iterable[Limit]) -> Try:
    _check(tried, limits)
    Try.objects.filter(at__lt=timezone.now() - Try.retention.after).delete()
    tried.save()
    try:
        # Again, as other tries may have been counted meanwhile.
        _check(tried, limits)
    except TooManyTries:
        tried.delete()
        raise
    return tried


def _check(tried: Try, limits: Iterable[Limit]) -> None:
    seconds = max(limit.seconds_left(tried) for limit in limits)
    if seconds:
        raise TooManyTries(seconds)


def name_mark(name: str) -> str:
    """An HMAC-SHA256 in hex: what was typed as a name may be a password."""
    typed = name.encode("utf-8", "surrogatepass")
    return salted_hmac(f"{__name__}.name", typed, algorithm="sha256").hexdigest()


def in_hex(address: Address | None) -> str:
    """`4` and an IPv4 address, or `6` and an IPv6 network of 64 bits, in hex digits, so
    that the addresses of a network begin alike."""
    if address is None:
        return ""
    return f"{address.version}{address.packed.hex()[:16]}"
