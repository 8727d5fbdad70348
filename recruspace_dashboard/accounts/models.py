from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from recruspace_dashboard.sealing.key_ring import KeyRing, KeyUnreadable


class ApiKey(models.Model):
    """A person's own API key for Recruspace, sealed: only `reveal` opens it.

    Call `reveal` when a call is made, and keep what it gives nowhere.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_key"
    )
    ciphertext = models.TextField()
    last_four = models.CharField(max_length=4)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"API key of person {self.user_id}"

    @classmethod
    def store(cls, user: User, api_key: str) -> "ApiKey":
        """Keeps `api_key` as the one of `user`, in place of any before."""
        stored, _ = cls.objects.update_or_create(
            user=user,
            defaults={
                "ciphertext": KeyRing(settings.ENCRYPTION_KEYS).seal(api_key, user.pk),
                "last_four": api_key[-4:],
            },
        )
        return stored

    def reveal(self) -> str:
        """The key itself; raises `KeyUnreadable` where the key ring cannot open it."""
        key_ring = KeyRing(settings.ENCRYPTION_KEYS)
        return key_ring.unseal(self.ciphertext, self.user_id)

    def is_readable(self) -> bool:
        try:
            self.reveal()
        except KeyUnreadable:
            return False
        return True
