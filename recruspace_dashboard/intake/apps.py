from collections.abc import Iterator

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "recruspace_dashboard.intake"

    def purge(self, *, everything: bool) -> Iterator[tuple[str, int]]:
        from recruspace_dashboard.intake import retention

        # With `everything`, they have been deleted with all others.
        if not everything:
            yield from retention.purge()
