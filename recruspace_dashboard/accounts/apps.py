from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "recruspace_dashboard.accounts"

    def ready(self) -> None:
        from recruspace_dashboard.accounts import checks, events  # noqa: F401 (registers)
