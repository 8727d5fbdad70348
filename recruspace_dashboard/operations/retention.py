"""How long what belongs to people is kept here, and how it is forgotten.

Answers of the API are kept for a day at most; see `answer_store.py`.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.cache.backends.filebased import FileBasedCache
from django.db import connection
from django.db.models import Manager, Model
from django.utils import timezone

from recruspace_dashboard.writes.models import KEPT


@dataclass(frozen=True)
class Aging:
    model: str
    # When the row was made, or when it ends.
    field: str
    kept: timedelta


AGING = [
    Aging("sessions.Session", "expire_date", timedelta(0)),
    Aging("axes.AccessAttempt", "attempt_time", timedelta(days=1)),
    Aging("axes.AccessFailureLog", "attempt_time", timedelta(days=1)),
    Aging("writes.Submission", "created_at", KEPT),
    Aging("writes.Draft", "created_at", KEPT),
]


def purge() -> Iterator[tuple[str, int]]:
    """Forgets what has had its time; what it was, and how many of it."""
    for one in AGING:
        ended = {f"{one.field}__lt": timezone.now() - one.kept}
        yield one.model, _rows(one).filter(**ended).delete()[0]
    yield "kept answers", _purge_expired(caches["default"])


def purge_all() -> Iterator[tuple[str, int]]:
    """Forgets all of it, whatever its age: everybody signs in again."""
    for one in AGING:
        yield one.model, _rows(one).all().delete()[0]
    kept = len(_files_of(caches["default"]))
    caches["default"].clear()
    yield "kept answers", kept
    if connection.vendor == "sqlite":
        # Deleted rows stay in the file until something else is written over them.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rows(one: Aging) -> Manager[Model]:
    model: type[Model] = apps.get_model(one.model)
    return model._default_manager


def _files_of(cache: BaseCache) -> list[Path]:
    """Only files are ours to look after; Redis forgets by itself."""
    if not isinstance(cache, FileBasedCache):
        return []
    folder = Path(settings.CACHES["default"]["LOCATION"])
    return list(folder.glob(f"*{cache.cache_suffix}"))


def _purge_expired(cache: BaseCache) -> int:
    gone = 0
    for path in _files_of(cache):
        with suppress(FileNotFoundError), path.open("rb") as file:
            # Django's own look at a file, which deletes what has expired.
            gone += cache._is_expired(file)  # type: ignore[attr-defined]
    return gone
