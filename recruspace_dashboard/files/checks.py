"""System check for the space of files that wait to be sent."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

# In megabytes: one CV of the largest size, and more than a database should hold.
LEAST, MOST = 10, 1_000_000


@register(Tags.security)
def check_space(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A file fits, and there is an end."""
    if LEAST <= settings.INTAKE_MB <= MOST:
        return []
    return [
        Error(
            f"INTAKE_MB is not at least {LEAST} and at most {MOST}.",
            "Remove it from the environment and from .env for 2000.",
            id="recruspace.E023",
        )
    ]
