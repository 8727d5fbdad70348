from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "recruspace_dashboard.sealing"

    def ready(self) -> None:
        from recruspace_dashboard.sealing import checks  # noqa: F401 (registers them)
