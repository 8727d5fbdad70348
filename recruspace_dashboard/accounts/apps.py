from datetime import timedelta
from typing import ClassVar

from django.apps import AppConfig

from recruspace_dashboard.operations.retention import WITH_THE_ACCOUNT, Retention


class AccountsConfig(AppConfig):
    name = "recruspace_dashboard.accounts"
    # For the models of Django and axes with rows about users.
    retention_of: ClassVar[dict[str, Retention | None]] = {
        "auth.User": WITH_THE_ACCOUNT,
        "sessions.Session": Retention("expire_date", timedelta(0)),
        "axes.AccessAttempt": Retention("attempt_time", timedelta(days=1)),
        "axes.AccessAttemptExpiration": Retention("expires_at", timedelta(0)),
        "axes.AccessFailureLog": Retention("attempt_time", timedelta(days=1)),
        "axes.AccessLog": Retention("attempt_time", timedelta(days=1)),
    }

    def ready(self) -> None:
        from recruspace_dashboard.accounts import checks, events  # noqa: F401 (registers)
