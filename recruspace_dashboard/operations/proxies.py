"""What proxies in front say about a visitor, and which of it is believed."""

import logging
import re
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from recruspace_dashboard.operations.logs import GetResponse

logger = logging.getLogger(__name__)

ANY_PEER = "*"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
# An address as proxies write it: 203.0.113.5:5000, [2001:db8::5]:443 or without a port.
_WITH_PORT = re.compile(r"\[([^\]]*)\](?::\d*)?|([^:]*):\d*")

Address = IPv4Address | IPv6Address


def proxy_headers(get_response: GetResponse) -> GetResponse:
    """Removes `X-Forwarded-*` from requests that do not come from a proxy of ours.

    Otherwise whoever reaches the dashboard past the proxy could forge them.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        sent = [name for name in FORWARDED if name in request.META]
        if sent and settings.TRUSTED_PROXIES and not _is_from_proxy(request):
            _warn_once(
                "Ignored X-Forwarded headers: FORWARDED_ALLOW_IPS does not name the "
                "proxy that sent them. See docs/operating.md."
            )
            for name in sent:
                del request.META[name]
        return get_response(request)

    return middleware


def client_address(request: HttpRequest) -> Address | None:
    """The visitor's address; None if the server does not say it.

    Behind `TRUSTED_PROXIES` proxies it is the entry that the outermost of them added to
    X-Forwarded-For; entries before that may be forged.
    """
    peer = read_address(request.META.get("REMOTE_ADDR", ""))
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not 0 < settings.TRUSTED_PROXIES <= len(entries) or entries == [""]:
        return peer
    address = read_address(entries[-settings.TRUSTED_PROXIES])
    if address is None:
        _warn_once("An address in X-Forwarded-For cannot be read: the proxy's counts.")
    return address or peer


def read_address(text: str) -> Address | None:
    """An IP address with or without a port; None if it is not one."""
    text = text.strip().strip('"')
    if match := _WITH_PORT.fullmatch(text):
        text = match[1] or match[2] or ""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_from_proxy(request: HttpRequest) -> bool:
    """A peer without an address is the other end of a socket file on this machine."""
    peer = read_address(request.META.get("REMOTE_ADDR", ""))
    if peer is None or ANY_PEER in settings.FORWARDED_ALLOW_IPS:
        return True
    return any(peer in network for network in _networks(*settings.FORWARDED_ALLOW_IPS))


@cache
def _networks(*texts: str) -> list[IPv4Network | IPv6Network]:
    return [ip_network(text) for text in texts]


@cache
def _warn_once(text: str) -> None:
    logger.warning(text)
