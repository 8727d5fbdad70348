"""System check for the settings of the copy."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

# The least and the most of each. More often would use up the calls of the API, and more
# than the most is beyond any calendar.
BOUNDS = {
    "LIBRARY_MINUTES": (0.1, 1440),
    "LIBRARY_HOURS": (0, 8760),
    "LIBRARY_DAYS": (0, 3650),
}


@register(Tags.security)
def check_intervals(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Neither is the copy made all the time or never, nor deleted at once."""
    wrong = [
        f"{name} is not {f'at least {least}' if least else 'more than 0'} and at most "
        f"{most}"
        for name, (least, most) in BOUNDS.items()
        # A `nan` is not either.
        if not (least <= getattr(settings, name) <= most and getattr(settings, name))
    ]
    if not wrong:
        return []
    return [
        Error(
            f"{'; '.join(wrong)}.",
            "Remove it from the environment and from .env for 15 minutes, 24 hours and "
            "30 days.",
            id="recruspace.E020",
        )
    ]
