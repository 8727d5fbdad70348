"""A backup is made under load, and brought back on another machine."""

import io
import json
import sqlite3
import stat
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from recruspace_dashboard.operations.management import backups
from recruspace_dashboard.operations.management.backups.sqlite import SqliteBackups
from tests.project import processes
from tests.project.served import environment, prepare

USERS = [(f"user{n}", "correct horse battery", f"rs_live_{n}") for n in range(3)]
REVEAL = """
import django, json
django.setup()
from recruspace_dashboard.accounts.models import ApiKey
print(json.dumps({k.user.username: k.reveal() for k in ApiKey.objects.all()}))
"""


def run(data: Path, *command: str, **more: str) -> subprocess.CompletedProcess:
    return processes.run(*command, cwd=settings.BASE_DIR, env=environment(data, **more))


def manage(data: Path, *command: object, **more: str) -> subprocess.CompletedProcess:
    return run(data, "manage.py", *map(str, command), **more)


def rows(database: Path) -> dict[str, list[tuple]]:
    """All that is in a database."""
    with closing(sqlite3.connect(database)) as connection:
        named = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        tables = [name for (name,) in connection.execute(named)]
        return {
            table: sorted(connection.execute(f'SELECT * FROM "{table}"'), key=repr)  # noqa: S608
            for table in tables
        }


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    prepare(folder, *USERS)
    return folder


@pytest.fixture(scope="module")
def backup(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without secrets."""
    made = tmp_path_factory.mktemp("backups") / "one.tar.gz"
    manage(data, "backup", made).check_returncode()
    return made


@pytest.fixture
def empty(tmp_path: Path, monkeypatch) -> Path:
    """The data folder of this process, with no database in it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    place = folder / "dashboard.sqlite3"
    monkeypatch.setattr(backups, "backups", lambda: SqliteBackups(place))
    return folder


def packed(
    path: Path, members: dict[str, bytes], kind: bytes = tarfile.REGTYPE
) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.type = len(content), kind
            member.linkname = "/etc/passwd"
            archive.addfile(member, io.BytesIO(content))
    return path


def sqlite_file(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE others (one)")
        connection.commit()
    return path.read_bytes()


def foreign(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "foreign.tar.gz"
    database = sqlite_file(tmp_path / "other.sqlite3")
    match kind:
        case "text":
            path.write_text("not a backup")
        case "nothing":
            pass
        case "no database":
            packed(path, {"secret_key": b"x"})
        case "outside":
            packed(path, {"dashboard.sqlite3": database, "../outside": b"x"})
        case "absolute":
            packed(path, {"dashboard.sqlite3": database, "/tmp/outside": b"x"})  # noqa: S108
        case "link":
            packed(path, {"dashboard.sqlite3": b""}, tarfile.SYMTYPE)
        case "another's database":
            packed(path, {"dashboard.sqlite3": database})
        case "no SQLite":
            packed(path, {"dashboard.sqlite3": b"x" * 4096})
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "text",
        "nothing",
        "no database",
        "outside",
        "absolute",
        "link",
        "another's database",
        "no SQLite",
    ],
)
def test_what_is_no_backup_is_refused_and_leaves_nothing(
    empty: Path, tmp_path: Path, kind: str
):
    path = foreign(tmp_path, kind)
    with pytest.raises(CommandError):
        call_command("restore", str(path))
    assert not list(empty.iterdir())
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_half_a_backup_is_refused(
    empty: Path, backup: Path, tmp_path: Path, cut: float
):
    half = tmp_path / "half.tar.gz"
    half.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * cut)])
    with pytest.raises(CommandError, match="Interrupted by an error"):
        call_command("restore", str(half))
    assert not list(empty.iterdir())


def test_a_database_that_is_there_is_not_lost_by_chance(
    data: Path, backup: Path, tmp_path: Path
):
    before = rows(data / "dashboard.sqlite3")
    ended = manage(data, "restore", backup)
    assert ended.returncode == 1
    assert "--replace" in ended.stderr
    assert rows(data / "dashboard.sqlite3") == before


def test_a_backup_that_is_there_is_not_written_over(data: Path, backup: Path):
    before = backup.read_bytes()
    ended = manage(data, "backup", backup)
    assert ended.returncode == 1
    assert "exists already" in ended.stderr
    assert backup.read_bytes() == before


