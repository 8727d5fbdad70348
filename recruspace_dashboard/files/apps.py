from collections.abc import Iterator

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "recruspace_dashboard.files"

    def ready(self) -> None:
        from recruspace_dashboard.files import checks  # noqa: F401 (it registers)

    def purge(self, *, everything: bool) -> Iterator[tuple[str, int]]:
        from recruspace_dashboard.files import waiting

        # With `everything`, they have been deleted with all others.
        if not everything:
            yield "files that did not arrive", waiting.delete(waiting.broken_off())
