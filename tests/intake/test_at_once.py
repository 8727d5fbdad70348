"""An intake in several tabs at the same time: whatever they do, each file is sent once,
and none is sent without its CV."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client

from recruspace_dashboard.intake.models import Intake
from recruspace_dashboard.sandbox.state import Company
from recruspace_dashboard.writes.models import Batch, Write
from tests.intake.filled import an_intake

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def intake(user: User, company: Company) -> Intake:
    pool = next(iter(company.pools.values()))
    return an_intake(user, 6, talent_pool_id=pool.id, target=pool.name)


def at_once(user: User, *addresses: str) -> list[int]:
    """The statuses of posts that begin at the same time."""
    gate, statuses = threading.Barrier(len(addresses)), list[int]()

    def post(client: Client, address: str) -> None:
        gate.wait()
        try:
            statuses.append(client.post(address, {"confirm": "1"}).status_code)
        finally:
            connections.close_all()

    clients = [Client() for _ in addresses]
    for client in clients:
        client.force_login(user)
    threads = [
        threading.Thread(target=post, args=each)
        for each in zip(clients, addresses, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_of_tabs_that_add_at_once_one_does(intake, user):
    statuses = at_once(user, *3 * [f"/intake/{intake.pk}/"])
    assert sorted(statuses) == [303, 422, 422]
    assert (Batch.objects.count(), Write.objects.count()) == (1, 6)


def test_what_is_deleted_while_it_is_added_is_added_whole_or_not(intake, user):
    home = f"/intake/{intake.pk}/"
    statuses = at_once(user, home, f"{home}delete/")
    assert 302 in statuses
    assert set(statuses) < {302, 303, 404, 422}
    assert Write.objects.filter(file=None).count() == 0
    assert Write.objects.count() == (6 if 303 in statuses else 0)
    assert not Intake.objects.exists()
