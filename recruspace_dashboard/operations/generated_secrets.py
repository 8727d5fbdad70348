"""Secrets the installation makes for itself at its first start."""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# In the data folder, where they are not given in the environment.
SECRET_KEY_FILE = "secret_key"  # noqa: S105 its name
ENCRYPTION_KEYS_FILE = "encryption_keys"


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_encryption_key() -> str:
    """32 random bytes in URL-safe base64, as ``ENCRYPTION_KEYS`` lists them."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


def private_folder(path: Path) -> Path:
    """The folder `path`, made where there is none, for its owner alone."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _unusable(path, error) from None
    return path


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The secret kept in the file `path`, made there with mode 0600 if there is none.

    Several processes may start at once: each writes its own proposal aside, the
    first to link it into place wins, and all read the winner's.
    """
    try:
        if not path.exists():
            proposal = _written_aside(path, make())
            try:
                os.link(proposal, path)
            except FileExistsError:
                pass
            finally:
                proposal.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise _unusable(path, error) from None


def replace(path: Path, secret: str) -> None:
    """Keeps `secret` in the file `path`, in place of any before."""
    _written_aside(path, secret).replace(path)


def _written_aside(path: Path, secret: str) -> Path:
    private_folder(path.parent)
    aside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
    ) as file:
        file.write(secret)
    return aside


def _unusable(path: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"DATA_DIR cannot be used: {path}: {error.strerror}. The dashboard keeps its "
        "database and its secrets there, and must be able to write to it."
    )
