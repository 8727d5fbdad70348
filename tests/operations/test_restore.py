"""What an older backup brings back, what it does not, and when it is refused."""

import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from recruspace_dashboard.operations import running
from recruspace_dashboard.operations.management import backups
from recruspace_dashboard.operations.management.backups.sqlite import SqliteBackups
from tests.clock import wait_until
from tests.project import processes
from tests.project.served import Served, environment, prepare

MADE_AT = datetime(2026, 11, 24, 3, 17, tzinfo=UTC)
WRITE = (
    "form_id, state, sent_at, created_at, owner_id, sealed_for, batch_id, action, "
    "api, attempts, sealed_arguments, sealed_address, sealed_reason, problem, already, "
    "digest, follows"
)
ONE_WRITE = "?, ?, ?, ?, ?, ?, ?, 'tag', '', 0, '', '', '', '', 0, '', 0"
BATCH = (
    "id, state, pause, sealed_for, action, sealed_arguments, sealed_left_out, api, "
    "key, waits_for, faults, created_at, is_cancelled"
)
SESSION = "the-id-of-a-live-session-of-a-user"
# A process of the dashboard and one that it has forked, as gunicorn does it.
RUN = """
import os, time
from recruspace_dashboard.operations.running import hold_lock
hold_lock()
os.fork()
print(os.getpid(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch, settings) -> Path:
    """The folder of a dashboard that is stopped, with a database."""
    prepare(tmp_path / "data")
    settings.DATA_DIR = tmp_path / "data"
    place = settings.DATA_DIR / "dashboard.sqlite3"
    monkeypatch.setattr(backups, "backups", lambda: SqliteBackups(place))
    return settings.DATA_DIR


def execute(folder: Path, statement: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(folder / "dashboard.sqlite3")) as connection:
        found = connection.execute(statement, values).fetchall()
        connection.commit()
    return found


def add_session(folder: Path) -> None:
    add = "INSERT INTO django_session VALUES (?, 'of a user', '2036-01-01')"
    execute(folder, add, SESSION)


def add_sent_form(folder: Path, sent_at: datetime, state: str = "done") -> None:
    [(user,)] = execute(
        folder,
        "INSERT INTO auth_user (password, is_superuser, username, first_name, "
        "last_name, email, is_staff, is_active, date_joined) "
        "VALUES ('', 0, ?, '', '', '', 0, 1, '2026-01-01') RETURNING id",
        f"user {sent_at}{state}",
    )
    execute(
        folder,
        f"INSERT INTO writes_write ({WRITE}) VALUES ({ONE_WRITE})",  # noqa: S608
        f"{user:032}",
        state,
        *[f"{sent_at:%F %T.%f}"] * 2,
        *[user] * 2,
        None,
    )


@pytest.fixture
def old_backup(folder: Path, tmp_path: Path) -> Path:
    """As the first version made it: with all that is in the database."""
    add_session(folder)
    path = tmp_path / "old.tar.gz"
    os.utime(folder / "dashboard.sqlite3", (MADE_AT.timestamp(),) * 2)
    with tarfile.open(path, "w:gz") as archive:
        archive.add(folder / "dashboard.sqlite3", "dashboard.sqlite3")
    return path


def restore(path: Path, capsys) -> str:
    call_command("restore", str(path), "--replace")
    said: str = capsys.readouterr().out
    return said


def test_no_session_is_in_a_backup(folder: Path, tmp_path: Path):
    database = folder / "dashboard.sqlite3"
    # Nor one that has ended: its row stays in unused parts of the file.
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        ended = ("ended", SESSION * 2000, "2036-01-01")
        connection.execute("INSERT INTO django_session VALUES (?, ?, ?)", ended)
        connection.execute("DELETE FROM django_session")
        connection.commit()
    add_session(folder)
    assert database.read_bytes().count(SESSION.encode()) > 1000
    made = tmp_path / "one.tar.gz"
    call_command("backup", str(made))
    with tarfile.open(made) as archive:
        content = archive.extractfile("dashboard.sqlite3").read()
    assert SESSION.encode() not in content
    assert execute(folder, "SELECT count(*) FROM django_session") == [(1,)]


def test_no_session_comes_back_with_an_old_backup(
    folder: Path, old_backup: Path, capsys
):
    assert "All sessions are ended." in restore(old_backup, capsys)
    assert execute(folder, "SELECT * FROM django_session") == []
    assert SESSION.encode() not in (folder / "dashboard.sqlite3").read_bytes()


def test_what_was_being_sent_is_paused_and_unclear(
    folder: Path, old_backup: Path, tmp_path: Path, capsys
):
    """It may have been sent since the backup was made."""
    states = ["draft", "running", "paused", "ended"]
    for number, state in enumerate(states):
        execute(
            folder,
            f"INSERT INTO writes_batch ({BATCH}) "  # noqa: S608
            "VALUES (?, ?, ?, 1, 'tag', '', '', '', '', 'limit', 3, '2026-11-24', 0)",
            number,
            state,
            "by_user" if state == "paused" else "",
        )
    rows = ["staged", "waiting", "sending", "done", "refused", "unknown", "cancelled"]
    for place, (number, state) in enumerate(product(range(len(states)), rows)):
        execute(
            folder,
            f"INSERT INTO writes_write ({WRITE}) VALUES ({ONE_WRITE})",  # noqa: S608
            f"{place:032}",
            state,
            *["2026-11-24 03:17:00"] * 2,
            *[None, 1, number],
        )
    made = tmp_path / "one.tar.gz"
    call_command("backup", str(made))
    said = restore(made, capsys)
    assert "what was left of them is unclear" in said
    assert execute(
        folder, "SELECT state, pause, waits_for, faults FROM writes_batch ORDER BY id"
    ) == [
        ("draft", "", "limit", 3),
        ("paused", "restored", "", 0),
        ("paused", "restored", "", 0),
        ("ended", "", "limit", 3),
    ]
    after = ["staged", "unknown", "unknown", "done", "refused", "unknown", "cancelled"]
    found = execute(folder, "SELECT state FROM writes_write ORDER BY id")
    assert [state for (state,) in found] == after * 4
    now = f"{datetime.now(UTC):%F %H:}"
    ended = "SELECT ended_at, look_at FROM writes_write WHERE look_at IS NOT NULL"
    for times in execute(folder, ended):
        assert all(at.startswith(now) for at in times)


def test_it_says_how_many_forms_it_forgets(folder: Path, old_backup: Path, capsys):
    add_sent_form(folder, MADE_AT - timedelta(seconds=1))
    add_sent_form(folder, MADE_AT + timedelta(hours=6), "unknown")
    add_sent_form(folder, MADE_AT + timedelta(hours=7), "refused")
    add_sent_form(folder, MADE_AT + timedelta(days=2))
    facts = "forgotten: 2, the first at 2026-11-24 09:17, the last at 2026-11-26 03:17."
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(old_backup))
    assert facts in str(refused.value)
    assert "--replace" in str(refused.value)
    said = restore(old_backup, capsys)
    assert facts in said
    assert "made at 2026-11-24 03:17." in said
    assert execute(folder, "SELECT * FROM writes_write") == []
    assert "forgotten: none." in restore(old_backup, capsys)


@pytest.mark.parametrize("content", [None, b"no database"])
def test_without_the_database_the_number_of_forms_is_unknown(
    folder: Path, old_backup: Path, capsys, content: bytes | None
):
    (folder / "dashboard.sqlite3").unlink()
    if content:
        (folder / "dashboard.sqlite3").write_bytes(content)
        with pytest.raises(CommandError, match="forgotten: unknown"):
            call_command("restore", str(old_backup))
        return
    assert "forgotten: unknown" in restore(old_backup, capsys)


def test_a_backup_says_when_it_was_begun(folder: Path, tmp_path: Path, capsys):
    made, before = tmp_path / "one.tar.gz", datetime.now(UTC)
    call_command("backup", str(made))
    add_sent_form(folder, datetime.now(UTC))
    add_sent_form(folder, before)
    assert "forgotten: 1, the first" in restore(made, capsys)


@pytest.mark.parametrize("engine", ["sqlite3", "postgresql"])
def test_it_is_refused_while_the_dashboard_runs(
    dashboard: Served, old_backup: Path, monkeypatch, settings, engine: str
):
    monkeypatch.setitem(
        settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}"
    )
    settings.DATA_DIR = dashboard.data
    before = (dashboard.data / "dashboard.sqlite3").read_bytes()
    with pytest.raises(CommandError, match="is running"):
        call_command("restore", str(old_backup), "--replace")
    assert (dashboard.data / "dashboard.sqlite3").read_bytes() == before


@pytest.fixture
def started(folder: Path) -> Iterator[list[int]]:
    """The processes of a dashboard that runs."""
    command = [sys.executable, "-c", RUN]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield [int(process.stdout.readline()) for _ in range(2)]
        process.kill()


def is_refused(path: Path) -> bool:
    try:
        call_command("restore", str(path), "--replace")
    except CommandError as error:
        return "is running" in str(error)
    return False


def test_a_killed_dashboard_counts_as_stopped_once_all_its_processes_are(
    started: list[int], old_backup: Path
):
    for process in started:
        assert is_refused(old_backup)
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: not is_refused(old_backup), 5)


def test_the_dashboard_does_not_start_during_a_restore(folder: Path):
    program = ("-c", "import recruspace_dashboard.wsgi")
    with running.dashboard_stopped():
        ended = processes.run(*program, cwd=settings.BASE_DIR, env=environment(folder))
    assert ended.returncode == 3
    assert "recruspace.E018" in ended.stderr
    assert "A backup is being restored." in ended.stderr


def test_it_does_not_start_where_nothing_can_be_locked(folder: Path):
    (folder / running.LOCK_FILE).mkdir()
    program = ("-c", "import recruspace_dashboard.wsgi")
    ended = processes.run(*program, cwd=settings.BASE_DIR, env=environment(folder))
    assert ended.returncode == 3
    assert "recruspace.E019" in ended.stderr
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("restore", "one.tar.gz")
