import json
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from recruspace_dashboard.accounts.vault import KeyUnreadable, Vault

KEPT = timedelta(days=7)
# After this long a call has ended, whatever has become of the process that made it.
LONGEST_CALL = timedelta(seconds=150)
# Exactly the same, sent within this time from another form, is rather a mistake.
MISTAKE = timedelta(minutes=10)


class Submission(models.Model):
    """A form that somebody has sent to the API, and what is known to have come of it.

    Nothing of what was sent is in it but a digest, made with the secret key.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        # Refused, or never sent: the form may be sent again with the same id.
        FAILED = "failed"
        UNKNOWN = "unknown"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    form_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    # Where a person was led after it was done.
    address = models.CharField(max_length=1000, blank=True)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "form_id"], name="one_submission_of_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} form of person {self.user_id}"

    @property
    def known_state(self) -> str:
        """The state, where one that was left pending by a dead process is unknown."""
        lost = self.sent_at < timezone.now() - LONGEST_CALL
        if self.state == self.State.PENDING and lost:
            return self.State.UNKNOWN
        return self.state

    def take(self, digest: str) -> bool:
        """Makes it pending once more; False where another request was faster."""
        now = timezone.now()
        same = Submission.objects.filter(
            pk=self.pk, state=self.state, sent_at=self.sent_at
        )
        taken = same.update(state=self.State.PENDING, sent_at=now, digest=digest)
        self.state, self.sent_at, self.digest = self.State.PENDING, now, digest
        return taken == 1

    def end(self, state: "Submission.State") -> None:
        self.state = state
        self.save(update_fields=["state"])

    def led_to(self, address: str) -> None:
        """Notes where the form has led, for whoever sends it again."""
        if self.state == self.State.DONE:
            self.address = address
            self.save(update_fields=["address"])

    def twin(self) -> Self | None:
        """The same, sent a moment ago with another form, that was or may be done."""
        return (
            type(self)
            .objects.filter(
                user=self.user_id,
                digest=self.digest,
                sent_at__gt=timezone.now() - MISTAKE,
            )
            .exclude(pk=self.pk)
            .exclude(state=self.State.FAILED)
            # Of two sent at the same moment, one goes.
            .exclude(state=self.State.PENDING, pk__gt=self.pk)
            .order_by("-sent_at")
            .first()
        )


class Draft(models.Model):
    """What somebody typed into a form that could not be taken, sealed for them."""

    MOST = 5
    LARGEST = 64 * 1024

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"draft of person {self.owner_id}"

    @classmethod
    def keep(cls, owner: User, path: str, typed: dict[str, list[str]]) -> None:
        """Keeps it in place of an older one of the same form; too much is not kept."""
        text = json.dumps(typed)
        if len(text) > cls.LARGEST or len(path) > 500:
            return
        drafts = cls.objects.filter(owner=owner)
        drafts.filter(path=path).delete()
        drafts.filter(created_at__lt=timezone.now() - KEPT).delete()
        oldest = drafts.order_by("-created_at").values_list("pk", flat=True)
        drafts.filter(pk__in=list(oldest[cls.MOST - 1 :])).delete()
        sealed = Vault(settings.ENCRYPTION_KEYS).seal(text, owner.pk)
        cls.objects.create(owner=owner, path=path, sealed=sealed)

    @classmethod
    def take(cls, owner: User, path: str) -> QueryDict | None:
        """What was typed into the form at `path`, which is then kept no longer."""
        draft = cls.objects.filter(owner=owner, path=path).last()
        if draft is None:
            return None
        draft.delete()
        if draft.created_at < timezone.now() - KEPT:
            return None
        try:
            text = Vault(settings.ENCRYPTION_KEYS).unseal(draft.sealed, owner.pk)
        except KeyUnreadable:
            return None
        typed = QueryDict(mutable=True)
        for name, values in json.loads(text).items():
            typed.setlist(name, values)
        return typed
