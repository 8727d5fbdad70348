import json
from collections import Counter
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.operations.retention import Retention
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import read_json, unseal_or_empty
from recruspace_dashboard.writes.form_ids import LIFETIME

# In days. A row is kept at least as long as its form counts as opened, and not beyond
# any calendar; `checks.py` tells of other settings.
LEAST_HISTORY, MOST_HISTORY = LIFETIME.days, 3650


def this_api() -> str:
    return str(settings.RECRUSPACE_API_URL)


def history() -> timedelta:
    """For how long it is told what was sent."""
    days = settings.HISTORY_DAYS
    return timedelta(days=days if LEAST_HISTORY <= days <= MOST_HISTORY else 365)


class Batch(models.Model):
    """Writes of one kind for many candidates, sent one after the other by a worker."""

    class State(models.TextChoices):
        # Its rows are staged: the dry run is shown.
        DRAFT = "draft", _("Not sent yet")
        RUNNING = "running", _("Being sent")
        PAUSED = "paused", _("Paused")
        # No row is left to be sent.
        ENDED = "ended", _("Ended")

    class Pause(models.TextChoices):
        BY_USER = "by_user", _("Paused by hand.")
        REFUSED_KEY = "refused_key", _("Recruspace refused the API key.")
        OTHER_KEY = "other_key", _("The API key was replaced since it was sent.")
        NO_KEY = "no_key", _("No API key is stored.")
        RESTORED = "restored", _("The database was restored from a backup.")

    retention = Retention("ended_at", history())

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    sealed_for = models.BigIntegerField()
    action = models.CharField(max_length=12)
    # What is sent for all, and who is left out of it, as JSON.
    sealed_arguments = SealedTextField(owner="sealed_for", blank=True)
    sealed_left_out = SealedTextField(owner="sealed_for", blank=True)
    api = models.CharField(max_length=200, default=this_api)
    # The fingerprint of the API key that it is sent with.
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    pause = models.CharField(max_length=11, choices=Pause, blank=True)
    # It was ended by a user, or for want of one: nothing follows any more.
    is_cancelled = models.BooleanField(default=False)
    # Nothing is sent before this time: the undo, a limit, or a fault of the API.
    not_before = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=5, blank=True)
    # Faults of the API in a row.
    faults = models.PositiveIntegerField(default=0)
    # When a worker last took a row of it: owners take turns.
    served_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "not_before"], name="batches_by_state"),
            models.Index(fields=["owner", "state"], name="batches_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.state} batch {self.pk} of user {self.sealed_for}"

    @property
    def arguments(self) -> dict[str, Any]:
        return read_json(self.sealed_arguments, self.sealed_for)

    @property
    def left_out(self) -> list[tuple[int | str, str]]:
        """The ids of those for whom nothing is sent, each with the reason; of those who
        would be new, the names."""
        text = unseal_or_empty(self.sealed_left_out, self.sealed_for)
        return [(one, reason) for one, reason in json.loads(text)] if text else []

    def counts(self) -> Counter[str]:
        """How many of its rows are in each state."""
        rows = self.writes.order_by().values_list("state")
        return Counter(dict(rows.annotate(models.Count("pk"))))
