"""What the log tells of signing in and out, and of changes to people and keys.

People stand in it by their number. A name that was typed stays out, as it may be a
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
    logger.info("Person %d signed in by password", user.pk)


@receiver(user_logged_out)
def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        logger.info("Person %d is signed out", user.pk)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    name = credentials.get(User.USERNAME_FIELD) or ""
    found = User.objects.filter(username=name).values_list("pk", flat=True).first()
    whose = "nobody" if found is None else f"person {found}"
    logger.warning("A sign-in by password failed, with the name of %s", whose)


def note(by: User, what: str, about: User | None = None) -> None:
    """A change that `by` has made, to another person's account where there is one."""
    whose = "" if about is None else f" of person {about.pk}"
    logger.info("Person %d: %s%s", by.pk, what, whose)
