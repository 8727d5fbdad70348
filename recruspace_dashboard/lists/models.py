from typing import ClassVar

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


class SavedView(models.Model):
    """A query with its order under a name: the owner's, or if `shared` the team's, who
    are all whose key lists one of the same pools.

    It holds no candidates: whoever opens it finds what their own key may see.
    """

    retention = UNTIL_ACCOUNT_DELETED

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="views"
    )
    name = models.CharField(max_length=80)
    q = models.TextField(blank=True)
    # As an address has it.
    sort = models.CharField(max_length=20, blank=True)
    # Names of `columns.COLUMNS`; without any, each user sees their own.
    columns = models.JSONField(default=list)
    shared = models.BooleanField(default=False)
    # Whether it stands on Home: on the owner's, or if shared on the team's.
    pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name")
        ]

    def __str__(self) -> str:
        return f"view {self.pk} of user {self.owner_id}"


class ViewOpening(models.Model):
    """When a user last opened a view, and when the time before."""

    retention = UNTIL_ACCOUNT_DELETED

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()
    opened_before = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "view"], name="one_last_opening")
        ]

    def __str__(self) -> str:
        return f"opening of view {self.view_id} by user {self.user_id}"
