"""How many passwords are hashed at a time: hashing takes a processor for a while."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from typing import IO, Any

from django.conf import settings

# By all processes of this machine together, so that others still get a processor.
SLOTS = max(1, (os.cpu_count() or 1) // 2)
# Each waits in a thread. services/http/upstream.py says what the others are for.
MAX_WAITING = 2

_waiting = threading.BoundedSemaphore(1 + MAX_WAITING)
_turns = cycle(range(SLOTS))


class TooManyAtOnce(Exception):
    """Enough others wait already."""


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Waits until a password may be hashed. Raises `TooManyAtOnce`."""
    if not _waiting.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        with ExitStack() as stack:
            paths = [
                settings.DATA_DIR / f"hashing-{slot}.lock" for slot in range(SLOTS)
            ]
            files = [stack.enter_context(path.open("w")) for path in paths]
            # The system ends the lock of a process that was killed.
            if not any(map(_lock_at_once, files)):
                fcntl.flock(files[next(_turns)], fcntl.LOCK_EX)
            yield
    finally:
        _waiting.release()


def _lock_at_once(file: IO[Any]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
