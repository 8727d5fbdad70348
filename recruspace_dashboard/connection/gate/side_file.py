"""What processes tell each other when the file of calls cannot be used."""

import fcntl
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The byte that a process locks while it makes the file of calls anew. Each process
# keeps one of the bytes after it locked for as long as it runs.
MAKING = 0
MOST_PROCESSES = 128
# Nobody executes it.
NEW, MADE = 0o600, 0o100


class SideFile:
    """An empty file beside the file of calls.

    Its mode says whether a file of calls was made: if that is missing, it was removed.
    The time of its last change is when a process last announced that it cannot use the
    file of calls, in seconds of the monotonic clock. A full disk prevents neither.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._fd: int | None = None
        self._identity: tuple[int, int] | None = None
        self._was_made = False
        self._own_byte: int | None = None

    @property
    def made(self) -> bool:
        """Whether there ever was a file of calls here."""
        mode = os.fstat(self._opened()).st_mode
        self._was_made = self._was_made or bool(mode & MADE)
        return self._was_made

    def note_made(self) -> None:
        self._was_made = True
        os.fchmod(self._opened(), NEW | MADE)

    def announce(self) -> None:
        """Tells all processes that this one cannot use the file of calls."""
        os.utime(self._opened(), ns=(0, self._now()))

    def announced_at(self) -> float:
        """When a process last did since the machine started; `-inf` if none has."""
        at = os.fstat(self._opened()).st_mtime_ns
        # The time on the wall, which a new file has, is in the future here.
        return at / 1e9 if at <= self._now() else -math.inf

    def _now(self) -> int:
        return int(self._clock() * 1e9)

    def processes(self) -> int:
        """How many processes use this file, this one included."""
        fd = self._opened()
        others = set(range(1, MOST_PROCESSES + 1)) - {self._own_byte}
        return 1 + sum(_is_locked(fd, byte) for byte in others)

    @contextmanager
    def making(self, patience: float) -> Iterator[None]:
        """While no other process makes the file of calls. Raises `OSError`."""
        fd, deadline = self._opened(), time.monotonic() + patience
        while not _lock(fd, MAKING):
            if time.monotonic() > deadline:
                raise TimeoutError("another process makes it and does not end")
            time.sleep(0.005)
        try:
            yield
        finally:
            fcntl.lockf(fd, fcntl.LOCK_UN, 1, MAKING)

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _opened(self) -> int:
        if self._fd is None or _identity(self._path) != self._identity:
            removed = self._fd is not None
            self.close()
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self._fd = os.open(self._path, flags, NEW)
            self._identity = _identity(self._path)
            free = (n for n in range(1, MOST_PROCESSES + 1) if _lock(self._fd, n))
            self._own_byte = next(free, None)
            if removed:
                # With what others had announced.
                self.announce()
                if self._was_made:
                    self.note_made()
        return self._fd


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(FileNotFoundError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


def _lock(fd: int, byte: int) -> bool:
    with suppress(BlockingIOError, PermissionError):
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        return True
    return False


def _is_locked(fd: int, byte: int) -> bool:
    # A shared lock, so that two processes may look at the same time.
    with suppress(BlockingIOError, PermissionError):
        fcntl.lockf(fd, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, byte)
        fcntl.lockf(fd, fcntl.LOCK_UN, 1, byte)
        return False
    return True
