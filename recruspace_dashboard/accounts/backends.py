from contextlib import suppress
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.http import HttpRequest

from recruspace_dashboard.accounts.hashing import hashing_slot
from recruspace_dashboard.accounts.throttle import count_sign_in, forget_tries_like
from recruspace_dashboard.accounts.user_row import read_user


class ThrottledBackend(ModelBackend):
    """Django's own sign-in, for as many tries as `throttle` and `hashing` allow."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Raises `TooManyTries` or `TooManyAtOnce`."""
        if username is None or password is None:
            return None
        tried = count_sign_in(request, username)
        try:
            with hashing_slot():
                user = super().authenticate(request, username, password, **kwargs)
        except Exception:
            # Nothing was checked, because of others or of a fault.
            with suppress(DatabaseError):
                tried.delete()
            raise
        if user is not None:
            forget_tries_like(tried)
        return user

    def get_user(self, user_id: int) -> User | None:
        user = read_user(user_id)
        return user if user and self.user_can_authenticate(user) else None
