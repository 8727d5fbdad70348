"""System check: refuses a key ring that is unusable or can be guessed."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from recruspace_dashboard.sealing.key_ring import key_ring

# 32 random bytes in base64 are 43 characters, never with so few different ones.
MIN_DISTINCT_CHARACTERS = 12


@register(Tags.security)
def check_key_ring(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """`ENCRYPTION_KEYS` lists valid keys, none of them typed by hand."""
    try:
        key_ring()
        if any(
            len(set(key)) < MIN_DISTINCT_CHARACTERS for key in settings.ENCRYPTION_KEYS
        ):
            raise ValueError(
                "a key has too few different characters, so it can be guessed"
            )
    except ValueError as error:
        hint = (
            "List keys of 32 random bytes each in URL-safe base64, separated by commas."
        )
        return [Error(f"ENCRYPTION_KEYS: {error}.", hint, id="recruspace.E002")]
    return []
