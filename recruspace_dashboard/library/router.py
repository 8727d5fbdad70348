"""Sends the models of the copy to a database of their own."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

# On SQLite a file of its own; on PostgreSQL the same database as all else.
ALIAS = "library"


class LibraryRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == "library" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        # The tables of the copy are made by `schema.py`, and need no migrations.
        return app_label != "library" and db == DEFAULT_DB_ALIAS
