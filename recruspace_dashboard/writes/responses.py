"""Responses of a view before and after a form is sent."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django_htmx.http import reswap, retarget

from recruspace_dashboard.pages.htmx import redirect_to
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.drafts import restore_draft
from recruspace_dashboard.writes.forms import ApiForm


def render_form(
    request: HttpRequest, page: str, form: ApiForm, **context: Any
) -> HttpResponse:
    """The page of a form, with the form's status.

    htmx gets only the errors: the form stays in the browser, with what was typed and
    the chosen file.
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


def go_to(request: HttpRequest, form: ApiForm, to: str, *args: Any) -> HttpResponse:
    """Redirects after `form` was sent, and stores the address for a second click."""
    address = resolve_url(to, *args)
    form.record_next_page(address)
    return redirect_to(request, address)
