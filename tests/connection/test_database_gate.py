"""The gate that counts in PostgreSQL, for processes on any number of machines."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.signals import connection_created
from environ import Env

from recruspace_dashboard.connection.gate.database import ALIAS, DatabaseGate
from recruspace_dashboard.connection.gate.rules import RETRY_SECONDS
from recruspace_dashboard.connection.models import CountedCall, Refusal
from recruspace_dashboard.operations.database_settings import databases
from recruspace_dashboard.operations.databases import serve_pages
from tests.clock import wait_until
from tests.each_case import each_case
from tests.postgresql import Server, is_installed, running
from tests.project.processes import run
from tests.project.served import BASE_DIR, MIGRATE, environment

pytest.importorskip("psycopg", reason="needs requirements-postgresql.txt")
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(not is_installed(), reason="needs a PostgreSQL server"),
]
KEY = "a" * 64
# The number of the lock that the calls of this key take.
LOCK = int.from_bytes(b"aaaaaaaa")


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def _tables(postgresql: Server, django_db_blocker) -> Iterator[None]:
    """The gate's connections lead to this server."""
    before = connections.databases.get(ALIAS)
    config = databases(Env.db_url_config(postgresql.url), Path())[ALIAS]
    with django_db_blocker.unblock():
        serve_pages()
        connections.databases[ALIAS] = config
        connections.configure_settings(connections.databases)
        if before:
            del connections[ALIAS]
        with connections[ALIAS].schema_editor() as editor:
            editor.create_model(CountedCall)
            editor.create_model(Refusal)
        yield
        connection_created.disconnect(dispatch_uid="operations.databases")
        connections[ALIAS].close()
        connections[ALIAS].close_pool()
        del connections[ALIAS], connections.databases[ALIAS]
        if before:
            connections.databases[ALIAS] = before


@pytest.fixture
def gate(_tables: None, postgresql: Server) -> DatabaseGate:
    postgresql.run("TRUNCATE connection_countedcall, connection_refusal")
    return DatabaseGate(limit=3)


@pytest.fixture
def passes(postgresql: Server) -> Callable[[float], None]:
    """Lets seconds pass, for what is counted already."""
    statements = [
        "UPDATE connection_countedcall SET at = at - PASSED",
        "UPDATE connection_refusal SET at = at - PASSED, until = until - PASSED",
    ]

    def passes(seconds: float) -> None:
        passed = f"make_interval(secs => {seconds})"
        postgresql.run(*(one.replace("PASSED", passed) for one in statements))

    return passes


def test_a_server_that_does_not_answer_lets_nothing_through(
    gate: DatabaseGate, postgresql: Server
) -> None:
    with postgresql.stopped():
        assert gate.take(KEY) == RETRY_SECONDS
        assert gate.left(KEY) is None
        gate.block(KEY, 60)
    # What was sent to be counted is counted once the server goes on.
    wait_until(lambda: gate.left(KEY) == 2)
    assert gate.take(KEY) == 0


def test_without_its_tables_nothing_goes_through(
    gate: DatabaseGate, postgresql: Server
) -> None:
    postgresql.run("ALTER TABLE connection_countedcall RENAME TO elsewhere")
    assert gate.take(KEY) == RETRY_SECONDS
    assert gate.left(KEY) is None
    postgresql.run("ALTER TABLE elsewhere RENAME TO connection_countedcall")
    assert gate.take(KEY) == 0


