"""The dashboard does not start in an unsafe configuration, and says why."""

import runpy
import socket
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.checks import run_checks

from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from tests.project import processes
from tests.project.served import Served, environment, prepare

AYSE = ("ayse", "correct horse battery", "rs_live_0123456789abcdef")
PUBLIC = "https://pools.example.com"
# What is set, the id of what is said, and words of how it is mended.
UNSAFE = [
    ({"DEBUG": "on", "SITE_URL": PUBLIC}, "E003", "Remove DEBUG from"),
    ({"SECRET_KEY": "a-short-one"}, "E004", "Remove it from the environment"),
    ({"SECRET_KEY": "ab" * 40}, "E004", "has few different ones"),
    ({"SECRET_KEY": "django-insecure-" + "x4k9" * 12}, "E004", "well known"),
    ({"SECRET_KEY": "ChangeMe-0123456789-" * 4}, "E004", "well known"),
    ({"RECRUSPACE_API_URL": "http://api.example.com"}, "E005", "is not https"),
    ({"RECRUSPACE_API_URL": "api.example.com"}, "E005", "is not https"),
    ({"SITE_URL": "pools.example.com"}, "E006", "https://pools.example.com"),
    ({"SITE_URL": "ftp://pools.example.com"}, "E006", "http:// or https://"),
    ({"SITE_URL": "https://"}, "E006", "a host"),
    ({"SITE_URL": "https://pools.example.com:port"}, "E006", "but a port"),
    ({"SITE_URL": "https://pools.example.com/below"}, "E006", "nothing after"),
    ({"SITE_URL": "https://joe@pools.example.com"}, "E006", "a host"),
    ({"ENCRYPTION_KEYS": "no base64!"}, "E002", "32 random bytes"),
    ({"ENCRYPTION_KEYS": "A" * 43 + "="}, "E002", "can be guessed"),
    ({"TRUSTED_PROXIES": "-1"}, "E014", "number of proxies"),
]
# What no check is reached with: the settings themselves cannot be read.
UNREADABLE = [
    ({"SITE_URL": "http://[half"}, "SITE_URL is not an address."),
    ({"SITE_URL": "http://[1::2::3]"}, "SITE_URL is not an address."),
    ({"SITE_URL": "https://ı\u0338..example"}, "SITE_URL is not an address."),
    ({"SESSION_HOURS": "twelve"}, "SESSION_HOURS is not a number."),
    ({"DATABASE_URL": "dashboard"}, "DATABASE_URL is not the address of a database."),
    (
        {"DATABASE_URL": "postgres://joe:canary@host:canary/name"},
        "DATABASE_URL is not the address of a database.",
    ),
    ({"CACHE_URL": "memcache://127.0.0.1:11211"}, "neither filecache:// nor redis://"),
    ({"CACHE_URL": "dbcache://answers"}, "neither filecache:// nor redis://"),
    ({"DATA_DIR": "/proc/nobody-writes-here"}, "DATA_DIR cannot be used"),
]


def mostly_slow(cases: list[tuple]) -> list[object]:
    """Each starts a server, and all take the same way: some are enough for a look."""
    slow = [pytest.param(*one, marks=pytest.mark.slow) for one in cases[4:]]
    return [*cases[:4], *slow]


def run(*command: str, data: Path, **more: str) -> subprocess.CompletedProcess:
    return processes.run(*command, cwd=settings.BASE_DIR, env=environment(data, **more))


