"""Whether the dashboard runs: its processes share a lock on a file in `DATA_DIR`.

The system releases the lock when the last of them ends, also after `kill -9`.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LOCK_FILE = "running.lock"


def hold_lock() -> None:
    """Holds the lock until this process and those forked from it have ended.

    Raises `BlockingIOError` while a backup is restored, and `OSError` if the file
    cannot be locked.
    """
    # The file stays open. Workers that gunicorn forks inherit it.
    _lock(fcntl.LOCK_SH)


@contextmanager
def dashboard_stopped() -> Iterator[None]:
    """Keeps the dashboard from starting. Raises as `hold_lock` if it runs already."""
    file = _lock(fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(file)


def _lock(kind: int) -> int:
    path = Path(settings.DATA_DIR) / LOCK_FILE
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        raise
    return file
