"""How much of uploads a process holds while it receives them."""

from collections.abc import Iterator
from contextlib import contextmanager


class NoUploadSpace(Exception):
    """Other uploads take all the space now."""


class UploadSpace:
    """Counts the bytes that requests have reserved. Only for one event loop."""

    def __init__(self, total: int) -> None:
        self.total = self.free = total

    @contextmanager
    def reserve(self, size: int) -> Iterator[None]:
        """Holds `size` bytes. Raises `NoUploadSpace` if fewer are free."""
        if size > self.free:
            raise NoUploadSpace
        self.free -= size
        try:
            yield
        finally:
            self.free += size
