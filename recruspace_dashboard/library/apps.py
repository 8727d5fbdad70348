from collections.abc import Iterator

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "recruspace_dashboard.library"

    def ready(self) -> None:
        from recruspace_dashboard.library import (  # noqa: F401 (they register)
            checks,
            key_events,
        )

    def purge(self, *, everything: bool) -> Iterator[tuple[str, int]]:
        from recruspace_dashboard.library import retention

        yield from retention.purge(everything=everything)
