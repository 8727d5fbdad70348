"""Logs sign-ins, sign-outs, and changes to accounts and API keys.

The log names users by id. It leaves out the user name that was typed: it may be a
password in the wrong field.
"""

import logging
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def _signed_in(user: User, **kwargs: Any) -> None:
    logger.info("User %d signed in with a password", user.pk)


@receiver(user_logged_out)
def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        logger.info("User %d signed out", user.pk)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    name = credentials.get(User.USERNAME_FIELD) or ""
    found = User.objects.filter(username=name).values_list("pk", flat=True).first()
    account = "no known user" if found is None else f"user {found}"
    logger.warning("A password sign-in failed for %s", account)


def log_change(actor: User, action: str, target: User | None = None) -> None:
    """Logs what `actor` did, and to whose account (`target`) if it is not their own."""
    account = "" if target is None else f" of user {target.pk}"
    logger.info("User %d: %s%s", actor.pk, action, account)
