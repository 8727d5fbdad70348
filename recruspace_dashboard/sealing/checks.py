"""Refuses a key ring that cannot be used, or can be guessed."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from recruspace_dashboard.sealing.key_ring import key_ring

# A key has 43 letters; 32 random bytes never have so few different ones.
FEWEST_LETTERS = 12


@register(Tags.security)
def check_key_ring(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """`ENCRYPTION_KEYS` lists proper keys, and none that was typed by hand."""
    try:
        key_ring()
        if any(len(set(key)) < FEWEST_LETTERS for key in settings.ENCRYPTION_KEYS):
            raise ValueError("a key is of few different letters, and can be guessed")
    except ValueError as error:
        hint = "List keys of 32 random bytes each in URL-safe base64, with commas."
        return [Error(f"ENCRYPTION_KEYS: {error}.", hint, id="recruspace.E002")]
    return []