def start(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    """What gunicorn says, which is expected to end by itself."""
    command = ("-m", "gunicorn", "recruspace_dashboard.wsgi", "--bind", "127.0.0.1:0")
    return run(*command, *arguments, data=data, **more)


ANSWER = """
from recruspace_dashboard.wsgi import application
from django.test import Client
print(Client(SERVER_NAME="127.0.0.1").get("/healthz/").status_code, end="")
"""


def answered(data: Path, **more: str) -> subprocess.CompletedProcess:
    """What the application of gunicorn says when it starts, and answers."""
    return run("-c", ANSWER, data=data, **more)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database to start on."""
    folder = tmp_path_factory.mktemp("data")
    prepare(folder)
    return folder


@pytest.mark.parametrize(("unsafe", "name", "mended"), mostly_slow(UNSAFE))
def test_it_refuses_to_start_and_says_why(
    data: Path, unsafe: dict[str, str], name: str, mended: str
) -> None:
    ended = start(data, **unsafe)
    assert ended.returncode == 3
    assert f"recruspace.{name}" in ended.stderr
    assert mended in ended.stderr
    assert "HINT" in ended.stderr
    assert "Traceback" not in ended.stderr
    # Said once, and no worker was started for it.
    assert ended.stderr.count(f"recruspace.{name}") == 1
    assert "Booting worker" not in ended.stderr


@pytest.mark.parametrize(("wrong", "said"), mostly_slow(UNREADABLE))
def test_settings_that_cannot_be_read_are_named_without_their_value(
    data: Path, wrong: dict[str, str], said: str
) -> None:
    for ended in (start(data, **wrong), run("manage.py", "check", data=data, **wrong)):
        assert ended.returncode != 0
        assert said in ended.stderr
        assert "Traceback" not in ended.stderr
        assert "canary" not in ended.stderr


def test_other_servers_of_wsgi_are_kept_from_starting_too(data: Path) -> None:
    """Without the project's file for gunicorn, each worker loads the application."""
    ended = start(data, "--config", "/dev/null", "--workers", "2", SECRET_KEY="short")
    # How it ends is up to gunicorn, which may be told by both workers at once.
    assert ended.returncode != 0
    assert "recruspace.E004" in ended.stderr
    imported = run(
        "-c", "import recruspace_dashboard.wsgi", data=data, SECRET_KEY="short"
    )
    assert imported.returncode == 3
    assert "recruspace.E004" in imported.stderr


def test_a_database_without_its_tables_is_told(tmp_path: Path) -> None:
    ended = start(tmp_path)
    assert ended.returncode == 3
    assert "recruspace.E009" in ended.stderr
    assert "manage.py migrate" in ended.stderr
    migrated = run("manage.py", "migrate", data=tmp_path)
    assert migrated.returncode == 0, "the check keeps nobody from mending it"


def test_styles_that_were_not_collected_are_told(data: Path, tmp_path: Path) -> None:
    """They would be an error on every page."""
    (tmp_path / "elsewhere.py").write_text(
        "from recruspace_dashboard.settings import *\nSTATIC_ROOT = '/nowhere'\n"
    )
    known = {"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "elsewhere"}
    ended = start(data, **known)
    assert ended.returncode == 3
    assert "recruspace.E013" in ended.stderr
    assert "manage.py collectstatic" in ended.stderr


def test_an_older_database_is_told(tmp_path: Path) -> None:
    prepare(tmp_path)
    run("manage.py", "migrate", "accounts", "zero", data=tmp_path).check_returncode()
    assert "recruspace.E009" in start(tmp_path).stderr


@pytest.mark.parametrize("name", ["secret_key", "encryption_keys"])
@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_secrets_that_others_may_read_are_told(
    tmp_path: Path, settings, name: str, mode: int
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / name).write_text("a secret")
    (tmp_path / name).chmod(mode)
    found = {message.id: message for message in run_checks()}
    assert f"chmod 600 {tmp_path / name}" in found["recruspace.E008"].hint
    (tmp_path / name).chmod(0o600)
    assert "recruspace.E008" not in {message.id for message in run_checks()}


@pytest.mark.slow
def test_lost_encryption_keys_are_told_with_both_ways_out(tmp_path: Path) -> None:
    prepare(tmp_path, AYSE)
    kept = tmp_path / "encryption_keys"
    lost = kept.read_text()
    kept.unlink()
    ended = start(tmp_path)
    assert ended.returncode == 3
    assert "recruspace.E001" in ended.stderr
    kept.write_text(lost)
    assert answered(tmp_path).stdout == "200"
    kept.write_text(new_encryption_key())
    forget = ("manage.py", "forget_api_keys", "--no-input")
    run(*forget, data=tmp_path).check_returncode()
    assert answered(tmp_path).stdout == "200"


def test_a_data_folder_that_takes_no_file_is_told(settings) -> None:
    # Modes do not hold root back; this file system does.
    settings.DATA_DIR = Path("/proc/self")
    found = {message.id: message for message in run_checks()}
    assert "/proc/self" in found["recruspace.E007"].msg


def test_a_file_of_settings_with_secrets_in_it_is_for_its_owner(
    tmp_path: Path, settings
) -> None:
    settings.BASE_DIR = tmp_path
    file = tmp_path / ".env"
    for text, told in {
        "SITE_URL=https://pools.example.com\n#SECRET_KEY=x\n": False,
        "SITE_URL=https://pools.example.com\nSECRET_KEY=x\n": True,
        "export ENCRYPTION_KEYS=x": True,
        "DATABASE_URL=postgres://joe:canary@host/name": True,
    }.items():
        file.write_text(text)
        file.chmod(0o644)
        assert ("recruspace.E008" in {one.id for one in run_checks()}) == told
        file.chmod(0o600)
        assert "recruspace.E008" not in {one.id for one in run_checks()}


def test_a_browser_that_takes_nothing_any_more_is_given_up() -> None:
    """Each connection has the limit that its listener got from gunicorn.conf.py."""
    conf = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    with socket.create_server(("127.0.0.1", 0)) as sock:
        conf["when_ready"](SimpleNamespace(LISTENERS=[SimpleNamespace(sock=sock)]))
        with socket.create_connection(sock.getsockname()), sock.accept()[0] as accepted:
            limit = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert limit == 60_000


def test_http_for_others_is_warned_of_and_starts(data: Path) -> None:
    started = answered(data, SITE_URL="http://pools.lan")
    assert started.stdout == "200"
    assert "recruspace.W011" in started.stderr
    assert "HINT" in started.stderr


def test_a_database_that_is_away_is_warned_of(tmp_path: Path) -> None:
    """It may come up later than we do; pages then say that it is away."""
    (tmp_path / "dashboard.sqlite3").mkdir()
    imported = run("-c", "import recruspace_dashboard.wsgi", data=tmp_path)
    assert imported.returncode == 0
    assert "recruspace.W012" in imported.stderr
    assert "Traceback" not in imported.stderr


def test_what_is_safe_starts_in_silence(dashboard: Served) -> None:
    assert "recruspace." not in dashboard.said.replace("recruspace_dashboard", "")
