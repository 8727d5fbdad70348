"""Calls to the API made side by side, so that a page waits for the slowest only."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from django.db import connections

T = TypeVar("T")

# More than ever run at once: nothing looks at the time of a call that waits here.
_workers = ThreadPoolExecutor(max_workers=48, thread_name_prefix="beside")


def begin(call: Callable[[], T]) -> Future[T]:
    """Starts `call` in another thread; `.result()` waits for it or raises its error."""
    # In the context of the request, so that the log names it.
    return _workers.submit(copy_context().run, _run, call)


def _run(call: Callable[[], T]) -> T:
    try:
        return call()
    finally:
        # Django closes those of a request's own thread only.
        connections.close_all()
