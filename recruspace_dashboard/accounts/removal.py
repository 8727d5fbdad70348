"""Deactivating and deleting users."""

from django.contrib.auth.models import User
from django.db import transaction

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.accounts.sessions import end_sessions
from recruspace_dashboard.accounts.throttle import forget_tries


class LastSuperuser(Exception):
    """Without this user nobody could manage the others."""


@transaction.atomic
def deactivate(user: User) -> bool:
    """Signs `user` out for good; returns whether an API key was deleted.

    Raises `LastSuperuser`.
    """
    _keep_a_superuser(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    had_key = ApiKey.forget(user)
    end_sessions(user)
    return had_key


@transaction.atomic
def delete(user: User) -> None:
    """Deletes `user` and all rows about them. Raises `LastSuperuser`."""
    _keep_a_superuser(user)
    end_sessions(user)
    forget_tries(user.username)
    # Not `user.delete()`, so that the log can still name the user.
    User.objects.filter(pk=user.pk).delete()


def _keep_a_superuser(user: User) -> None:
    # Locked, so that two superusers cannot remove each other at once.
    superusers = User.objects.select_for_update().filter(
        is_superuser=True, is_active=True
    )
    if {superuser.pk for superuser in superusers.order_by("pk")} <= {user.pk}:
        raise LastSuperuser
