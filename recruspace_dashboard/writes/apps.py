from collections.abc import Iterator

from django.apps import AppConfig


class WritesConfig(AppConfig):
    name = "recruspace_dashboard.writes"

    def ready(self) -> None:
        from recruspace_dashboard.writes import checks  # noqa: F401 (it registers)

    def purge(self, *, everything: bool) -> Iterator[tuple[str, int]]:
        from recruspace_dashboard.writes import retention

        yield from retention.purge(everything=everything)
