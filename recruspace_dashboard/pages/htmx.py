"""All that views need to know of htmx."""

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


def redirect_to(request: HttpRequest, address: str) -> HttpResponse:
    """Leads to another page, which htmx then loads as a whole."""
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def above_page(response: HttpResponse) -> HttpResponse:
    """Makes htmx show a fault above the page, and leave the page itself as it is."""
    return push_url(reswap(retarget(response, "#fault"), "outerHTML"), False)


def render_result(
    request: HttpRequest, template: str, result: Result[Any], target: str
) -> HttpResponse:
    """Renders a result, or the fault that stands in for it, into `target`."""
    status = result.fault.status if result.fault else 200
    # htmx swaps an error only if the response names its target.
    response = render(request, template, {"result": result}, status=status)
    return retarget(response, target)


def render_page(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any]
) -> HttpResponse:
    """Renders the template `page`, or for htmx only its `fragment`.

    The fragment sees `is_fragment`. With it comes the notice that says whether it shows
    an older answer, which stands elsewhere on the page.
    """
    # The browser's history also asks by htmx, but for a whole page.
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
    # The style guide has no client.
    client = getattr(request, "recruspace", None)
    if client is not None and client.stale:
        response["HX-Reswap"] = "outerHTML show:#stale:top"


def is_htmx(request: DjangoRequest) -> bool:
    """Whether htmx asks; also for requests that have not passed its middleware."""
    return bool(getattr(request, "htmx", False))
