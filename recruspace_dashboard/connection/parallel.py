"""Calls to the API made side by side, so that a page waits for the slowest only."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")

# More than ever run at once, so that no call waits here, where no clock is looked at.
_workers = ThreadPoolExecutor(max_workers=48, thread_name_prefix="beside")


def begin(call: Callable[[], T]) -> Future[T]:
    """Starts `call` in another thread; `.result()` waits for it, or raises its error.

    For calls of the API only: the other thread has no database connection.
    """
    # What is logged there names the request too.
    return _workers.submit(copy_context().run, call)
