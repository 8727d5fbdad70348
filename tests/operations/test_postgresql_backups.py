"""A backup of PostgreSQL is made, and brought back in another database."""

import stat
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from recruspace_dashboard.operations.generated_secrets import (
    new_encryption_key,
    new_secret_key,
)
from tests.each_case import each_case
from tests.operations.test_backups import REVEAL, USERS, packed
from tests.postgresql import Server, is_installed, running
from tests.project.processes import run
from tests.project.served import ADD_USERS, MIGRATE, environment

psycopg = pytest.importorskip("psycopg", reason="needs requirements-postgresql.txt")
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(not is_installed(), reason="needs a PostgreSQL server"),
]
SECRETS = {"SECRET_KEY": new_secret_key(), "ENCRYPTION_KEYS": new_encryption_key()}
SESSION = "a-session-that-nobody-may-find"
ADD_SESSION = (
    "INSERT INTO django_session "
    "VALUES ('a-session-that-nobody-may-find', 'of a user', '2036-01-01')"
)
WRITE = (
    "owner_id, sealed_for, form_id, state, sent_at, created_at, action, api, attempts, "
    "sealed_arguments, sealed_address, sealed_reason, problem, already, digest, "
    "follows"
)
ONE_WRITE = (
    "id, id, gen_random_uuid(), 'done', now(), now(), 'tag', '', 0, "
    "'', '', '', '', false, '', 0"
)
BATCH = (
    "state, pause, sealed_for, action, sealed_arguments, sealed_left_out, api, key, "
    "waits_for, faults, created_at, is_cancelled"
)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with running() as server:
        server.run("CREATE DATABASE other")
        yield server


