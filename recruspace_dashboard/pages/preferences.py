"""The language and theme of a browser, stored in its cookies."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEMES = {"light", "dark"}
CHOICES = {
    "language": (settings.LANGUAGE_COOKIE_NAME, dict(settings.LANGUAGES)),
    "theme": (settings.THEME_COOKIE_NAME, THEMES | {"system"}),
}
ONE_YEAR = 365 * 24 * 60 * 60


def set_preferences(response: HttpResponse, chosen: Mapping[str, str]) -> None:
    """Sets a cookie for each valid value in `chosen`."""
    for name, (cookie, known) in CHOICES.items():
        value = chosen.get(name)
        if value and value in known:
            response.set_cookie(
                cookie,
                value,
                max_age=ONE_YEAR,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )


def theme(request: HttpRequest) -> dict[str, str]:
    """Context processor: the chosen theme; empty for that of the system."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return {"theme": chosen if chosen in THEMES else ""}
