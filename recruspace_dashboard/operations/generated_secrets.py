"""Secrets that are generated at the first start and stored in `DATA_DIR`.

On PostgreSQL they are never generated: each machine would make its own, and could read
neither the sessions nor the API keys of the others.
"""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRET_KEY_FILE = "secret_key"  # noqa: S105 (a file name)
ENCRYPTION_KEYS_FILE = "encryption_keys"


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_encryption_key() -> str:
    """32 random bytes in URL-safe base64, as ``ENCRYPTION_KEYS`` lists them."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True)
class Secret:
    file: str
    generate: Callable[[], str]
    # The same by hand.
    recipe: str


SECRETS = {
    "SECRET_KEY": Secret(
        SECRET_KEY_FILE,
        new_secret_key,
        "import secrets; print(secrets.token_urlsafe(50))",
    ),
    "ENCRYPTION_KEYS": Secret(
        ENCRYPTION_KEYS_FILE,
        new_encryption_key,
        "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())",
    ),
}


def stored_secret(folder: Path, variable: str, *, shared: bool) -> str:
    """The secret for a setting, from its file in `folder`.

    If it is `shared` with other machines, it is not generated. Raises
    `ImproperlyConfigured`.
    """
    secret = SECRETS[variable]
    path = folder / secret.file
    if not shared or path.exists():
        return read_or_create_secret(path, secret.generate)
    raise ImproperlyConfigured(
        f"{variable} is not set. With PostgreSQL all machines need the same one, so "
        "none is generated. If this is a new installation, make one with "
        f"`python -c '{secret.recipe}'`; else take that of the other machines, or of "
        f"the backup. Set {variable} to it in the environment or in .env, or write it "
        f"to {path} with mode 0600."
    )


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
