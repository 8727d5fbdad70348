"""System check for how long it is told what was sent."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from recruspace_dashboard.writes.models.batch import LEAST_HISTORY, MOST_HISTORY


@register(Tags.security)
def check_history(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A form that was forgotten too soon would be sent again from an open tab."""
    # A `nan` is not within them either.
    if LEAST_HISTORY <= settings.HISTORY_DAYS <= MOST_HISTORY:
        return []
    return [
        Error(
            f"HISTORY_DAYS is not at least {LEAST_HISTORY} and at most {MOST_HISTORY}.",
            "Remove it from the environment and from .env for 365 days.",
            id="recruspace.E022",
        )
    ]
