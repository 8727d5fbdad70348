from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "recruspace_dashboard"

    def ready(self) -> None:
        from recruspace_dashboard import checks  # noqa: F401 (registers them)
