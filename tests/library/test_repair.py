"""Missing tables, on either database. Damaged files are in `tests/faults`."""

import pytest
from django.db import OperationalError, connections

from recruspace_dashboard.library import repair
from recruspace_dashboard.library.models import CopyState
from recruspace_dashboard.library.router import ALIAS


@pytest.mark.parametrize("table", ["indexedvalue", "words"])
@pytest.mark.django_db(transaction=True)
def test_missing_tables_are_made_anew(user, sync, table):
    sync()
    made = CopyState.objects.get().made
    assert not repair.find_missing()
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"DROP TABLE library_{table}")
    assert repair.find_missing()
    assert CopyState.objects.get().made != made
    assert not repair.find_missing()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_busy_is_left_as_it_is(user, sync):
    sync()
    made = CopyState.objects.get().made
    assert not repair.after(OperationalError("database is locked"))
    assert CopyState.objects.get().made == made
