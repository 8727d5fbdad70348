import stat
import subprocess
import sys
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from recruspace_dashboard.operations.generated_secrets import (
    new_encryption_key,
    new_secret_key,
    read_or_create_secret,
)


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
