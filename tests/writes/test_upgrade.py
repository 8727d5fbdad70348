"""An installation of the time when this app was called `submissions`."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from recruspace_dashboard.writes.models import Draft, Submission

migration = import_module(
    "recruspace_dashboard.writes.migrations.0002_move_from_submissions"
)


@pytest.fixture
def old_tables(db, user):
    """The two tables as they were, with a row each, and nothing in the new ones."""
    sent = Submission.objects.create(user=user, form_id=uuid4(), state="done")
    sent.record_next_page("/pools/7/")
    Draft.store(user, "/pools/new/", {"name": ["Newcomers"]})
    rows = list(Submission.objects.values()), list(Draft.objects.values())
    with connection.cursor() as cursor:
        for name in ("submission", "draft"):
            copy = f"submissions_{name} AS SELECT * FROM writes_{name}"  # noqa: S608
            cursor.execute(f"CREATE TABLE {copy}")
    Submission.objects.all().delete()
    Draft.objects.all().delete()
    return rows


def move():
    with connection.schema_editor() as editor:
        migration.move_rows(apps, editor)


@pytest.mark.django_db(transaction=True)
def test_what_was_sent_and_typed_is_brought_over(old_tables, user):
    move()
    assert (list(Submission.objects.values()), list(Draft.objects.values())) == (
        old_tables
    )
    tables = connection.introspection.table_names()
    assert not [one for one in tables if one.startswith("submissions_")]
    # A new row gets an id of its own.
    Submission.objects.create(user=user, form_id=uuid4())


@pytest.mark.django_db(transaction=True)
def test_a_new_installation_has_nothing_to_bring_over():
    move()
    assert not Submission.objects.exists()
