from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "recruspace_dashboard.operations"

    def ready(self) -> None:
        from recruspace_dashboard.operations import checks  # noqa: F401 (registers them)
