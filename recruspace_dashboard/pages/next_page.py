"""Where to go next: addresses to return to, checked to be on this site."""

from urllib.parse import urlencode

from django.http import HttpRequest as DjangoRequest
from django.utils.http import url_has_allowed_host_and_scheme

from recruspace_dashboard.pages.request import HttpRequest


def safe_next_page(request: DjangoRequest) -> str:
    """The address in the form field or query parameter `next`; empty if off-site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_safe else ""


def with_next(address: str, back: str | None) -> str:
    """`address` with `back` as its `next` parameter, if there is one."""
    return f"{address}?{urlencode({'next': back})}" if back else address


def htmx_current_path(request: HttpRequest) -> str | None:
    """The path and query of the page that sent the htmx request; None if off-site."""
    try:
        return request.htmx.current_url_abs_path
    except ValueError:
        # The HX-Current-URL header was forged and is not a URL.
        return None
