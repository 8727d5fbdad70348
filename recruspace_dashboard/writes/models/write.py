from datetime import timedelta
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.operations.retention import Retention
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import key_ring, read_json, unseal_or_empty
from recruspace_dashboard.writes.models.batch import Batch, history, this_api

# Every write has ended after this time, even if its process died.
MAX_CALL_TIME = timedelta(seconds=150)
# A write whose outcome is unknown may arrive a moment later.
LOOK_AFTER = timedelta(seconds=5)
# The same values sent by another form within this time are probably a mistake.
DUPLICATE_WINDOW = timedelta(minutes=10)


class Write(models.Model):
    """A call that changes something in Recruspace: to be sent, being sent, or sent.

    A form sends its row at once; the rows of a batch are sent by a worker. What was
    sent is sealed for `sealed_for`, the id of the owner, which stays after the owner
    was deleted: colleagues read it in the history.
    """

    class Action(models.TextChoices):
        NOTE = "note", _("Note")
        TAG = "tag", _("Tag")
        POOL = "pool", _("Add to a pool")
        JOB = "job", _("Add to a job post")
        CANDIDATE = "candidate", _("New candidate")
        APPLICATION = "application", _("Application")
        FILE = "file", _("File")
        NEW_POOL = "new_pool", _("New pool")
        RENAMED_POOL = "renamed_pool", _("Pool renamed")
        DELETED_POOL = "deleted_pool", _("Pool deleted")

    class State(models.TextChoices):
        # In a batch that nobody has sent yet.
        STAGED = "staged", _("Not sent yet")
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        DONE = "done", _("Done")
        # Recruspace did not do it. A form may be sent again with the same id.
        REFUSED = "refused", _("Refused")
        UNKNOWN = "unknown", _("Unclear")
        CANCELLED = "cancelled", _("Cancelled")

    class Problem(models.TextChoices):
        NOT_FOUND = "not_found", _("Recruspace does not know the candidate any more.")
        NO_TARGET = "no_target", _("Recruspace does not know the pool or job any more.")
        FORBIDDEN = "forbidden", _("The API key may not do this.")
        SEALED = "sealed", _("What was to be sent cannot be decrypted any more.")
        GONE = "gone", _("The file is not here any more. Bring it in again.")
        EXISTS = (
            "exists",
            _("Recruspace has a candidate with this e-mail there already."),
        )

    retention = Retention("ended_at", history())

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    sealed_for = models.BigIntegerField()
    # The one-time id of the form; a row of a batch has one of its own.
    form_id = models.UUIDField(default=uuid4)
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="writes")
    action = models.CharField(max_length=12, choices=Action, blank=True)
    # Another API's candidates have other ids.
    api = models.CharField(max_length=200, default=this_api)
    candidate_id = models.BigIntegerField(null=True, db_index=True)
    # What is sent with it, until it was sent.
    file = models.ForeignKey(
        WaitingFile, models.SET_NULL, null=True, related_name="writes"
    )
    # How many writes follow once it was made.
    follows = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.SENDING)
    attempts = models.PositiveIntegerField(default=0)
    # What is sent, as JSON. Of a form it is only what the history shows.
    sealed_arguments = SealedTextField(owner="sealed_for", blank=True)
    # The page shown after the write; its address may name a candidate's file.
    sealed_address = SealedTextField(owner="sealed_for", blank=True)
    # Why it was refused; the reason is in the API's words.
    problem = models.CharField(max_length=9, choices=Problem, blank=True)
    sealed_reason = SealedTextField(owner="sealed_for", blank=True)
    # Whether Recruspace had it already.
    already = models.BooleanField(default=False)
    # When a write whose outcome is unknown was last looked for, and is next.
    looked_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "form_id"], name="one_row_of_a_form"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["batch", "state"], name="writes_of_batch"),
            models.Index(fields=["owner", "state"], name="writes_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.action} of user {self.sealed_for}"

    @property
    def effective_state(self) -> str:
        """The state; unknown if the process died before it stored the outcome."""
        lost = self.sent_at and self.sent_at < timezone.now() - MAX_CALL_TIME
        if self.state == self.State.SENDING and lost:
            return self.State.UNKNOWN
        return self.state

    @property
    def address(self) -> str:
        """The page shown after the write; empty if it is not known, or not yet."""
        return unseal_or_empty(self.sealed_address, self.sealed_for)

    @property
    def arguments(self) -> dict[str, Any]:
        return read_json(self.sealed_arguments, self.sealed_for)

    @property
    def reason(self) -> str:
        return unseal_or_empty(self.sealed_reason, self.sealed_for)

    def seal(self, text: str) -> str:
        return key_ring().seal(text, self.sealed_for) if text else ""

    def end(
        self,
        state: "Write.State",
        *,
        problem: str = "",
        reason: str = "",
        already: bool = False,
    ) -> bool:
        """Stores the outcome, unless the write was sent again or settled since; returns
        whether it did.

        One that took very long is taken for unknown meanwhile.
        """
        now = timezone.now()
        unknown = state == self.State.UNKNOWN
        self.state = state
        open_states = [self.State.SENDING, self.State.UNKNOWN]
        same = Write.objects.filter(
            pk=self.pk, attempts=self.attempts, state__in=open_states
        )
        stored = same.update(
            state=state,
            problem=problem,
            already=already,
            sealed_reason=self.seal(reason),
            ended_at=now,
            look_at=now + LOOK_AFTER if unknown else None,
        )
        return bool(stored)

    def record_next_page(self, address: str) -> None:
        """Stores the page shown after the write, in case the form is sent again."""
        if self.state == self.State.DONE:
            self.sealed_address = self.seal(address)
            # Not `save()`: the row may have been purged meanwhile.
            same = Write.objects.filter(pk=self.pk)
            same.update(sealed_address=self.sealed_address)

    @classmethod
    def find_duplicate(cls, user: User, form_id: UUID, digest: str) -> Self | None:
        """A recent write of the same values by another form, unless it was refused."""
        recent = timezone.now() - DUPLICATE_WINDOW
        return (
            cls.objects.filter(owner=user, digest=digest, sent_at__gt=recent)
            .exclude(form_id=form_id)
            .exclude(state__in=[cls.State.REFUSED, cls.State.CANCELLED])
            .order_by("-sent_at")
            .first()
        )
