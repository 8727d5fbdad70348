from datetime import timedelta
from typing import ClassVar

from django.apps import AppConfig

from recruspace_dashboard.operations.retention import UNTIL_ACCOUNT_DELETED, Retention


class AccountsConfig(AppConfig):
    name = "recruspace_dashboard.accounts"
    # Models of Django that have rows about users.
    retention_of: ClassVar[dict[str, Retention | None]] = {
        "auth.User": UNTIL_ACCOUNT_DELETED,
        "sessions.Session": Retention("expire_date", timedelta(0)),
    }

    def ready(self) -> None:
        from recruspace_dashboard.accounts import (  # noqa: F401 (they register)
            checks,
            events,
            password_change,
        )
