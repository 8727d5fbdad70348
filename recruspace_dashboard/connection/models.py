"""The calls that were made to the API, where the database counts them: on PostgreSQL,
for all machines. On SQLite a file of its own does, and these tables stay empty."""

from django.db import models

# `apps.py` deletes them. Those that count still must stay, even if all is deleted.
WHILE_THEY_COUNT = None


class CountedCall(models.Model):
    retention = WHILE_THEY_COUNT

    # An HMAC of the API key.
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()
    # Whether it was not made for a page.
    background = models.BooleanField()

    class Meta:
        indexes = (models.Index(fields=["fingerprint", "at"], name="calls_of_key"),)

    def __str__(self) -> str:
        return f"call at {self.at}"


class Refusal(models.Model):
    """The API refused a call, and wants no more from this key for a while."""

    retention = WHILE_THEY_COUNT

    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["fingerprint"], name="refusals_of_key"),)

    def __str__(self) -> str:
        return f"refusal until {self.until}"
