from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LibraryConfig(AppConfig):
    name = "recruspace_dashboard.library"

    def ready(self) -> None:
        from recruspace_dashboard.library import key_events  # noqa: F401 (registers)

        post_migrate.connect(_make_tables, sender=self)

    def purge(self, *, everything: bool) -> Iterator[tuple[str, int]]:
        from recruspace_dashboard.library import retention

        yield from retention.purge(everything=everything)


def _make_tables(using: str, **kwargs: Any) -> None:
    from recruspace_dashboard.library import schema

    schema.ensure()
