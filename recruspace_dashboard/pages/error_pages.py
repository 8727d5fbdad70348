"""The dashboard's error pages, in place of Django's plain ones."""

import sys
from http import HTTPStatus

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFilesSent,
)
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.operations.logs import request_id
from recruspace_dashboard.operations.server.bodies import (
    MAX_BODY_BYTES,
    largest_body,
)
from recruspace_dashboard.operations.server.refusals import BodyRefused
from recruspace_dashboard.pages.faults import Fault
from recruspace_dashboard.pages.htmx import is_htmx, show_above_page
from recruspace_dashboard.pages.request import GetResponse

# In seconds. By then a lock of the database is over, or its server is back.
RETRY_AFTER = "5"
NOT_UNDERSTOOD = gettext_noop("The dashboard could not understand the request.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    _activate_browser_language(request)
    if isinstance(exception, SessionInterrupted) and is_database_fault(exception):
        return _database_busy(request)
    match exception:
        case BodyRefused():
            return _body_refused(request, exception.status)
        case TooManyFilesSent():
            text = _(
                "At most 500 CVs can be brought in together, and 10 files by any "
                "other form."
            )
            return _error_page(request, Fault(413, _("Too many files"), text))
        case RequestDataTooBig():
            title = _("Too much text")
            text = _("This text is too long for the dashboard. Go back and shorten it.")
            return _error_page(request, Fault(413, title, text))
        case SessionInterrupted():
            text = _("You were signed out while this page was loading. Sign in again.")
        case _:
            text = _(NOT_UNDERSTOOD)
    return _error_page(request, Fault(400, _("Bad request"), text))


def _body_refused(request: HttpRequest, status: int) -> HttpResponse:
    match status:
        case HTTPStatus.REQUEST_TIMEOUT:
            title = _("The upload took too long")
            text = _("Check your connection, then send it again.")
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            title = _("Too large")
            text = _("All files of a form together may be at most 64 MB.")
            if largest_body(request.path) > MAX_BODY_BYTES:
                text = _(
                    "These files are too large to be sent together. Bring them in in "
                    "several steps."
                )
        case HTTPStatus.SERVICE_UNAVAILABLE:
            title = _("The dashboard is busy")
            text = _("It cannot take the file now. Try again in a minute.")
        case _:
            title, text = _("Bad request"), _(NOT_UNDERSTOOD)
    response = _error_page(request, Fault(status, title, text), plain=True)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "60"
    return response


class NotAllowed(PermissionDenied):
    """Its text is shown to the user."""


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Your account does not have access to this page.")
    if isinstance(exception, NotAllowed):
        text = str(exception)
    return _error_page(request, Fault(403, _("Not allowed"), text))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("This page does not exist, or it was removed.")
    return _error_page(request, Fault(404, _("Page not found"), text))


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is being handled.

    Uses neither the database nor the session, since they may be what failed.
    """
    _activate_browser_language(request)
    match sys.exc_info()[1]:
        case UnreadablePostError():
            fault = Fault(
                400, _("Bad request"), _("The upload was interrupted. Send it again.")
            )
        case error if is_database_fault(error):
            return _database_busy(request)
        case DataError():
            # A text that PostgreSQL cannot hold, such as one with a NUL.
            fault = Fault(400, _("Bad request"), _(NOT_UNDERSTOOD))
        case _:
            fault = Fault(
                500,
                _("Something went wrong"),
                _(
                    "The error is in the dashboard, not in Recruspace, and it "
                    "was logged. Try again. If it keeps happening, tell the "
                    "administrator of the dashboard."
                ),
            )
    return _error_page(request, fault, plain=True)


def _database_busy(request: HttpRequest) -> HttpResponse:
    title = _("The dashboard is busy")
    text = _("The database is not responding. Try again in a moment.")
    response = _error_page(request, Fault(503, title, text), plain=True)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def method_not_allowed(get_response: GetResponse) -> GetResponse:
    """Shows an error page for status 405, for which Django sends an empty body."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        refusal = get_response(request)
        if refusal.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return refusal
        text = _("This page cannot be opened this way. Start again from the home page.")
        response = _error_page(request, Fault(405, _("Not possible here"), text))
        response.headers["Allow"] = refusal.headers.get("Allow", "")
        return response

    return middleware


def _activate_browser_language(request: HttpRequest) -> None:
    """The error may have come before `LocaleMiddleware`, when the thread still has the
    language of another user's request."""
    translation.activate(translation.get_language_from_request(request))


def _error_page(
    request: HttpRequest, fault: Fault, *, plain: bool = False
) -> HttpResponse:
    """The fault as a page, or for htmx as a notice above the current page.

    A `plain` page is rendered without the request, so without the user and session.
    """
    context = {"fault": fault, "reference": request_id.get()}
    if is_htmx(request):
        text = render_to_string("includes/_fault.html", context)
        return show_above_page(HttpResponse(text, status=fault.status))
    if plain:
        context["LANGUAGE_CODE"] = translation.get_language()
        return HttpResponse(
            render_to_string("error.html", context), status=fault.status
        )
    return render(request, "error.html", context, status=fault.status)
