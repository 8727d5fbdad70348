"""Installations of earlier versions, brought to the tables of today."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from recruspace_dashboard.writes.models import Draft, Write


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("writes", name)])


def migrate_all() -> None:
    """To today, also what depends on these tables."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def first_version(user: User):
    """The tables as they were at first."""
    migrate("0001_initial")
    yield
    migrate_all()


def add_form(user: User, state: str, address: str) -> None:
    row = Write(sealed_for=user.pk)
    now = timezone.now()
    values = [uuid4().hex, state, row.seal(address), "d" * 64, now, now, user.pk]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO writes_submission (form_id, state, sealed_address, digest, "
            "sent_at, created_at, user_id) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            values,
        )


@pytest.mark.django_db(transaction=True)
def test_forms_that_were_sent_become_writes(first_version, user: User):
    for state in ("pending", "done", "failed", "unknown"):
        add_form(user, state, f"/pools/{state}/")
    migrate_all()
    rows = list(Write.objects.order_by("pk"))
    assert [one.state for one in rows] == ["sending", "done", "refused", "unknown"]
    assert [bool(one.ended_at) for one in rows] == [False, True, True, True]
    assert {one.owner_id for one in rows} == {user.pk}
    assert rows[1].address == "/pools/done/"


@pytest.mark.django_db(transaction=True)
def test_those_of_the_app_called_submissions_are_brought_over(
    first_version, user: User
):
    add_form(user, "done", "/pools/7/")
    Draft.store(user, "/pools/new/", {"name": ["Newcomers"]})
    with connection.cursor() as cursor:
        for name in ("submission", "draft"):
            copy = f"submissions_{name} AS SELECT * FROM writes_{name}"  # noqa: S608
            cursor.execute(f"CREATE TABLE {copy}")
            cursor.execute(f"DELETE FROM writes_{name}")  # noqa: S608
    migrate_all()
    assert [one.address for one in Write.objects.all()] == ["/pools/7/"]
    assert Draft.load(user, "/pools/new/")["name"] == "Newcomers"
    tables = connection.introspection.table_names()
    assert not [one for one in tables if one.startswith("submissions_")]
    # A new row gets an id of its own.
    Write.objects.create(owner=user, sealed_for=user.pk)
