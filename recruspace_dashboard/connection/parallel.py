"""Makes API calls in parallel, so that a page waits only for the slowest."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from django.db import connections

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.http.response_cache import NotCached

T = TypeVar("T")

# Enough that no call has to queue: the time limits do not cover queueing.
_workers = ThreadPoolExecutor(max_workers=48, thread_name_prefix="parallel")


def run_in_thread(call: Callable[[], T]) -> Future[T]:
    """Starts `call` in another thread; `.result()` gives its result or its error."""
    # With the context of the request, so that log lines carry its id.
    return _workers.submit(copy_context().run, _run, call)


def beside(
    client: RecruspaceClient, read: Callable[[RecruspaceClient], T]
) -> Future[T]:
    """Starts `read`, beside what the page reads itself: in another thread, unless the
    cache has it all, as that takes less time than a thread."""
    done: Future[T] = Future()
    try:
        done.set_result(read(client.from_cache()))
    except NotCached:
        return run_in_thread(lambda: read(client))
    except RecruspaceError as error:
        done.set_exception(error)
    return done


def _run(call: Callable[[], T]) -> T:
    try:
        return call()
    finally:
        # Django closes only the connections of the thread that serves the request.
        connections.close_all()
