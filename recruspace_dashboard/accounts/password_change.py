"""A password that somebody else has set must be changed before anything else."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponseBase
from django.urls import reverse

from recruspace_dashboard.accounts.models import Account
from recruspace_dashboard.pages.htmx import redirect_to
from recruspace_dashboard.pages.next_page import htmx_current_path, with_next
from recruspace_dashboard.pages.request import GetResponse, HttpRequest

# In the session, so that no page asks the database. It cannot become outdated: setting
# a password ends the sessions of the old one.
MUST_CHANGE_KEY = "_must_change_password"
PAGE = "accounts:password"


@receiver(user_logged_in)
def _signed_in(request: DjangoRequest, user: User, **kwargs: Any) -> None:
    if Account.of(user).must_change_password:
        request.session[MUST_CHANGE_KEY] = True


def must_change_password(session: SessionBase) -> bool:
    return MUST_CHANGE_KEY in session


def own_password_set(user: User, session: SessionBase) -> None:
    """Opens the other pages, after `user` has chosen a password."""
    same = Account.objects.filter(user=user, user__password=user.password)
    same.update(must_change_password=False)
    session.pop(MUST_CHANGE_KEY, None)


class PasswordChangeMiddleware:
    """Redirects to the page of the password from all pages that need a sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: DjangoRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *args: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        is_open = not getattr(view, "login_required", True)
        if is_open or (match and match.view_name == PAGE):
            return None
        if not must_change_password(request.session):
            return None
        back = htmx_current_path(request) if request.htmx else request.get_full_path()
        return redirect_to(request, with_next(reverse(PAGE), back))
