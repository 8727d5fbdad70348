"""A user's own settings."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard import __version__
from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.pages.request import HttpRequest


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    stored = ApiKey.objects.filter(user=request.user.pk).first()
    context = {
        "stored": stored,
        "is_readable": stored and stored.is_readable(),
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
        "hours": settings.SESSION_HOURS,
        "version": __version__,
        "commit": settings.COMMIT,
    }
    return render(request, "accounts/account.html", context)
