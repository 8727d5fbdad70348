import re
import stat
import subprocess
import sys
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings

from recruspace_dashboard.operations.generated_secrets import (
    new_encryption_key,
    new_secret_key,
    read_or_create_secret,
    replace_secret,
)
from tests.each_case import each_case
from tests.project.processes import run
from tests.project.served import environment

NO_SERVER = "postgres://us@127.0.0.1:1/nothing"
WSGI = "recruspace_dashboard.wsgi"


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret_key"
    made = read_or_create_secret(path, new_secret_key)
    assert len(made) >= 50
    assert read_or_create_secret(path, new_secret_key) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_many_who_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(16) as threads:
        tries = [
            threads.submit(read_or_create_secret, path, new_secret_key)
            for _ in range(64)
        ]
    assert len({one.result() for one in tries}) == 1


def test_an_encryption_key_is_32_random_bytes() -> None:
    assert len(urlsafe_b64decode(new_encryption_key())) == 32
    assert new_encryption_key() != new_encryption_key()


def test_a_first_start_makes_both_secrets_and_says_none(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"DATA_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    secrets = {
        path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()
    }
    assert secrets.keys() >= {"secret_key", "encryption_keys"}
    assert not any(secret in ran.stdout + ran.stderr for secret in secrets.values())


@each_case(
    ("missing", "other"),
    [
        ("SECRET_KEY", {"ENCRYPTION_KEYS": new_encryption_key()}),
        ("ENCRYPTION_KEYS", {"SECRET_KEY": new_secret_key()}),
    ],
)
@each_case("command", [["manage.py", "migrate"], ["-m", "gunicorn", WSGI]])
def test_on_postgresql_each_machine_is_told_to_take_the_same_secrets(
    tmp_path: Path, missing: str, other: dict[str, str], command: list[str]
) -> None:
    where = environment(tmp_path, DATABASE_URL=NO_SERVER, **other)
    ran = run(*command, cwd=settings.BASE_DIR, env=where)
    assert ran.returncode != 0
    said = ran.stdout + ran.stderr
    assert f"{missing} is not set. With PostgreSQL all machines need the same" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_the_recipe_for_a_missing_secret_makes_a_good_one(tmp_path: Path) -> None:
    secrets: dict[str, str] = {}
    for variable in ("SECRET_KEY", "ENCRYPTION_KEYS"):
        where = environment(tmp_path, DATABASE_URL=NO_SERVER, **secrets)
        said = run("manage.py", "check", cwd=settings.BASE_DIR, env=where).stderr
        [recipe] = re.findall("`python -c '(.+?)'`", said)
        made = run("-c", recipe, cwd=settings.BASE_DIR, env=where).stdout.strip()
        secrets[variable] = made
    where = environment(tmp_path, DATABASE_URL=NO_SERVER, **secrets)
    ran = run("manage.py", "check", cwd=settings.BASE_DIR, env=where)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_on_postgresql_secrets_that_are_in_files_are_used(tmp_path: Path) -> None:
    for name, secret in (
        ("secret_key", new_secret_key()),
        ("encryption_keys", new_encryption_key()),
    ):
        replace_secret(tmp_path / name, secret)
    where = environment(tmp_path, DATABASE_URL=NO_SERVER)
    ran = run("manage.py", "check", cwd=settings.BASE_DIR, env=where)
    assert (ran.returncode, ran.stderr) == (0, "")
