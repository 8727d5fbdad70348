"""The loop of a worker: does what the rooms have to do, and waits while there is
nothing."""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from types import FrameType
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connections

from recruspace_dashboard.intake.worker import IntakeWorker
from recruspace_dashboard.library import repair, retention, schema
from recruspace_dashboard.library.cv_text.worker import CvWorker
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.writes.worker import OutboxWorker

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
# How long a write may still take when the process is asked to end: if it is broken off,
# nobody knows whether it was made.
SENDING_SECONDS = 5
# After an error of the database; doubled with each in a row.
FIRST_REST, LONGEST_REST = 2.0, 60.0
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stopped(BaseException):
    """The process was asked to end. Raised wherever it is just then: what it was
    writing is rolled back."""


def run() -> None:
    """Works until the process is asked to end."""
    outbox, intake, sync, cvs = OutboxWorker(), IntakeWorker(), SyncWorker(), CvWorker()
    stopping = Event()
    with suppress(Stopped), _stoppable(stopping, outbox):
        _repeat(_begin, stopping, once=True)
        _repeat(lambda: _round(outbox, intake, sync, cvs), stopping)
    _give_back(sync, cvs, intake)


def _repeat(work: Callable[[], None], stopping: Event, *, once: bool = False) -> None:
    """Does the work again and again, or until it was done `once`."""
    rest = 0.0
    # An error of the database may come in the place of `Stopped`, when it rolls back.
    while not stopping.is_set():
        if _survived(work):
            rest = 0.0
            if once:
                return
        elif not stopping.is_set():
            rest = _rest_after(rest)


def _give_back(*workers: IntakeWorker | SyncWorker | CvWorker) -> None:
    """Others need not wait until its leases end."""
    # It may have been in the middle of something, also of beginning a transaction: then
    # nothing would end that.
    connections.close_all()
    for alias in connections:
        del connections[alias]
    try:
        for one in workers:
            one.stop()
    except DatabaseError as error:
        logger.warning("Leases could not be given back: %s", type(error).__name__)


def _begin() -> None:
    if settings.LIBRARY:
        schema.ensure()
        repair.check()
        if not settings.CV_TEXT and (texts := retention.delete_cv_texts()):
            logger.info("CV_TEXT is off: the texts of %d CVs were deleted", texts)
    elif deleted := retention.delete_all():
        logger.info("LIBRARY is off: a copy of %d candidates was deleted", deleted)


class _Worker(Protocol):
    def step(self) -> bool: ...


def _round(*workers: _Worker) -> None:
    """The first that has something to do does it."""
    if not any(one.step() for one in workers):
        if settings.LIBRARY:
            repair.find_missing()
        time.sleep(IDLE_SECONDS)


def _survived(work: Callable[[], None]) -> bool:
    """Whether the database did not fail."""
    try:
        work()
    except DatabaseError as error:
        if not is_database_fault(error):
            raise
        logger.warning("The database failed: %s", type(error).__name__)
        repair.after(error)
        return False
    return True


def _rest_after(last: float) -> float:
    """Waits for a database that is locked, full or away, longer each time."""
    rest = min(LONGEST_REST, last * 2 or FIRST_REST)
    connections.close_all()
    time.sleep(rest)
    return rest


@contextmanager
def _stoppable(stopping: Event, outbox: OutboxWorker) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        # Only once: what is done at the end is not to be broken off.
        for one in SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        stopping.set()
        if not outbox.is_sending:
            raise Stopped
        signal.alarm(SENDING_SECONDS)

    def give_up(number: int, frame: FrameType | None) -> None:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, give_up)
    try:
        yield
    finally:
        signal.alarm(0)
        for number, handler in before.items():
            signal.signal(number, handler)
