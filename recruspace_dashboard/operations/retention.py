"""How long rows about people are stored here, and how they are deleted.

Each model says it itself, in its attribute `retention`; an AppConfig says it, in its
`retention_of`, for the models of a library that it uses.
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


@dataclass(frozen=True)
class Retention:
    """Rows are deleted when the moment in `field` is `after` ago."""

    field: str
    after: timedelta


# Rows that stay until an account is deleted.
WITH_THE_ACCOUNT = None
CACHED = "cached answers"


def retention_of(model: type[Model]) -> Retention | None:
    """The declaration for a model. Raises `LookupError` if there is none."""
    if hasattr(model, "retention"):
        declared: Retention | None = model.retention
        return declared
    for config in apps.get_app_configs():
        foreign: dict[str, Retention | None] = getattr(config, "retention_of", {})
        if model._meta.label in foreign:
            return foreign[model._meta.label]
    raise LookupError(f"No retention is declared for {model._meta.label}")


def purge() -> Iterator[tuple[str, int]]:
    """Deletes the rows whose time is over; gives each model's label and the number."""
    for model, retention in _declared():
        ended = {f"{retention.field}__lt": timezone.now() - retention.after}
        yield model._meta.label, _rows(model).filter(**ended).delete()[0]
    yield CACHED, _purge_expired(caches["default"])


def purge_all() -> Iterator[tuple[str, int]]:
    """Deletes all of these rows, whatever their age: everybody signs in again."""
    for model, _ in _declared():
        yield model._meta.label, _rows(model).all().delete()[0]
    number = len(_files_of(caches["default"]))
    caches["default"].clear()
    yield CACHED, number
    if connection.vendor == "sqlite":
        # Deleted rows stay in the file until something else overwrites them.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _declared() -> Iterator[tuple[type[Model], Retention]]:
    for model in apps.get_models():
        with suppress(LookupError):
            if retention := retention_of(model):
                yield model, retention


def _rows(model: type[Model]) -> Manager[Model]:
    return model._default_manager


def _files_of(cache: BaseCache) -> list[Path]:
    """The files of a file cache; Redis deletes by itself."""
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
