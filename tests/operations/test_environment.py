"""What goes wrong around the dashboard: its database, its disk, its clock. A clear
page or a refusal, never a bare 500. `test_start.py` has what is found at the start."""

import ast
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from recruspace_dashboard.accounts.sessions import SEEN_KEY
from tests.conftest import PASSWORD
from tests.project.processes import run
from tests.project.served import environment, prepare

BUSY = "The database is not responding"
on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="tests/project/test_postgresql.py does it to PostgreSQL",
)
# Longer than a write waits for its turn.
TOO_LONG = 7


def sign_in(client: Client):
    client.raise_request_exception = False
    return client.post("/login/", {"username": "charlie", "password": PASSWORD})


@contextmanager
def locked(seconds: float) -> Iterator[None]:
    """Another process writes to the database for so long."""
    path, begun = connection.settings_dict["NAME"], threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun.set()
            time.sleep(seconds)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait()
    yield
    thread.join()


@on_sqlite
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_lock_of_the_database_for_too_long_is_a_page(client: Client, keyless: User):
    with locked(TOO_LONG):
        refused = sign_in(client)
        reading = client.get("/healthz/")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert BUSY in refused.text
    # Who only reads is not held up.
    assert reading.status_code == 200
    assert sign_in(client).status_code == 302


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_short_lock_is_waited_for(client: Client, keyless: User):
    with locked(1):
        assert sign_in(client).status_code == 302


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_that_only_reads_is_a_page(client: Client, keyless: User):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        refused = sign_in(client)
        assert refused.status_code == 503
        assert BUSY in refused.text
        assert client.get("/login/").status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["accounts_apikey", "django_session"])
def test_a_table_that_went_missing_is_a_page(browse: Client, table: str):
    """As after an upgrade whose migrations were forgotten, with workers renewed."""
    browse.raise_request_exception = False
    # PostgreSQL drops no table with checks that wait for the end of the transaction.
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")
    refused = browse.get("/pools/")
    assert refused.status_code == 503
    assert BUSY in refused.text


FULL = """
import resource, signal, sys, time
import django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
django.setup()
from django.test import Client
from django.contrib.auth.models import User
User.objects.create_user("ayse", password="correct horse battery")
client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
print(client.get("/healthz/").status_code)
# No file may grow from here on, as on a full disk.
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
form = {"username": "ayse", "password": "correct horse battery"}
print(client.post("/login/", form).status_code, client.get("/healthz/").status_code)
from recruspace_dashboard.connection.response_store import SealedResponseStore
from recruspace_dashboard.connection.gate import gate_of
gate = gate_of("rs_live_0123456789")
print(gate.take(), gate.left())
store = SealedResponseStore("rs_live_0123456789", 30)
store.put("a call", b"an answer", time.time())
print(store.get("a call"))
"""


@pytest.mark.slow
def test_a_full_disk_costs_a_page_for_what_is_written_and_no_call(tmp_path: Path):
    prepare(tmp_path)
    # It says its word through pipes, as no file takes it any more.
    ended = subprocess.run(
        [sys.executable, "-c", FULL],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert ended.stdout.splitlines() == [
        "200",
        # What cannot be written is refused in words; what only reads goes on.
        "503 200",
        # A process makes its share of the calls, and answers are not kept.
        "0 None",
        "None",
    ], ended.stderr
    assert "each process makes no more calls" in ended.stderr
    assert "The cache failed" in ended.stderr
    assert "rs_live_0123456789" not in ended.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [120, 3600, 86400])
def test_a_clock_that_was_set_back_keeps_nobody_signed_in_for_longer(
    client: Client, keyless: User, ahead: int
):
    client.force_login(keyless)
    session = client.session
    session[SEEN_KEY] = int(time.time()) + ahead
    session.save()
    assert client.get("/account/").status_code == 200
    assert client.session[SEEN_KEY] <= time.time()


def test_a_cache_server_that_hangs_takes_no_seconds_of_a_page(tmp_path: Path):
    """Redis is asked for a moment; its client alone would wait for five seconds."""
    code = (
        "from recruspace_dashboard.settings import CACHES;"
        "print(CACHES['default']['OPTIONS'])"
    )
    where = environment(tmp_path, CACHE_URL="redis://127.0.0.1:6379/1")
    done = run("-c", code, cwd=settings.BASE_DIR, env=where)
    options = ast.literal_eval(done.stdout)
    assert (
        options.items()
        >= {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}.items()
    )
