from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from recruspace_dashboard.operations.retention import WITH_THE_ACCOUNT
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import KeyUnreadable, key_ring


class ApiKey(models.Model):
    """A user's own API key for Recruspace, sealed; only `reveal` gives it.

    Call `reveal` right before a call to the API, and store its result nowhere.
    """

    retention = WITH_THE_ACCOUNT

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
        """Stores `api_key` for `user`, in place of an earlier one."""
        stored, _ = cls.objects.update_or_create(
            user=user,
            defaults={
                "ciphertext": key_ring().seal(api_key, user.pk),
                "last_four": api_key[-4:],
            },
        )
        return stored

    def reveal(self) -> str:
        """The key; raises `KeyUnreadable` if the key ring cannot unseal it."""
        return key_ring().unseal(self.ciphertext, self.user_id)

    def is_readable(self) -> bool:
        try:
            self.reveal()
        except KeyUnreadable:
            return False
        return True
