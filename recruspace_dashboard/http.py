"""What a request carries here, and all there is to know of htmx in a view."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from recruspace_dashboard.services import RecruspaceClient


class HttpRequest(DjangoRequest):
    """A request as our middleware and `recruspace_required` leave it."""

    user: User
    htmx: HtmxDetails
    recruspace: RecruspaceClient


def posted(request: DjangoRequest) -> QueryDict | None:
    """What was posted, as data for a form; None, which leaves it unbound, for GET."""
    return request.POST if request.method == "POST" else None


def render_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """The template `page`, or for htmx only the template `part` of it."""
    # Going back in the browser's history asks with htmx too, but for a whole page.
    whole = not request.htmx or request.htmx.history_restore_request
    response = render(request, page if whole else part, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
