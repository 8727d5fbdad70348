from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import pgettext_lazy

from recruspace_dashboard.operations.retention import UNTIL_ACCOUNT_DELETED
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import key_ring


class Verdict(models.Model):
    """What a user thinks of a candidate. Kept here only: the API knows no verdicts.

    `origin` is the API that the candidate's id is of.
    """

    class Choice(models.TextChoices):
        NO = "no", pgettext_lazy("verdict", "No")
        MAYBE = "maybe", pgettext_lazy("verdict", "Maybe")
        YES = "yes", pgettext_lazy("verdict", "Yes")

    retention = UNTIL_ACCOUNT_DELETED

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    origin = models.CharField(max_length=500)
    candidate_id = models.BigIntegerField()
    verdict = models.CharField(max_length=5, choices=Choice)
    sealed_reason = SealedTextField(owner="user_id", blank=True)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate_id", "user", "origin"], name="one_verdict_of_a_user"
            )
        ]

    def __str__(self) -> str:
        return f"verdict of user {self.user_id}"

    @classmethod
    def give(cls, user: User, candidate_id: int, verdict: str, reason: str) -> None:
        """Stores what `user` thinks, in place of what they thought before."""
        sealed = key_ring().seal(reason, user.pk) if reason else ""
        cls.objects.update_or_create(
            user=user,
            origin=settings.RECRUSPACE_API_URL,
            candidate_id=candidate_id,
            defaults={"verdict": verdict, "sealed_reason": sealed},
        )

    @classmethod
    def take_back(cls, user: User, candidate_id: int) -> None:
        cls.objects.filter(
            user=user, origin=settings.RECRUSPACE_API_URL, candidate_id=candidate_id
        ).delete()
