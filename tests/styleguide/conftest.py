import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def boss(superuser: User) -> Client:
    """A browser signed in as a superuser, who has no API key."""
    client = Client()
    client.force_login(superuser)
    return client
