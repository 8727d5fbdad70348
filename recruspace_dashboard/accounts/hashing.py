"""How many passwords are hashed at a time: hashing takes a processor for a while."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from django.conf import settings

# By all processes of this machine together, so that others still get a processor.
SLOTS = max(1, (os.cpu_count() or 1) // 2)
# Each waits in a thread, and most threads are for pages.
MAX_WAITING = 4

_waiting = threading.BoundedSemaphore(1 + MAX_WAITING)
_slots = cycle(range(SLOTS))


class TooManyAtOnce(Exception):
    """Enough others wait already."""


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Waits until a password may be hashed. Raises `TooManyAtOnce`."""
    if not _waiting.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        # The system ends the lock of a process that was killed.
        with (settings.DATA_DIR / f"hashing-{next(_slots)}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    finally:
        _waiting.release()
