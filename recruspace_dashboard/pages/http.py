"""What a request carries here, and all there is to know of htmx in a view."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import (
    HttpResponseClientRedirect,
    push_url,
    reswap,
    retarget,
)
from django_htmx.middleware import HtmxDetails

from recruspace_dashboard.pages.results import Result
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.writes.drafts import restore_draft
from recruspace_dashboard.writes.forms import ApiForm
from recruspace_dashboard.writes.models import Submission


class HttpRequest(DjangoRequest):
    """A request as our middleware and `recruspace_required` leave it."""

    user: User
    htmx: HtmxDetails
    recruspace: RecruspaceClient
    submission: Submission | None


def posted(request: DjangoRequest) -> QueryDict | None:
    """What was posted, as data for a form; None, which leaves it unbound, for GET."""
    return request.POST if request.method == "POST" else None


def render_form(
    request: HttpRequest, page: str, form: ApiForm, **context: Any
) -> HttpResponse:
    """The page of a form, with the form's status.

    For htmx, which posted a form that was refused, only its errors: the form itself
    stays in the browser, with all that was typed and the file that was chosen.
    """
    context["form"] = form
    if not form.is_bound:
        restore_draft(request, form)
    if not (request.htmx and form.is_bound):
        return render(request, page, context, status=form.status)
    response = render(
        request, "includes/_form_errors.html", context, status=form.status
    )
    return reswap(retarget(response, f"#{form.errors_id}"), "outerHTML")


def go_to(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """On to another page after a form was taken, as a whole page for htmx too."""
    address = resolve_url(to, *args)
    if request.submission:
        request.submission.led_to(address)
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def above_page(response: HttpResponse) -> HttpResponse:
    """What went wrong, for htmx: the part that was asked for stays as it was, and the
    message goes on top."""
    return push_url(reswap(retarget(response, "#fault"), "outerHTML"), False)


def render_read(
    request: HttpRequest, template: str, part: Result[Any], place: str
) -> HttpResponse:
    """What was read for a place in the page, or why it was not, said in that place."""
    status = part.fault.status if part.fault else 200
    # htmx swaps an error only where the answer names its place.
    return retarget(render(request, template, {"part": part}, status=status), place)


def render_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """The template `page`, or for htmx only the template `part` of it.

    With the part, which knows of itself by `part`, comes the word on whether it is an
    older answer, which has its own place on the page.
    """
    # Going back in the browser's history may ask with htmx too, but for a whole page.
    whole = not request.htmx or request.htmx.history_restore_request
    context = context | {"part": not whole}
    response = render(request, page if whole else part, context)
    if not whole:
        response.write(
            render_to_string("includes/_stale.html", {"part": True}, request)
        )
        # The style guide asks the API nothing.
        client = getattr(request, "recruspace", None)
        if client is not None and client.stale:
            response["HX-Reswap"] = "outerHTML show:#stale:top"
    patch_vary_headers(response, ["HX-Request"])
    return response
