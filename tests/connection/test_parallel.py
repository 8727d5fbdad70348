"""Calls beside a request: their error, their log, and their database connections."""

from threading import current_thread

import pytest
from django.contrib.auth.models import User
from django.db import connection

from recruspace_dashboard.connection.parallel import run_in_thread
from recruspace_dashboard.operations.logs import request_id


def test_an_error_is_raised_where_the_result_is_asked_for():
    failing = run_in_thread(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        failing.result()


def test_the_other_thread_knows_the_request():
    request_id.set("of-this-request")
    assert run_in_thread(request_id.get).result() == "of-this-request"
    assert run_in_thread(current_thread).result() is not current_thread()


@pytest.mark.django_db(transaction=True)
def test_the_other_thread_closes_or_gives_back_its_database_connection():
    def count() -> tuple[int, object]:
        number = User.objects.count()
        return number, connection.connection

    number, raw = run_in_thread(count).result()
    assert number == 0
    if pool := getattr(connection, "pool", None):
        assert raw in pool._pool
        return
    with pytest.raises(Exception, match="closed"):
        raw.execute("SELECT 1")
