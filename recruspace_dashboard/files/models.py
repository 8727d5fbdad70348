from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from recruspace_dashboard.operations.retention import Retention
from recruspace_dashboard.sealing.fields import SealedBytesField
from recruspace_dashboard.sealing.key_ring import key_ring


class WaitingFile(models.Model):
    """A file that waits to be sent to Recruspace; its content is in its pieces.

    `waiting.py` writes and reads it. It is complete once its last piece is there.
    """

    # At most; `writes/retention.py` says which ones go sooner.
    retention = Retention("created_at", timedelta(days=7))

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    sealed_for = models.BigIntegerField()
    size = models.BigIntegerField(default=0)
    # By `digests.py`: files with the same are the same.
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    complete = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"waiting file {self.pk} of user {self.sealed_for}"


class FilePiece(models.Model):
    """A part of a file, sealed for its owner and for its place."""

    # It goes with its file.
    retention = None

    file = models.ForeignKey(WaitingFile, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    sealed = SealedBytesField(owner="file__sealed_for", bound_to=("file_id", "number"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["file", "number"], name="one_piece_at_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of file {self.file_id}"

    @classmethod
    def of(cls, file: WaitingFile, number: int, content: bytes) -> "FilePiece":
        piece = cls(file=file, number=number)
        place = FilePiece._place(file.pk, number)
        piece.sealed = key_ring().seal_bytes(content, file.sealed_for, place)
        return piece

    def reveal(self, owner: int) -> bytes:
        """The content of this part. Raises `UnsealError`."""
        place = FilePiece._place(self.file_id, self.number)
        return key_ring().unseal_bytes(bytes(self.sealed), owner, place)

    @staticmethod
    def _place(file_id: int, number: int) -> str:
        field = FilePiece._meta.get_field("sealed")
        return field.place({"file_id": file_id, "number": number})
