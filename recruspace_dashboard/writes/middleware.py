"""Redirects requests that their view cannot answer, and stores what was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from recruspace_dashboard.accounts.access import NoUsableKey
from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.pages.error_pages import bad_request, not_found
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.htmx import redirect_to
from recruspace_dashboard.pages.next_page import htmx_current_path, with_next
from recruspace_dashboard.pages.request import GetResponse, HttpRequest
from recruspace_dashboard.services.errors import AuthenticationFailed
from recruspace_dashboard.writes.drafts import store_draft
from recruspace_dashboard.writes.submit import AlreadySent


class DraftLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Redirects anonymous users to sign in, and stores what they posted."""

    def handle_no_permission(
        self, request: DjangoRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if store_draft(request):
            words = _("You were signed out. What you typed is saved.")
            messages.info(request, words)
        return super().handle_no_permission(request, view_func)


class InterruptedViewMiddleware:
    """Redirects if a form was already sent, or if the user has no working API key.

    If the user was deleted meanwhile, shows the page of an ended session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: DjangoRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        match error:
            case AlreadySent():
                messages.info(request, _("This is already saved."))
                return redirect_to(request, error.address or resolve_url("home"))
            case NoUsableKey():
                messages.warning(request, str(error))
                return _redirect_to_key(request)
            case AuthenticationFailed(status=401):
                messages.error(request, explain(error).text)
                return _redirect_to_key(request)
            case DatabaseError() | User.DoesNotExist() if _is_deleted(request, error):
                return bad_request(request, SessionInterrupted())
            case User.DoesNotExist():
                return not_found(request, error)
            case _:
                return None


def _is_deleted(request: HttpRequest, error: Exception) -> bool:
    """Whether the error comes from deleting the user while the page was loading."""
    user = request.user
    if is_database_fault(error) or user.pk is None:
        return False
    return not User.objects.filter(pk=user.pk).exists()


def _redirect_to_key(request: HttpRequest) -> HttpResponse:
    """Redirects to the page of the API key, which leads back to this one."""
    address = reverse("accounts:key")
    store_draft(request)
    if request.htmx:
        back = htmx_current_path(request)
        return HttpResponseClientRedirect(with_next(address, back))
    return HttpResponseRedirect(with_next(address, request.get_full_path()))
