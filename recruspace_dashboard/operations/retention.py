"""How long rows about users and candidates are stored, and how they are deleted.

Each model declares it in its attribute `retention`. For the models of a library, an
AppConfig declares it in `retention_of`.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.cache.backends.filebased import FileBasedCache
from django.db import connection
from django.db.models import Manager, Model
from django.utils import timezone


@dataclass(frozen=True)
class Retention:
    """Rows are deleted once `after` has passed since the time in `field`."""

    field: str
    after: timedelta


class Purge(Protocol):
    """Deletes what is past its time, or everything; yields a label and the number."""

    def __call__(self, *, everything: bool) -> Iterator[tuple[str, int]]: ...


UNTIL_ACCOUNT_DELETED = None
CACHED_RESPONSES = "cached responses"


def retention_of(model: type[Model]) -> Retention | None:
    """The retention declared for a model. Raises `LookupError` if there is none."""
    if hasattr(model, "retention"):
        declared: Retention | None = model.retention
        return declared
    for config in apps.get_app_configs():
        foreign: dict[str, Retention | None] = getattr(config, "retention_of", {})
        if model._meta.label in foreign:
            return foreign[model._meta.label]
    raise LookupError(f"No retention is declared for {model._meta.label}")


def purge() -> Iterator[tuple[str, int]]:
    """Deletes what is past its retention; yields each model's label and the number."""
    for model, retention in _models_with_retention():
        ended = {f"{retention.field}__lt": timezone.now() - retention.after}
        yield model._meta.label, _rows(model).filter(**ended).delete()[0]
    yield CACHED_RESPONSES, _purge_expired(caches["default"])
    yield from _purge_rooms(everything=False)


def purge_all() -> Iterator[tuple[str, int]]:
    """Deletes all rows that have a retention, whatever their age; yields as `purge`."""
    for model, _ in _models_with_retention():
        yield model._meta.label, _rows(model).all().delete()[0]
    number = len(_files_of(caches["default"]))
    caches["default"].clear()
    yield CACHED_RESPONSES, number
    yield from _purge_rooms(everything=True)
    if connection.vendor == "sqlite":
        # Deleted rows stay in the file until they are overwritten.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _purge_rooms(*, everything: bool) -> Iterator[tuple[str, int]]:
    """What rooms delete in ways of their own: `purge` of their AppConfig."""
    for config in apps.get_app_configs():
        room_purge: Purge | None = getattr(config, "purge", None)
        if room_purge is not None:
            yield from room_purge(everything=everything)


def _models_with_retention() -> Iterator[tuple[type[Model], Retention]]:
    for model in apps.get_models():
        with suppress(LookupError):
            if retention := retention_of(model):
                yield model, retention


def _rows(model: type[Model]) -> Manager[Model]:
    return model._default_manager


def _files_of(cache: BaseCache) -> list[Path]:
    """The files of a file cache. Redis deletes expired entries itself."""
    if not isinstance(cache, FileBasedCache):
        return []
    folder = Path(settings.CACHES["default"]["LOCATION"])
    return list(folder.glob(f"*{cache.cache_suffix}"))


def _purge_expired(cache: BaseCache) -> int:
    deleted = 0
    for path in _files_of(cache):
        with suppress(FileNotFoundError), path.open("rb") as file:
            # Django's own check, which deletes an expired file.
            deleted += cache._is_expired(file)  # type: ignore[attr-defined]
    return deleted
