"""Secrets that are generated at the first start and stored in `DATA_DIR`."""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRET_KEY_FILE = "secret_key"  # noqa: S105 (a file name)
ENCRYPTION_KEYS_FILE = "encryption_keys"


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_encryption_key() -> str:
    """32 random bytes in URL-safe base64, as ``ENCRYPTION_KEYS`` lists them."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


def ensure_private_folder(path: Path) -> Path:
    """Creates the folder `path` with mode 0700 if it is missing; returns `path`.

    Raises `ImproperlyConfigured` if that fails.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _data_dir_error(path, error) from None
    return path


def read_or_create_secret(path: Path, generate: Callable[[], str]) -> str:
    """The secret in the file `path`, which is created with mode 0600 if missing.

    Raises `ImproperlyConfigured` if the file cannot be read or created. If several
    processes start at once, each writes its own secret to a temporary file; the first
    to link it to `path` wins, and all of them read that one.
    """
    try:
        if not path.exists():
            temporary = _write_temporary_file(path, generate())
            try:
                os.link(temporary, path)
            except FileExistsError:
                pass
            finally:
                temporary.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise _data_dir_error(path, error) from None


def replace_secret(path: Path, secret: str) -> None:
    """Stores `secret` in the file `path` with mode 0600, replacing any before."""
    _write_temporary_file(path, secret).replace(path)


def _write_temporary_file(path: Path, secret: str) -> Path:
    ensure_private_folder(path.parent)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
    ) as file:
        file.write(secret)
    return temporary


def _data_dir_error(path: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"DATA_DIR cannot be used: {path}: {error.strerror}. The dashboard stores its "
        "database and its secrets there, and must be able to write to it."
    )
