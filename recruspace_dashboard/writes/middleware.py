from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from recruspace_dashboard.writes.drafts import keep_draft


class DraftKeepingLoginRequired(LoginRequiredMiddleware):
    """Leads to sign in whoever is not, and keeps what was posted until then."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if keep_draft(request):
            words = _("You were signed out. What you typed is saved.")
            messages.info(request, words)
        return super().handle_no_permission(request, view_func)
