from django.apps import AppConfig


class VerdictsConfig(AppConfig):
    name = "recruspace_dashboard.verdicts"

    def ready(self) -> None:
        from recruspace_dashboard.library.query import extras
        from recruspace_dashboard.verdicts.query import FIELDS

        extras.add(FIELDS)
