"""The copy of the pools. All of it can be deleted at any time, and comes again with the
next sync; so its tables have no migrations (`schema.py` makes them)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from recruspace_dashboard.operations.retention import Retention

# `library/retention.py` deletes copies by pool, together with their index.
BY_POOL: Retention | None = None


class CopyState(models.Model):
    """The one row about the copy as a whole.

    `version` grows with every write to it, so that a process knows whether what it
    remembers is still true; values that nobody has any more were last deleted at
    `deleted_at_version`. `origin` is the API that the copy was made from, `made` tells
    this copy from others of it.
    """

    retention = BY_POOL

    schema = models.IntegerField()
    origin = models.CharField(max_length=500)
    made = models.UUIDField(default=uuid4)
    version = models.BigIntegerField(default=0)
    deleted_at_version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"copy of {self.origin}, version {self.version}"


class CopiedCandidate(models.Model):
    """A candidate of one or more pools, as the API gave it, and what it is found by.

    `id` is small, as sets of candidates are bitmaps of it. In which pools a candidate
    is, and all other values that filters ask for, stand in `IndexedValue`.
    """

    retention = BY_POOL

    # 32 bits, and never used again.
    id = models.AutoField(primary_key=True)
    candidate_id = models.BigIntegerField(unique=True)
    # JSON, as it came.
    payload = models.TextField()
    # Of the payload without links, which are different in every answer.
    digest = models.BinaryField(max_length=16)
    # Folded words with spaces between them, for the full-text index.
    name_words = models.TextField()
    email_words = models.TextField()
    phone_words = models.TextField()
    # Sort keys: of the name in English and in Turkish, and the folded e-mail.
    name_en = models.CharField(max_length=200)
    name_tr = models.CharField(max_length=200)
    email_key = models.CharField(max_length=254)
    # E.164 if the number makes sense, else its digits.
    phone_key = models.CharField(max_length=40)
    created_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("name_en", "id", name="library_name_en"),
            models.Index("name_tr", "id", name="library_name_tr"),
            models.Index("email_key", "id", name="library_email"),
            models.Index("created_at", "id", name="library_created_at"),
            models.Index("phone_key", name="library_phone"),
        ]

    def __str__(self) -> str:
        return f"copy of candidate {self.candidate_id}"


class IndexedValue(models.Model):
    """Which candidates have a value in a field.

    `key` names both, as in `city:Berlin` or `pool:3`. `version` is that of the copy
    when the row was last written.
    """

    retention = BY_POOL

    key = models.TextField(unique=True)
    # A serialized roaring bitmap of `CopiedCandidate.id`, and how many they are.
    candidates = models.BinaryField()
    count = models.IntegerField()
    version = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.key


class CopiedPool(models.Model):
    """A pool that some stored key lists, and how far its candidates are copied."""

    retention = BY_POOL

    # The id in Recruspace.
    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    # What List Talent Pools says of it, as JSON.
    payload = models.TextField()
    count = models.BigIntegerField(null=True)
    # Its candidates were last known to be complete then; None before the first sync.
    as_of = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"copy of pool {self.id}"


class KeyPools(models.Model):
    """Which pools a stored key lists: what its user may see of the copy."""

    retention = BY_POOL

    # As `sealing.fingerprints` makes it of the key.
    fingerprint = models.CharField(max_length=64, primary_key=True)
    # A JSON list of ids.
    pool_ids = models.TextField(default="[]")
    asked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"pools of a key, asked at {self.asked_at}"
