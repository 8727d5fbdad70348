"""The copy of the pools. All of it can be deleted at any time, and comes again with the
next sync; so its tables have no migrations (`schema.py` makes them)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

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
    # Whether the index of CVs still holds words of texts that were deleted.
    erase_cvs = models.BooleanField(default=False)

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


class CvText(models.Model):
    """The text of a candidate's CV, or why there is none. `id` is that of the copied
    candidate.

    There is a row once a worker has taken the CV to read it, and none any more once
    the file is another one. `IndexedValue` says of whom which state is known.
    """

    retention = BY_POOL

    class State(models.TextChoices):
        LATER = "later", _("It is read later.")
        READ = "read", _("It is found by its words.")
        ENCRYPTED = "encrypted", _("It is protected with a password.")
        PICTURES = "pictures", _("It has only pictures, and no text.")
        DAMAGED = "damaged", _("It is damaged.")
        TOO_LARGE = "too large", _("It is too large.")
        TOO_LONG = "too long", _("It takes too long to be read.")
        UNKNOWN = "unknown", _("It is not a PDF, DOCX or DOC file.")
        LINK = "link", _("Recruspace gives no link that leads to it.")

    id = models.IntegerField(primary_key=True)
    # The id, name and size of the file, and the length of what came, as JSON.
    file = models.TextField()
    state = models.CharField(max_length=20, choices=State, default=State.LATER)
    # Whether the link of the copied row is known to have expired.
    stale = models.BooleanField(default=False)
    failures = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    # Of the file's content, as `files.digests` makes it; empty if it never came.
    digest = models.CharField(max_length=64, default="")
    # By the clock of the database.
    lease_owner = models.CharField(max_length=40, default="")
    lease_until = models.DateTimeField(null=True)
    # Compressed, with a form feed between pages; and its folded words with spaces
    # between them, for the full-text index. The last columns, as they are long.
    text = models.BinaryField(default=bytes)
    words = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [
            models.Index("not_before", name="library_cv_later"),
            models.Index("lease_until", name="library_cv_lease"),
            models.Index("digest", name="library_cv_digest"),
        ]

    def __str__(self) -> str:
        return f"CV of {self.id}: {self.state}"


class IndexedValue(models.Model):
    """Which candidates have a value in a field.

    `key` names both, as in `city:Berlin` or `pool:3`. A row is for one chunk of ids
    (`indexing.CHUNK`). `version` is that of the copy when it was last written.
    """

    retention = BY_POOL

    key = models.TextField()
    chunk = models.IntegerField()
    # A serialized roaring bitmap of `CopiedCandidate.id`, and how many they are.
    candidates = models.BinaryField()
    count = models.IntegerField()
    version = models.BigIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "chunk"], name="library_value")
        ]

    def __str__(self) -> str:
        return self.key


class CopiedPool(models.Model):
    """A pool that some stored key lists, and how far its candidates are copied.

    It is `due` if it is new, or its count or name has changed since its last walk.
    While it is walked, `page` is the page to read next, and one worker has the lease.
    """

    retention = BY_POOL

    class Problem(models.TextChoices):
        """Why the last walk did not end well."""

        REFUSED = "refused", _("No stored API key may read it any more.")
        UNREACHABLE = "unreachable", _("Recruspace could not be reached.")
        FAILING = "failing", _("Recruspace reported an error of its own.")
        ENDLESS = "endless", _("The list of its candidates does not end.")
        SHIFTING = (
            "shifting",
            _("The list of its candidates changed while it was read."),
        )
        FEWER = "fewer", _("Recruspace gave fewer candidates than it counts.")

    # The id in Recruspace.
    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    # What List Talent Pools says of it, as JSON.
    payload = models.TextField()
    count = models.BigIntegerField(null=True)
    # Its candidates were last known to be complete then; None before the first sync.
    as_of = models.DateTimeField(null=True)
    found_at = models.DateTimeField(auto_now_add=True)
    # The end of the last whole walk without a problem.
    walked_at = models.DateTimeField(null=True)
    due = models.BooleanField(default=True)
    # Of the walk under way: 0 if there is none. `seen` is a bitmap of the candidates.
    page = models.IntegerField(default=0)
    attempt = models.IntegerField(default=1)
    counted = models.BigIntegerField(null=True)
    odd = models.CharField(max_length=200, default="")
    seen = models.BinaryField(default=bytes)
    calls = models.IntegerField(default=0)
    # By the clock of the database.
    lease_owner = models.CharField(max_length=40, default="")
    lease_until = models.DateTimeField(null=True)
    # Of the last walk, and when the next may begin.
    problem = models.CharField(max_length=20, default="", choices=Problem)
    failures = models.IntegerField(default=0)
    next_try = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"copy of pool {self.id}"


class KeyPools(models.Model):
    """Which pools a stored key lists: what its user may see of the copy.

    A key that was refused has none, and `asked_at` is None.
    """

    retention = BY_POOL

    # As `sealing.fingerprints` makes it of the key.
    fingerprint = models.CharField(max_length=64, primary_key=True)
    # A JSON list of ids.
    pool_ids = models.TextField(default="[]")
    asked_at = models.DateTimeField(null=True)
    # Whether the list came without signs that some pools are missing.
    whole = models.BooleanField(default=False)
    # When to ask again; None for at once.
    list_at = models.DateTimeField(null=True)
    problem = models.CharField(
        max_length=20, default="", choices=CopiedPool.Problem.choices
    )
    failures = models.IntegerField(default=0)
    # Since when it is refused, without a good answer between.
    refused_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"pools of a key, asked at {self.asked_at}"
