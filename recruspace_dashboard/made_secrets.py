"""Secrets the installation makes for itself at its first start."""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_encryption_key() -> str:
    """32 random bytes in URL-safe base64, as ``ENCRYPTION_KEYS`` lists them."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The secret kept in the file `path`, made there with mode 0600 if there is none.

    Several processes may start at once: each writes its own proposal aside, the
    first to link it into place wins, and all read the winner's.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        proposal = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(
            os.open(proposal, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
        ) as file:
            file.write(make())
        try:
            os.link(proposal, path)
        except FileExistsError:
            pass
        finally:
            proposal.unlink()
    return path.read_text().strip()
