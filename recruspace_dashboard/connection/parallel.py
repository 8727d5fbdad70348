"""Makes API calls in parallel, so that a page waits only for the slowest."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from django.db import connections

T = TypeVar("T")

# Enough that no call has to queue: the time limits do not cover queueing.
_workers = ThreadPoolExecutor(max_workers=48, thread_name_prefix="parallel")


def run_in_thread(call: Callable[[], T]) -> Future[T]:
    """Starts `call` in another thread; `.result()` gives its result or its error."""
    # With the context of the request, so that log lines carry its id.
    return _workers.submit(copy_context().run, _run, call)


def _run(call: Callable[[], T]) -> T:
    try:
        return call()
    finally:
        # Django closes only the connections of the thread that serves the request.
        connections.close_all()