def test_one_that_is_stopped_while_it_counts_is_not_waited_for(
    gate: DatabaseGate, postgresql: Server
) -> None:
    import psycopg

    with psycopg.connect(postgresql.url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        assert gate.take(KEY) == RETRY_SECONDS
        assert gate.take("b" * 64) == 0
    assert gate.left(KEY) == 3
    assert gate.take(KEY) == 0


def test_a_restart_of_the_server_costs_no_call(
    gate: DatabaseGate, postgresql: Server
) -> None:
    assert gate.take(KEY) == 0
    postgresql.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    assert [gate.take(KEY), gate.left(KEY)] == [0, 1]


def test_where_all_is_read_only_calls_are_counted(
    gate: DatabaseGate, postgresql: Server
) -> None:
    postgresql.run("ALTER DATABASE postgres SET default_transaction_read_only = on")
    connections[ALIAS].close_pool()
    took = [gate.take(KEY) for _ in range(3)]
    gate.block("b" * 64, 30)
    postgresql.run(
        "SET default_transaction_read_only = off",
        "ALTER DATABASE postgres RESET default_transaction_read_only",
    )
    connections[ALIAS].close_pool()
    assert took == [0, 0, 0]
    assert gate.left(KEY) == 0
    assert gate.take("b" * 64) == 30


def test_calls_over_the_limit_are_told_how_long_to_wait(
    gate: DatabaseGate, passes: Callable[[float], None]
) -> None:
    for _ in range(3):
        assert gate.take(KEY) == 0
        passes(10)
    # 61 seconds after the first call, rounded up.
    assert gate.take(KEY) == 31
    passes(30)
    assert gate.take(KEY) == 1
    passes(1)
    assert [gate.take(KEY), gate.take(KEY)] == [0, 10]


def test_what_is_left_goes_down_and_comes_back(
    gate: DatabaseGate, passes: Callable[[float], None]
) -> None:
    assert gate.left(KEY) == 3
    gate.take(KEY)
    passes(30)
    gate.take(KEY)
    assert gate.left(KEY) == 1
    passes(31)
    assert gate.left(KEY) == 2


def test_keys_do_not_take_from_each_other(gate: DatabaseGate) -> None:
    assert [gate.take(KEY) for _ in range(4)] == [0, 0, 0, 61]
    assert gate.left("b" * 64) == 3
    assert gate.take("b" * 64) == 0


def test_after_a_refusal_of_the_api_nothing_goes_through_for_so_long(
    gate: DatabaseGate, passes: Callable[[float], None]
) -> None:
    gate.block(KEY, 30)
    gate.block(KEY, 5)
    assert gate.take(KEY) == 30
    assert gate.left(KEY) == 0
    assert gate.take("b" * 64) == 0
    passes(30)
    assert gate.left(KEY) == 3
    assert gate.take(KEY) == 0


def test_a_clock_that_is_set_back_counts_nothing_away(
    gate: DatabaseGate, passes: Callable[[float], None]
) -> None:
    took = [gate.take(KEY) for _ in range(2)]
    gate.block("b" * 64, 30)
    passes(-3600)
    assert [*took, gate.take(KEY)] == [0, 0, 0]
    # Nor does the hour have to pass again.
    assert gate.take(KEY) == 61
    assert gate.take("b" * 64) == 30
    passes(61)
    assert gate.take(KEY) == 0


@each_case("limit", [0, -1])
def test_a_limit_of_nothing_lets_nothing_through(
    gate: DatabaseGate, limit: int
) -> None:
    assert DatabaseGate(limit).take(KEY) == 61
    assert DatabaseGate(limit).left(KEY) == 0


def test_background_work_leaves_users_what_they_need(
    gate: DatabaseGate, passes: Callable[[float], None]
) -> None:
    gate = DatabaseGate(95)

    def background() -> int:
        """How many calls background work makes before it has to wait."""
        return next(number for number in range(200) if gate.take(KEY, reserve=10))

    assert background() == 85
    passes(61)
    assert [gate.take(KEY) for _ in range(12)] == [0] * 12
    # Of 95, 12 were made and 24 are left.
    assert background() == 95 - 12 - 24
    assert gate.left(KEY) == 24
    passes(61)
    assert [gate.take(KEY) for _ in range(40)] == [0] * 40
    # Half of the limit at most.
    assert background() == 95 - 47 - 40


# Two machines: threads in processes that share nothing but the database.

AT_ONCE = """
import django, sys
django.setup()
from concurrent.futures import ThreadPoolExecutor
from recruspace_dashboard.connection.gate import gate_of
sys.stdin.readline()
def tries(_):
    return [gate_of("rsp_key").take() for _ in range(10)].count(0)
with ThreadPoolExecutor(6) as threads:
    print(sum(threads.map(tries, range(6))))
"""
ROLLED_BACK = """
import django
django.setup()
from django.db import transaction
from recruspace_dashboard.connection.gate import gate_of
gate = gate_of("rsp_another")
with transaction.atomic():
    gate.take()
    transaction.set_rollback(True)
print(gate.left(), gate.limit, type(gate.gate).__name__)
"""


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("data")
    with running() as server:
        env = environment(folder, DATABASE_URL=server.url) | {
            "SECRET_KEY": "one-secret-of-all-machines-that-is-long-enough-0123456789",
            "ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            "RECRUSPACE_CALLS_PER_MINUTE": "50",
        }
        run("-c", MIGRATE, cwd=BASE_DIR, env=env).check_returncode()
        yield env


def test_processes_together_keep_to_the_limit(variables: dict[str, str]) -> None:
    machines = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE],
            cwd=BASE_DIR,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    with ThreadPoolExecutor(3) as threads:
        said = [threads.submit(one.communicate, "go\n") for one in machines]
    through = [int(one.result()[0]) for one in said]
    assert sum(through) == 50


def test_a_call_stays_counted_if_its_request_is_rolled_back(
    variables: dict[str, str],
) -> None:
    ran = run("-c", ROLLED_BACK, cwd=BASE_DIR, env=variables)
    assert ran.stdout.split() == ["49", "50", "DatabaseGate"]
