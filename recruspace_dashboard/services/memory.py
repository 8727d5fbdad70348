"""What was made of something, kept for a moment in the memory of the process."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Keeps values until they are too large together, at most for `seconds`: then all
    of them go, with the next that is asked for. Threads share it."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self.forget()

    def get(self, key: Hashable) -> T | None:
        if self._clock() >= self._ends:
            self.forget()
        return self._kept.get(key)

    def put(self, key: Hashable, value: T, size: int) -> None:
        if self._size + size > self._most:
            self.forget()
        if size <= self._most:
            self._kept[key] = value
            self._size += size

    def forget(self) -> None:
        self._ends = self._clock() + self._seconds
        self._size = 0
        self._kept: dict[Hashable, T] = {}
