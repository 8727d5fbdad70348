from django.conf import settings
from django.db import models

from recruspace_dashboard.operations.retention import UNTIL_ACCOUNT_DELETED


class ListSettings(models.Model):
    """How a user wants to see lists of candidates. Without a row: the default."""

    retention = UNTIL_ACCOUNT_DELETED

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="list_settings",
    )
    # Names of `columns.COLUMNS`.
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"list settings of user {self.user_id}"
