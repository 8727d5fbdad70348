from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.operations.retention import UNTIL_ACCOUNT_DELETED, Retention
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import read_json, seal_json
from recruspace_dashboard.writes.models import Write
from recruspace_dashboard.writes.models.batch import history, this_api


class Intake(models.Model):
    """CVs that a user brings in together, for a pool or a job post."""

    # As long as it is told what became of its files.
    retention = Retention("created_at", history())

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    # For all of its files: {"talent_pool_id", "job_post", "target" (its name),
    # "tags": [], "note"}.
    sealed_for_all = SealedTextField(owner="owner_id", blank=True)
    # Another API's pools and candidates have other ids.
    api = models.CharField(max_length=200, default=this_api)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"intake {self.pk} of user {self.owner_id}"

    @property
    def for_all(self) -> dict[str, Any]:
        return read_json(self.sealed_for_all, self.owner_id)

    def seal(self, told: dict[str, Any]) -> str:
        return seal_json(told, self.owner_id)


class IntakeFile(models.Model):
    """One file of an intake: a CV that becomes a candidate, or why it does not."""

    class State(models.TextChoices):
        # The browser has told of it, and not sent it yet.
        EXPECTED = "expected", _("Not arrived")
        # It is here; a worker has not read it yet.
        ARRIVED = "arrived", _("Being read")
        # Its text was read, as far as there is any: its fields are proposed.
        READ = "read", _("Read")
        # It cannot become a candidate; `problem` says why.
        FAILED = "failed", _("Failed")

    class Choice(models.TextChoices):
        """What the user decided of one who may be there already."""

        SKIP = "skip", _("Leave out")
        ADD = "add", _("Add all the same")
        TAG = "tag", _("Only tag and note the one who is there")

    class Problem(models.TextChoices):
        """Why a file cannot become a candidate."""

        KIND = "kind", _("This is not a PDF, DOC or DOCX file, or it is damaged.")
        EMPTY = "empty", _("This file is empty.")
        TOO_LARGE = "too_large", _("This file is too large: 10 MB at most.")
        UNSAFE = "unsafe", _("It has macros, a password or too many parts.")
        NO_ROOM = "no_room", _("There is no room for more files here just now.")
        TOO_MANY = "too_many", _("Only 500 files can be brought in together.")
        NESTED = "nested", _("An archive in an archive is not opened.")
        ARCHIVE = "archive", _("This archive is damaged, locked or too large.")
        NAME = "name", _("The archive gives this file a name that is not safe.")
        NO_ATTACHMENT = "no_attachment", _("This mail has no CV attached.")
        ONLY_LINKS = "only_links", _("This mail has links instead of files.")
        TWICE = "twice", _("The same file is in this intake already.")
        GONE = "gone", _("The file waited too long, and was removed.")

    retention = None

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="files")
    # For the sealed fields: the owner of the intake.
    sealed_for = models.BigIntegerField()
    # Its place in the list, from 1.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.EXPECTED)
    problem = models.CharField(max_length=13, choices=Problem, blank=True)
    # {"name": its own name, "inside": the archive or mail that it came in, or ""}.
    sealed_name = SealedTextField(owner="sealed_for")
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    file = models.ForeignKey(WaitingFile, models.SET_NULL, null=True)
    content_type = models.CharField(max_length=100, blank=True)
    # A worker reads it until then.
    claimed_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    # How its text was read: empty is well, else a Fault of documents, or "pictures".
    reading = models.CharField(max_length=12, blank=True)
    # {"first_name": {"value", "certainty"}, "last_name", "email", "phone_number"}; what
    # a table says has what was read in the file as {"cv": {"value", "certainty"}}.
    sealed_fields = SealedTextField(owner="sealed_for", blank=True)
    # What the user changed for this file alone: {"talent_pool_id", "job_post",
    # "target", "tags", "note", "same_as": the id of the one who is there}.
    sealed_own = SealedTextField(owner="sealed_for", blank=True)
    # The user has said that its fields are right.
    confirmed = models.BooleanField(default=False)
    choice = models.CharField(max_length=4, choices=Choice, blank=True)
    # Its row in the outbox, once it was staged.
    write = models.ForeignKey(Write, models.SET_NULL, null=True)
    # When the new candidate is read again, for what Recruspace could not parse.
    check_at = models.DateTimeField(null=True, db_index=True)
    checked_at = models.DateTimeField(null=True)
    sealed_errors = SealedTextField(owner="sealed_for", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["intake", "number"], name="one_file_a_number"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "claimed_until"], name="intake_to_read"),
        ]

    def __str__(self) -> str:
        return f"{self.state} file {self.number} of intake {self.intake_id}"

    @property
    def name(self) -> str:
        return str(read_json(self.sealed_name, self.sealed_for).get("name", ""))

    @property
    def inside(self) -> str:
        """The archive or mail that it came in; empty for one that came by itself."""
        return str(read_json(self.sealed_name, self.sealed_for).get("inside", ""))

    @property
    def is_gone(self) -> bool:
        """Whether it was removed before anything was sent of it."""
        waits = self.state in (self.State.ARRIVED, self.State.READ)
        return waits and self.file_id is None and self.write_id is None

    @property
    def why(self) -> str:
        """Why it cannot become a candidate, in words; empty if it can."""
        problem = self.Problem.GONE if self.is_gone else self.problem
        return str(self.Problem(problem).label) if problem else ""

    @property
    def fields(self) -> dict[str, Any]:
        return read_json(self.sealed_fields, self.sealed_for)

    @property
    def own(self) -> dict[str, Any]:
        return read_json(self.sealed_own, self.sealed_for)

    @property
    def errors(self) -> list[str]:
        """What Recruspace could not parse of the new candidate, in its words."""
        return list(read_json(self.sealed_errors, self.sealed_for).get("errors", []))

    def seal(self, told: dict[str, Any]) -> str:
        return seal_json(told, self.sealed_for)


