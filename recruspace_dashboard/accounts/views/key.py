"""Storing, replacing and deleting a user's API key."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts import events
from recruspace_dashboard.accounts.forms import ApiKeyForm
from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.accounts.sessions import clear_session_data
from recruspace_dashboard.accounts.throttle import limited
from recruspace_dashboard.pages.next_page import safe_next_page
from recruspace_dashboard.pages.request import HttpRequest, posted


@limited("accounts/too_many_keys.html")
@sensitive_post_parameters("api_key")
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest) -> HttpResponse:
    form = ApiKeyForm(posted(request), user_id=request.user.pk)
    if form.is_bound and form.is_accepted():
        _store(request.user, form.cleaned_data["api_key"])
        clear_session_data(request.session)
        events.log_change(request.user, "stored an API key")
        messages.success(request, _("Your API key works and is stored."))
        return HttpResponseRedirect(_next_page(request))
    stored = ApiKey.objects.filter(user=request.user.pk).first()
    context = {
        "form": form,
        "stored": stored,
        "next": _next_page(request),
        "library": settings.LIBRARY,
    }
    return render(request, "accounts/key.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    stored = ApiKey.objects.filter(user=request.user.pk)
    if request.method == "POST":
        stored.delete()
        clear_session_data(request.session)
        events.log_change(request.user, "deleted their API key")
        messages.success(request, _("Your API key was removed from the dashboard."))
        return redirect("accounts:key")
    context = {"stored": stored.first()}
    return render(request, "accounts/key_delete.html", context)


@transaction.atomic
def _store(user: User, api_key: str) -> None:
    """Raises `SessionInterrupted` if the user was deleted, deactivated or given another
    password while the key was tested: then nobody may use the key."""
    same = User.objects.select_for_update().filter(
        pk=user.pk, is_active=True, password=user.password
    )
    if same.first() is None:
        raise SessionInterrupted("The user was changed while the key was tested.")
    ApiKey.store(user, api_key)


def _next_page(request: HttpRequest) -> str:
    return safe_next_page(request) or resolve_url("home")
