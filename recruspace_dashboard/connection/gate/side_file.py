"""What processes tell each other when the file of calls cannot be used."""

import fcntl
import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The byte that a process locks while it makes the file of calls anew. Each process
# keeps one of the bytes after it locked for as long as it runs.
MAKING = 0
MOST_PROCESSES = 128
A_MOMENT = 60.0


class SideFile:
    """A file beside the file of calls, with one byte and some locks.

    The byte says that a file of calls was made: if it is missing, it was removed. The
    time of the last change is when a process last announced that it cannot use the file
    of calls: in seconds of the monotonic clock, so that nobody sees the clock jump, and
    as a time, because a full disk does not prevent that.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None
        self._identity: tuple[int, int] | None = None
        self._was_made = False
        self._announced_at = 0
        self._own_byte: int | None = None

    @property
    def made(self) -> bool:
        """Whether there ever was a file of calls here."""
        self._was_made = self._was_made or os.fstat(self._opened()).st_size > 0
        return self._was_made

    def note_made(self) -> None:
        if not self.made:
            self._write(self._opened())

    def _write(self, fd: int) -> None:
        os.pwrite(fd, b"1", 0)
        # Writing has changed the time.
        os.utime(fd, ns=(0, self._announced_at))
        self._was_made = True

    def announce(self, now: float) -> None:
        """Tells all processes that this one cannot use the file of calls."""
        self._announced_at = int(now * 1e9)
        os.utime(self._opened(), ns=(0, self._announced_at))

    def seconds_since_announced(self, now: float) -> float:
        self._announced_at = os.fstat(self._opened()).st_mtime_ns
        if not self._announced_at:
            return math.inf
        at = self._announced_at / 1e9
        if at < now + A_MOMENT:
            # It may be later than `now`, which another thread or process read earlier.
            return max(0.0, now - at)
        # A time from before the machine started, so at least that long ago.
        return now

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
        # It may have been removed, and made again by another process.
        if self._fd is None or _identity(self._path) != self._identity:
            self.close()
            self._fd = self._open()
            self._identity = _identity(self._path)
            free = (n for n in range(1, MOST_PROCESSES + 1) if _lock(self._fd, n))
            self._own_byte = next(free, None)
        return self._fd

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CLOEXEC
        try:
            fd = os.open(self._path, flags | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            fd = os.open(self._path, flags)
            self._was_made = self._was_made or os.fstat(fd).st_size > 0
            return fd
        # In place of one that was removed, if any: with what this process knows of it.
        os.utime(fd, ns=(0, self._announced_at))
        if self._was_made:
            self._write(fd)
        return fd


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
