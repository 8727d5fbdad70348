from datetime import timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from recruspace_dashboard.operations.retention import Retention
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import key_ring, unseal_or_empty
from recruspace_dashboard.writes.form_ids import LIFETIME

# Every write has ended after this time, even if its process died.
MAX_CALL_TIME = timedelta(seconds=150)
# The same values sent by another form within this time are probably a mistake.
DUPLICATE_WINDOW = timedelta(minutes=10)


class Submission(models.Model):
    """A form that was sent to the API, and its outcome if it is known.

    Of the sent values it stores only a digest, made with the secret key.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        # Refused, or never sent: the form may be sent again with the same id.
        FAILED = "failed"
        UNKNOWN = "unknown"

    retention = Retention("created_at", LIFETIME)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    form_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    # The page shown after the write; its address may name a candidate's file.
    sealed_address = SealedTextField(owner="user_id", blank=True)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "form_id"], name="one_row_of_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} form of user {self.user_id}"

    @property
    def effective_state(self) -> str:
        """The state; unknown if the process died before it stored the outcome."""
        lost = self.sent_at < timezone.now() - MAX_CALL_TIME
        if self.state == self.State.PENDING and lost:
            return self.State.UNKNOWN
        return self.state

    @property
    def address(self) -> str:
        """The page shown after the write; empty if it is not known, or not yet."""
        return unseal_or_empty(self.sealed_address, self.user_id)

    def end(self, state: "Submission.State") -> None:
        """Stores the outcome, unless the form was sent again since."""
        self.state = state
        same = Submission.objects.filter(pk=self.pk, sent_at=self.sent_at)
        same.update(state=state)

    def record_next_page(self, address: str) -> None:
        """Stores the page shown after the write, in case the form is sent again."""
        if self.state == self.State.DONE:
            self.sealed_address = key_ring().seal(address, self.user_id)
            # Not `save()`: the row may have been purged meanwhile.
            same = Submission.objects.filter(pk=self.pk)
            same.update(sealed_address=self.sealed_address)

    @classmethod
    def find_duplicate(cls, user: User, form_id: UUID, digest: str) -> Self | None:
        """A recent submission of the same values by another form, unless it failed."""
        recent = timezone.now() - DUPLICATE_WINDOW
        return (
            cls.objects.filter(user=user, digest=digest, sent_at__gt=recent)
            .exclude(form_id=form_id)
            .exclude(state=cls.State.FAILED)
            .order_by("-sent_at")
            .first()
        )
