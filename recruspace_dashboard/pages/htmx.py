"""Helpers for responses to htmx."""

from typing import Any

from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import (
    HttpResponseClientRedirect,
    push_url,
    reswap,
    retarget,
)

from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import Result

PREFETCH = "HX-Prefetch"


def redirect_to(request: HttpRequest, address: str) -> HttpResponse:
    """Redirects to `address`; htmx then loads it as a full page."""
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def show_above_page(response: HttpResponse) -> HttpResponse:
    """Makes htmx show the response above the page, and leave page and URL unchanged."""
    return push_url(reswap(retarget(response, "#fault"), "outerHTML"), False)


def render_result(
    request: HttpRequest, template: str, result: Result[Any], target: str
) -> HttpResponse:
    """Renders a result, or its fault, for htmx to swap into `target`."""
    status = result.fault.status if result.fault else 200
    # htmx swaps an error only if the response names its target.
    response = render(request, template, {"result": result}, status=status)
    return retarget(response, target)


def render_page(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any]
) -> HttpResponse:
    """Renders the template `page`, or for htmx only the template `fragment`.

    Both get `is_fragment` in their context. A fragment also brings the notice about
    stale data, which is elsewhere on the page.
    """
    # htmx also sends this request to restore a page of the history, but needs it whole.
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    context = context | {"is_fragment": is_fragment}
    response = render(request, fragment if is_fragment else page, context)
    if is_fragment:
        _add_stale_notice(request, response)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _add_stale_notice(request: HttpRequest, response: HttpResponse) -> None:
    notice = render_to_string("includes/_stale.html", {"is_fragment": True}, request)
    response.write(notice)
    # The style guide has no API client.
    client = getattr(request, "recruspace", None)
    if client is not None and client.stale:
        response["HX-Reswap"] = "outerHTML show:#stale:top"


def is_prefetch(request: DjangoRequest) -> bool:
    """Whether a script asks for what its user may open next. Browsers say so in
    `Sec-Purpose`, which no script can set."""
    return request.method == "GET" and PREFETCH in request.headers


def is_htmx(request: DjangoRequest) -> bool:
    """Whether htmx sent the request; False if its middleware has not run."""
    return bool(getattr(request, "htmx", False))
