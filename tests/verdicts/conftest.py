"""Two users of one company, and one of another."""

import pytest
from django.contrib.auth.models import User

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.state import Candidate, Company
from tests.conftest import PASSWORD, Browser


def browser_of(user: User) -> Browser:
    client = Browser()
    client.force_login(user)
    return client


@pytest.fixture
def candidate(company: Company, pool) -> Candidate:
    return next(one for one in company.in_pool(pool) if one.cv)


@pytest.fixture
def colleague(user: User, sandbox) -> User:
    """Somebody with a key of the same company."""
    bora = User.objects.create_user(
        "bora", password=PASSWORD, first_name="Bora", last_name="Kaya"
    )
    ApiKey.store(bora, sandbox.keys[1])
    return bora


@pytest.fixture
def stranger(user: User, sandbox) -> User:
    """Somebody with the key of another company."""
    other = User.objects.create_user("stranger", password=PASSWORD)
    ApiKey.store(other, sandbox.keys[2])
    return other