def test_where_there_is_no_database_none_is_saved(empty: Path, tmp_path: Path):
    with pytest.raises(CommandError, match="There is no database"):
        call_command("backup", str(tmp_path / "one.tar.gz"))
    assert not (tmp_path / "one.tar.gz").exists()


def test_a_folder_that_is_not_there_is_told(empty: Path, backup: Path, tmp_path: Path):
    call_command("restore", str(backup))
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("backup", str(tmp_path / "nowhere" / "one.tar.gz"))


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_with_another_kind_of_database_it_is_told(monkeypatch, command: str):
    engine = "django.db.backends.mysql"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    with pytest.raises(CommandError, match="for SQLite and PostgreSQL only"):
        call_command(command, "one.tar.gz")


def test_it_is_one_file_for_its_owner_without_the_secrets(data: Path, backup: Path):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as archive:
        assert archive.getnames() == ["dashboard.sqlite3"]
        content = archive.extractfile("dashboard.sqlite3").read()
    for name in ("secret_key", "encryption_keys"):
        assert (data / name).read_bytes() not in content
    assert not [path for path in backup.parent.iterdir() if path != backup]


def test_without_the_encryption_key_only_the_api_keys_are_lost(
    backup: Path, tmp_path: Path
):
    manage(tmp_path, "restore", backup).check_returncode()
    checked = manage(tmp_path, "check", "--database", "default")
    assert "recruspace.E001" in checked.stderr
    manage(tmp_path, "forget_api_keys", "--no-input").check_returncode()
    assert len(rows(tmp_path / "dashboard.sqlite3")["auth_user"]) == len(USERS)


def test_with_its_secrets_it_comes_back_whole_elsewhere(data: Path, tmp_path: Path):
    made, other = tmp_path / "one.tar.gz", tmp_path / "other"
    said = manage(data, "backup", made, "--with-secrets").stdout
    assert "anyone who has this file can read all API keys" in said
    manage(other, "restore", made).check_returncode()
    assert rows(other / "dashboard.sqlite3") == rows(data / "dashboard.sqlite3")
    for name in ("secret_key", "encryption_keys"):
        assert (other / name).read_text() == (data / name).read_text()
    for path in other.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert json.loads(run(other, "-c", REVEAL).stdout) == {
        name: key for name, _, key in USERS
    }


def test_secrets_from_the_environment_are_saved_too(data: Path, tmp_path: Path):
    given = f"{new_encryption_key()},{new_encryption_key()}"
    made = tmp_path / "one.tar.gz"
    manage(data, "backup", made, "--with-secrets", ENCRYPTION_KEYS=given)
    with tarfile.open(made) as archive:
        assert archive.extractfile("encryption_keys").read().decode() == given


@pytest.fixture
def writer(data: Path) -> Iterator[Path]:
    """Somebody who writes pairs of rows without a pause: a copy holds both or none."""
    enough = threading.Event()

    def write() -> None:
        path = data / "dashboard.sqlite3"
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            for number in count():
                for half in ("a", "b"):
                    connection.execute(
                        "INSERT INTO pairs VALUES (?)", (f"{number}{half}",)
                    )
                connection.commit()
                if enough.wait(0.0005):
                    return

    with closing(sqlite3.connect(data / "dashboard.sqlite3")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS pairs (half)")
    thread = threading.Thread(target=write)
    thread.start()
    yield data
    enough.set()
    thread.join()


def test_it_is_of_one_moment_while_others_write(writer: Path, tmp_path: Path):
    written = []
    for number in range(3):
        made, other = tmp_path / f"{number}.tar.gz", tmp_path / str(number)
        manage(writer, "backup", made).check_returncode()
        manage(other, "restore", made).check_returncode()
        pairs = rows(other / "dashboard.sqlite3")["pairs"]
        halves = [text[-1] for (text,) in pairs]
        assert halves.count("a") == halves.count("b")
        written.append(len(pairs))
    assert written[0] < written[1] < written[2]


def test_it_takes_the_place_of_what_is_there_when_asked(backup: Path, tmp_path: Path):
    manage(tmp_path, "restore", backup).check_returncode()
    database = tmp_path / "dashboard.sqlite3"
    before = rows(database)
    with closing(sqlite3.connect(database)) as connection:
        # As the dashboard leaves it behind when it is killed.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("DELETE FROM accounts_apikey")
        connection.commit()
        manage(tmp_path, "restore", backup, "--replace").check_returncode()
    assert rows(database) == before
