"""How a browser shows the dashboard: for everybody, signed in or not."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST

from recruspace_dashboard.pages.http import HttpRequest
from recruspace_dashboard.pages.next_page import ours
from recruspace_dashboard.writes.drafts import keep_draft

THEMES = {"light", "dark"}
CHOICES = {
    "language": (settings.LANGUAGE_COOKIE_NAME, dict(settings.LANGUAGES)),
    "theme": (settings.THEME_COOKIE_NAME, THEMES | {"system"}),
}
ONE_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remembers what was chosen in cookies, and leads back to the same page; what was
    typed on it goes along."""
    if path := request.POST.get("draft_path"):
        keep_draft(request, path)
    response = HttpResponseRedirect(ours(request, "next") or resolve_url("home"))
    for name, (cookie, known) in CHOICES.items():
        value = request.POST.get(name)
        if value and value in known:
            response.set_cookie(
                cookie,
                value,
                max_age=ONE_YEAR,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
    return response


def theme(request: DjangoRequest) -> dict[str, str]:
    """For templates: the theme that was chosen; empty follows the system."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return {"theme": chosen if chosen in THEMES else ""}