class Sheet(models.Model):
    """A table of candidates, whose rows are about the files of an intake."""

    # With its intake.
    retention = None

    intake = models.OneToOneField(Intake, models.CASCADE, related_name="sheet")
    # For the sealed fields: the owner of the intake.
    sealed_for = models.BigIntegerField()
    # {"name": that of its file}.
    sealed_name = SealedTextField(owner="sealed_for")
    # Why it is not read as a table: a Problem of intake.sheets.table.
    problem = models.CharField(max_length=12, blank=True)
    # {"headings": [], "rows": [[line, [cells]]], "sheet": its name in the file}.
    sealed_table = SealedTextField(owner="sealed_for", blank=True)
    # {"columns": what each is}; empty until the user has said it.
    sealed_columns = SealedTextField(owner="sealed_for", blank=True)
    # {"files": {line: id of the file}, "unclear": {line: [ids]}, "without": [lines]}.
    sealed_found = SealedTextField(owner="sealed_for", blank=True)

    def __str__(self) -> str:
        return f"table of intake {self.intake_id}"

    @property
    def name(self) -> str:
        return str(read_json(self.sealed_name, self.sealed_for).get("name", ""))

    @property
    def table(self) -> dict[str, Any]:
        return read_json(self.sealed_table, self.sealed_for)

    @property
    def columns(self) -> list[str]:
        return list(read_json(self.sealed_columns, self.sealed_for).get("columns", []))

    @property
    def found(self) -> dict[str, Any]:
        return read_json(self.sealed_found, self.sealed_for)

    def seal(self, told: dict[str, Any]) -> str:
        return seal_json(told, self.sealed_for)


class RememberedColumns(models.Model):
    """What a user has said of columns, by their folded headings."""

    retention = UNTIL_ACCOUNT_DELETED

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    # {heading: what it is}, the latest last.
    sealed_columns = SealedTextField(owner="owner_id", blank=True)

    def __str__(self) -> str:
        return f"columns of user {self.owner_id}"

    @property
    def columns(self) -> dict[str, Any]:
        return read_json(self.sealed_columns, self.owner_id)

    def seal(self, told: dict[str, Any]) -> str:
        return seal_json(told, self.owner_id)


# A worker that died has ended by then.
LEASE = timedelta(seconds=60)
