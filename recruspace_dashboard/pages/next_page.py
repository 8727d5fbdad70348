"""Where a person wanted to go, if that is a page of this site."""

from urllib.parse import urlencode

from django.http import HttpRequest as DjangoRequest
from django.utils.http import url_has_allowed_host_and_scheme

from recruspace_dashboard.pages.request import HttpRequest


def ours(request: DjangoRequest, name: str = "next") -> str:
    """The address in the field or query `name`; empty where it leads elsewhere."""
    wanted = request.POST.get(name) or request.GET.get(name, "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""


def with_next(address: str, back: str | None) -> str:
    """The address of a page that leads on to `back`, if there is such a place."""
    return f"{address}?{urlencode({'next': back})}" if back else address


def asked_from(request: HttpRequest) -> str | None:
    """The page in the browser from which htmx asked, if it is one of this site."""
    try:
        return request.htmx.current_url_abs_path
    except ValueError:
        # A forged header that is no address at all.
        return None
