from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.operations.retention import UNTIL_ACCOUNT_DELETED, Retention
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import UnsealError, key_ring


class Account(models.Model):
    """What the dashboard stores about a user besides Django's fields.

    A user without a row has the defaults.
    """

    retention = UNTIL_ACCOUNT_DELETED

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="account",
    )
    must_change_password = models.BooleanField(default=False)
    may_delete_pools = models.BooleanField(_("May delete pools"), default=True)

    def __str__(self) -> str:
        return f"account of user {self.user_id}"

    @classmethod
    def of(cls, user: User) -> "Account":
        """The row of `user`, or an unsaved one with the defaults."""
        try:
            return user.account
        except cls.DoesNotExist:
            return cls(user=user)


class TeamSettings(models.Model):
    """What superusers set for the team: one row, or none with the defaults."""

    retention = UNTIL_ACCOUNT_DELETED

    sign_notes = models.BooleanField(
        _("Begin notes with who wrote them"), default=False
    )

    def __str__(self) -> str:
        return "settings of the team"

    @classmethod
    def current(cls) -> "TeamSettings":
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class ApiKey(models.Model):
    """A user's own API key for Recruspace, encrypted.

    Call `reveal` right before a call to the API, and never store its result.
    """

    retention = UNTIL_ACCOUNT_DELETED

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_key"
    )
    ciphertext = SealedTextField(owner="user_id")
    last_four = models.CharField(max_length=4)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"API key of user {self.user_id}"

    @classmethod
    def store(cls, user: User, api_key: str) -> "ApiKey":
        """Stores `api_key` for `user`, replacing an earlier one."""
        stored, _ = cls.objects.update_or_create(
            user=user,
            defaults={
                "ciphertext": key_ring().seal(api_key, user.pk),
                "last_four": api_key[-4:],
            },
        )
        return stored

    @classmethod
    def forget(cls, user: User) -> bool:
        """Deletes the key of `user`; returns whether there was one."""
        deleted, _rows = cls.objects.filter(user=user).delete()
        return deleted > 0

    def reveal(self) -> str:
        """The plain key. Raises `UnsealError` if the key ring cannot decrypt it."""
        return key_ring().unseal(self.ciphertext, self.user_id)

    def is_readable(self) -> bool:
        try:
            self.reveal()
        except UnsealError:
            return False
        return True


class Try(models.Model):
    """A password or API key that was tried: see throttle.py."""

    SIGN_IN, API_KEY = "sign-in", "API key"

    retention = Retention("at", timedelta(hours=1))

    kind = models.CharField(max_length=10)
    # An HMAC of the user name that was typed, or of the id of the user.
    name = models.CharField(max_length=64)
    # The network address in hex digits; empty if unknown.
    address = models.CharField(max_length=17, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