@pytest.fixture(scope="module")
def data(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a dashboard with users, a session, a copy and counted calls."""
    folder = tmp_path_factory.mktemp("data")
    words = [word for user in USERS for word in user]
    program(postgresql.url, folder, "-c", MIGRATE).check_returncode()
    program(postgresql.url, folder, "-c", ADD_USERS, *words).check_returncode()
    postgresql.run(
        ADD_SESSION,
        "CREATE TABLE library_copiedcandidate AS TABLE django_session",
    )
    return folder


@pytest.fixture(scope="module")
def backup(
    postgresql: Server, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Without secrets."""
    made = tmp_path_factory.mktemp("backups") / "one.tar.gz"
    manage(postgresql.url, data, "backup", made).check_returncode()
    return made


@pytest.fixture
def other(postgresql: Server) -> str:
    """The address of a database in which there is nothing."""
    url = postgresql.url.replace("/postgres", "/other")
    execute(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return url


def program(
    url: str, folder: Path, *command: str, **more: str
) -> subprocess.CompletedProcess[str]:
    env = environment(folder, DATABASE_URL=url, **SECRETS | more)
    return run(*command, cwd=settings.BASE_DIR, env=env)


def manage(
    url: str, folder: Path, *command: object, **more: str
) -> subprocess.CompletedProcess[str]:
    return program(url, folder, "manage.py", *map(str, command), **more)


def execute(url: str, *statements: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def users(url: str) -> list[str]:
    found = execute(url, "SELECT username FROM auth_user ORDER BY username")
    return [name for (name,) in found]


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {
            one.name: archive.extractfile(one).read() for one in archive.getmembers()
        }


def test_one_that_is_torn_or_of_another_kind_is_refused(
    data: Path, backup: Path, other: str, tmp_path: Path
) -> None:
    dump = members(backup)["dashboard.pgdump"]
    execute(other, "CREATE TABLE writes_of_before (id int)")
    for name, content, told in (
        ("dashboard.pgdump", dump[: len(dump) // 2], "pg_restore failed"),
        ("dashboard.pgdump", b"", "pg_restore failed"),
        ("dashboard.sqlite3", b"SQLite format 3", "is of another kind"),
        ("another.pgdump", dump, "not a backup of this dashboard"),
    ):
        made = packed(tmp_path / "one.tar.gz", {name: content})
        ended = manage(other, data, "restore", made, "--replace")
        assert ended.returncode == 1
        assert told in ended.stderr
        assert "Traceback" not in ended.stderr
    assert execute(other, "SELECT count(*) FROM writes_of_before") == [(0,)]
    assert not list(data.glob(".backup-*"))


def test_a_restore_that_breaks_off_changes_nothing(
    data: Path, backup: Path, other: str
) -> None:
    manage(other, data, "restore", backup).check_returncode()
    execute(
        other,
        "DELETE FROM accounts_apikey",
        # Where a table would come, there is something that no table can replace.
        "CREATE VIEW taken AS SELECT 1",
        "DROP TABLE accounts_account CASCADE",
        "ALTER VIEW taken RENAME TO accounts_account",
    )
    ended = manage(other, data, "restore", backup, "--replace")
    assert ended.returncode == 1
    assert "psql failed" in ended.stderr
    assert len(users(other)) == len(USERS)
    assert execute(other, "SELECT count(*) FROM accounts_apikey") == [(0,)]


def test_a_database_that_is_there_is_not_lost_by_chance(
    data: Path, backup: Path, postgresql: Server
) -> None:
    ended = manage(postgresql.url, data, "restore", backup)
    assert ended.returncode == 1
    assert "--replace" in ended.stderr
    assert "Writes sent to Recruspace since then are forgotten: none" in ended.stderr
    assert len(users(postgresql.url)) == len(USERS)


def test_a_dashboard_that_runs_on_another_machine_is_noticed(
    data: Path, backup: Path, postgresql: Server
) -> None:
    with psycopg.connect(postgresql.url):
        ended = manage(postgresql.url, data, "restore", backup, "--replace")
    assert ended.returncode == 1
    assert "1 other connections. Stop the dashboard on all machines" in ended.stderr
    assert len(users(postgresql.url)) == len(USERS)


@each_case("command", [["backup"], ["restore"]])
def test_a_program_that_is_missing_is_named(
    data: Path, backup: Path, other: str, tmp_path: Path, command: list[str]
) -> None:
    execute(other, "CREATE TABLE IF NOT EXISTS accounts_apikey (id int)")
    path = tmp_path / "new.tar.gz" if command == ["backup"] else backup
    ended = manage(other, data, *command, path, PATH=str(tmp_path))
    assert ended.returncode == 1
    assert "is missing. Install the client programs of PostgreSQL" in ended.stderr
    assert not (tmp_path / "new.tar.gz").exists()


def test_the_password_is_on_no_command_line(
    data: Path, postgresql: Server, tmp_path: Path
) -> None:
    spy = tmp_path / "pg_dump"
    spy.write_text(f'#!/bin/sh\necho "$@" "in $PGPASSWORD" >{tmp_path}/seen\nexit 1\n')
    spy.chmod(0o755)
    url = postgresql.url.replace("us@", "us:word-of-honour@")
    made = tmp_path / "one.tar.gz"
    manage(url, data, "backup", made, PATH=f"{tmp_path}:/usr/bin:/bin")
    arguments, password = (tmp_path / "seen").read_text().split(" in ")
    assert "word-of-honour" not in arguments
    assert password.strip() == "word-of-honour"
    assert not made.exists()


def test_it_is_one_file_for_its_owner_with_neither_secrets_nor_sessions(
    data: Path, backup: Path, postgresql: Server, tmp_path: Path
) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    found = members(backup)
    assert list(found) == ["dashboard.pgdump"]
    (tmp_path / "dump").write_bytes(found["dashboard.pgdump"])
    unpacked = ["pg_restore", "--file=-", str(tmp_path / "dump")]
    text = subprocess.run(unpacked, capture_output=True, text=True, check=True).stdout
    assert "user0" in text
    assert SESSION not in text
    assert "library_" not in text
    for secret in SECRETS.values():
        assert secret not in text
    ended = manage(postgresql.url, data, "backup", backup)
    assert ended.returncode == 1
    assert "exists already" in ended.stderr


def test_with_its_secrets_it_comes_back_whole_elsewhere(
    data: Path, postgresql: Server, other: str, tmp_path: Path
) -> None:
    made, folder = tmp_path / "one.tar.gz", tmp_path / "other"
    manage(postgresql.url, data, "backup", made, "--with-secrets").check_returncode()
    found = members(made)
    assert found["secret_key"].decode() == SECRETS["SECRET_KEY"]
    manage(other, folder, "restore", made).check_returncode()
    manage(other, folder, "migrate").check_returncode()
    without = environment(folder, DATABASE_URL=other)
    revealed = run("-c", REVEAL, cwd=settings.BASE_DIR, env=without)
    for name, _, key in USERS:
        assert f'"{name}": "{key}"' in revealed.stdout
    checked = run("manage.py", "check", cwd=settings.BASE_DIR, env=without)
    assert checked.returncode == 0


def test_what_came_since_goes_and_calls_that_count_stay(
    data: Path, backup: Path, other: str
) -> None:
    manage(other, data, "restore", backup).check_returncode()
    execute(
        other,
        "DELETE FROM auth_user WHERE username = 'nobody'",
        ADD_SESSION,
        "INSERT INTO connection_countedcall (fingerprint, at, background) "
        "VALUES ('a', now(), false)",
        "CREATE TABLE of_a_newer_version (id int)",
        f"INSERT INTO writes_write ({WRITE}) SELECT {ONE_WRITE} FROM auth_user LIMIT 1",  # noqa: S608
    )
    ended = manage(other, data, "restore", backup, "--replace")
    assert ended.returncode == 0, ended.stderr
    assert "Writes sent to Recruspace since then are forgotten: 1, the first" in (
        ended.stdout
    )
    assert execute(other, "SELECT count(*) FROM django_session") == [(0,)]
    assert execute(other, "SELECT count(*) FROM writes_write") == [(0,)]
    assert execute(other, "SELECT fingerprint FROM connection_countedcall") == [("a",)]
    assert execute(other, "SELECT to_regclass('of_a_newer_version')") == [(None,)]
    assert len(users(other)) == len(USERS)


def test_what_was_being_sent_is_paused_and_unclear(
    postgresql: Server, data: Path, other: str, tmp_path: Path
) -> None:
    """It may have been sent since the backup was made."""
    execute(
        postgresql.url,
        *(
            f"INSERT INTO writes_batch ({BATCH}) VALUES ('{state}', '', 1, 'tag', "  # noqa: S608
            "'', '', '', '', 'limit', 3, now(), false)"
            for state in ("draft", "running", "paused", "ended")
        ),
        *(
            f"INSERT INTO writes_write ({WRITE}) "  # noqa: S608
            f"SELECT {ONE_WRITE.replace('done', state)} FROM auth_user LIMIT 1"
            for state in ("staged", "waiting", "sending", "done", "refused")
        ),
    )
    made = tmp_path / "one.tar.gz"
    manage(postgresql.url, data, "backup", made).check_returncode()
    ended = manage(other, data, "restore", made)
    assert ended.returncode == 0, ended.stderr
    assert "what was left of them is unclear" in ended.stdout
    batches = "SELECT state, pause, waits_for, faults FROM writes_batch ORDER BY id"
    assert execute(other, batches) == [
        ("draft", "", "limit", 3),
        ("paused", "restored", "", 0),
        ("paused", "restored", "", 0),
        ("ended", "", "limit", 3),
    ]
    unclear = (
        "SELECT count(*), count(look_at) FROM writes_write WHERE state = 'unknown'"
    )
    assert execute(other, unclear) == [(2, 2)]
    execute(postgresql.url, "DELETE FROM writes_write", "DELETE FROM writes_batch")
