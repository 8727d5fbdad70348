import json
from datetime import timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from recruspace_dashboard.sealing.key_ring import KeyRing, KeyUnreadable
from recruspace_dashboard.writes.form_ids import LIFETIME

KEPT = LIFETIME
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
    # Where a person was led after it was done; an address may name a person's file.
    sealed_address = models.TextField(blank=True)
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

    @property
    def address(self) -> str:
        """Where a person was led; empty where that is not known, or not yet."""
        return _unseal(self.sealed_address, self.user_id)

    def end(self, state: "Submission.State") -> None:
        """Notes what came of it, unless it was sent once more since."""
        self.state = state
        same = Submission.objects.filter(pk=self.pk, sent_at=self.sent_at)
        same.update(state=state)

    def led_to(self, address: str) -> None:
        """Notes where the form has led, for whoever sends it again."""
        if self.state == self.State.DONE:
            self.sealed_address = _seal(address, self.user_id)
            # Somebody may have purged it since.
            same = Submission.objects.filter(pk=self.pk)
            same.update(sealed_address=self.sealed_address)

    @classmethod
    def twin(cls, user: User, form_id: UUID, digest: str) -> Self | None:
        """The same, sent a moment ago with another form, that was or may be done."""
        recent = timezone.now() - MISTAKE
        return (
            cls.objects.filter(user=user, digest=digest, sent_at__gt=recent)
            .exclude(form_id=form_id)
            .exclude(state=cls.State.FAILED)
            .order_by("-sent_at")
            .first()
        )


class Draft(models.Model):
    """What somebody typed into a form that could not be taken, sealed for them."""

    MOST = 5
    LARGEST = 256 * 1024
    # A page that was shown may be reloaded, by the browser of a phone unasked; after a
    # while what stands there again would only be in the way.
    SHOWN_AGAIN = timedelta(minutes=15)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    shown_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"draft of person {self.owner_id}"

    @classmethod
    def keep(cls, owner: User, address: str, typed: dict[str, list[str]]) -> bool:
        """Keeps it in place of an older one of the same form, unless it is too much.

        What the query of the address says, such as an e-mail, is sealed too.
        """
        path, _, query = address.partition("?")
        text = json.dumps([query, typed], ensure_ascii=False)
        if len(text.encode()) > cls.LARGEST or len(path) > 500:
            return False
        drafts = cls.objects.filter(owner=owner)
        drafts.filter(path=path).delete()
        drafts.filter(created_at__lt=timezone.now() - KEPT).delete()
        oldest = drafts.order_by("-created_at").values_list("pk", flat=True)
        drafts.filter(pk__in=list(oldest[cls.MOST - 1 :])).delete()
        cls.objects.create(owner=owner, path=path, sealed=_seal(text, owner.pk))
        return True

    @classmethod
    def show(cls, owner: User, address: str) -> QueryDict | None:
        """What was typed into the form at the address, which is then not kept for long.

        At an address with a query, such as that of a pool, only what was typed there;
        at one without, whatever it had.
        """
        path, _, query = address.partition("?")
        draft = cls.objects.filter(owner=owner, path=path).last()
        if draft is None:
            return None
        now = timezone.now()
        seen = draft.shown_at and draft.shown_at < now - cls.SHOWN_AGAIN
        if seen or draft.created_at < now - KEPT:
            draft.delete()
            return None
        text = _unseal(draft.sealed, owner.pk)
        if not text:
            return None
        typed_at, values_of = json.loads(text)
        if query not in ("", typed_at):
            return None
        if draft.shown_at is None:
            cls.objects.filter(pk=draft.pk).update(shown_at=now)
        typed = QueryDict(mutable=True)
        for name, values in values_of.items():
            typed.setlist(name, values)
        return typed


def _seal(text: str, owner: int) -> str:
    return KeyRing(settings.ENCRYPTION_KEYS).seal(text, owner)


def _unseal(sealed: str, owner: int) -> str:
    """The text; nothing where the key that sealed it is gone."""
    try:
        return KeyRing(settings.ENCRYPTION_KEYS).unseal(sealed, owner)
    except KeyUnreadable:
        return ""
