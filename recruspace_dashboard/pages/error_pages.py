"""Pages of ours for whatever goes wrong here, in place of Django's bare ones."""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from recruspace_dashboard.operations.logs import request_id
from recruspace_dashboard.pages.faults import Fault
from recruspace_dashboard.pages.http import above_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# A lock of the database is waited for by then, or its server is back.
RETRY_AFTER = "5"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    _speak(request)
    if isinstance(exception, SessionInterrupted) and _database_fails(exception):
        return _busy(request)
    match exception:
        case RequestDataTooBig():
            title = _("Too much text")
            text = _("This text is too long for the dashboard. Go back and shorten it.")
            return _page(request, Fault(413, title, text))
        case SessionInterrupted():
            text = _("You were signed out while this page was loading. Sign in again.")
        case _:
            text = _("The dashboard could not understand the request.")
    return _page(request, Fault(400, _("Bad request"), text))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Your account does not have access to this page.")
    return _page(request, Fault(403, _("Not allowed"), text))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("This page does not exist, or it was removed.")
    return _page(request, Fault(404, _("Page not found"), text))


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is handled. Asks neither the database nor the session,
    which may be what failed."""
    _speak(request)
    match sys.exc_info()[1]:
        case UnreadablePostError():
            fault = Fault(
                400, _("Bad request"), _("The upload was interrupted. Send it again.")
            )
        case OperationalError() | InterfaceError():
            return _busy(request)
        case _:
            fault = Fault(
                500,
                _("Something went wrong"),
                _(
                    "The error is in the dashboard, not in Recruspace, and it was "
                    "logged. Try again. If it keeps happening, tell the administrator "
                    "of the dashboard."
                ),
            )
    return _page(request, fault, plain=True)


def _busy(request: HttpRequest) -> HttpResponse:
    title = _("The dashboard is busy")
    text = _("The database is not responding. Try again in a moment.")
    response = _page(request, Fault(503, title, text), plain=True)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _database_fails(error: BaseException | None) -> bool:
    """Whether the database is behind it: Django takes a session that could not be
    written for one that is gone."""
    while error and not isinstance(error, OperationalError):
        error = error.__context__
    return error is not None


def wrong_methods(get_response: GetResponse) -> GetResponse:
    """Gives a page to the refusal of a method, which Django leaves empty."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        refused = get_response(request)
        if refused.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return refused
        text = _("This page cannot be opened this way. Start again from the home page.")
        response = _page(request, Fault(405, _("Not possible here"), text))
        response.headers["Allow"] = refused.headers.get("Allow", "")
        return response

    return middleware


def _speak(request: HttpRequest) -> None:
    """In the language of the browser: the middleware for it may not have been reached,
    and the thread may still hold the one of another person."""
    translation.activate(translation.get_language_from_request(request))


def _page(request: HttpRequest, fault: Fault, *, plain: bool = False) -> HttpResponse:
    """The fault as a page, or for htmx as the line above the page that is there.

    A `plain` page knows nothing of who is signed in.
    """
    context = {"fault": fault, "reference": request_id.get()}
    if getattr(request, "htmx", False):
        text = render_to_string("includes/_fault.html", context)
        return above_page(HttpResponse(text, status=fault.status))
    if plain:
        context["LANGUAGE_CODE"] = translation.get_language()
        return HttpResponse(
            render_to_string("error.html", context), status=fault.status
        )
    return render(request, "error.html", context, status=fault.status)
