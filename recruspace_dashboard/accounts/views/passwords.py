"""Django's sign-in and password views, with status 422 for a form with errors."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts import events
from recruspace_dashboard.accounts.forms import PasswordForm, SignInForm
from recruspace_dashboard.accounts.password_change import (
    must_change_password,
    own_password_set,
)
from recruspace_dashboard.accounts.sessions import end_sessions
from recruspace_dashboard.accounts.throttle import limited
from recruspace_dashboard.pages.next_page import safe_next_page
from recruspace_dashboard.pages.request import HttpRequest

LOCKED_OUT = "accounts/locked_out.html"


@method_decorator(limited(LOCKED_OUT), "dispatch")
class SignIn(LoginView):
    form_class = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if form.data.get("username"):
            # The name is filled in already; only the password must be typed again.
            del form.fields["username"].widget.attrs["autofocus"]
            form.fields["password"].widget.attrs["autofocus"] = True
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignOut(LogoutView):
    def post(
        self, request: DjangoRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        # Another user may use this browser next.
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        # The session ended before the button was pressed, and sign-in led back here.
        return redirect("accounts:account")
    end_sessions(request.user, except_key=request.session.session_key)
    events.log_change(request.user, "ended their other sessions")
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:account")


@method_decorator(limited(LOCKED_OUT), "dispatch")
class ChangePassword(PasswordChangeView):
    form_class = PasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:account")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        must_change = must_change_password(self.request.session)
        return super().get_context_data(must_change=must_change, **context)

    def get_success_url(self) -> str:
        return safe_next_page(self.request) or super().get_success_url()

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        own_password_set(form.user, self.request.session)
        messages.success(self.request, _("Your password was changed."))
        events.log_change(form.user, "changed their password")
        return response

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response
