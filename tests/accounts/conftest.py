"""Fixtures of the account pages: who is signed in, and key rings."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.operations.generated_secrets import new_encryption_key


@pytest.fixture
def keyless_browse(keyless: User) -> Client:
    """A browser signed in as somebody without a stored key."""
    client = Client()
    client.force_login(keyless)
    return client


@pytest.fixture
def boss(superuser: User) -> Client:
    """A browser signed in as a superuser."""
    client = Client()
    client.force_login(superuser)
    return client


@pytest.fixture
def lost_ring(user: User, settings) -> None:
    """The encryption key that sealed the key of `user` is gone."""
    settings.ENCRYPTION_KEYS = [new_encryption_key()]
