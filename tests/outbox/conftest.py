"""Candidates in a copy, and what is posted for those who are selected."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company
from recruspace_dashboard.writes.models import Batch
from tests.outbox.asking import act, stage, states, work


@pytest.fixture
def everybody(
    user: User, company: Company, sync: Callable[[], list[Any]], sandbox: Sandbox
) -> Sequence[Candidate]:
    """The candidates of all pools, copied; none of them has a tag."""
    for one in company.candidates.values():
        one.tags.clear()
    sync()
    sandbox.requests.clear()
    return [one for one in company.candidates.values() if one.pool]


@pytest.fixture
def colleague(db: None, sandbox: Sandbox) -> User:
    """Another user with the same key."""
    user = User.objects.create_user("mert", first_name="Mert", last_name="Öz")
    ApiKey.store(user, sandbox.keys[0])
    return user


@pytest.fixture
def their_browser(colleague: User) -> Client:
    client = Client()
    client.force_login(colleague)
    return client


@pytest.fixture
def boss(superuser: User) -> Client:
    """A browser of a superuser without a key."""
    client = Client()
    client.force_login(superuser)
    return client


@pytest.fixture
def batch(browse, everybody) -> Batch:
    """A draft for three."""
    return stage(browse, everybody[:3])


@pytest.fixture
def unclear(browse, batch, sandbox) -> Batch:
    """Two of three whose outcome is unknown; nobody looks for them by itself."""
    sandbox.reply("POST", "/candidates/add-tag/", status=500, times=2)
    act(browse, batch, "send")
    work(batch, steps=6)
    batch.writes.update(look_at=None)
    assert states(batch) == ["unknown", "unknown", "done"]
    sandbox.requests.clear()
    return batch
