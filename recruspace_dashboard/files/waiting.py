"""Files that wait to be sent lie sealed in the database, where every machine reaches
them: in pieces, so that none is ever in memory as a whole while it arrives."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from recruspace_dashboard.files.digests import new_digest
from recruspace_dashboard.files.models import FilePiece, WaitingFile
from recruspace_dashboard.files.uploads import MEGABYTE
from recruspace_dashboard.sealing.key_ring import UnsealError

PIECE_BYTES = 256 * 1024
# A file whose last piece has not come by then does not come any more.
ARRIVES_WITHIN = timedelta(hours=1)
# So many are deleted at once: nobody waits long for the database.
STEP = 20


class TooLarge(Exception):
    """The file is larger than it may be."""


class NoRoom(Exception):
    """All files that wait have as much space as they may have together."""


class Gone(Exception):
    """The file is not there any more, or can no longer be decrypted."""


def put(owner: User, chunks: Iterable[bytes], largest: int) -> WaitingFile:
    """Stores a file while it arrives, of at most `largest` bytes. Raises `TooLarge`,
    `NoRoom`, and whatever `chunks` raises: then nothing of it stays.

    Each piece is a transaction of its own, so that nobody waits for the network of
    whoever sends.
    """
    if room_left() <= 0:
        delete(broken_off())
    file, digest = WaitingFile(owner=owner, sealed_for=owner.pk), new_digest()
    file.save()
    try:
        for number, content in enumerate(_pieces(chunks)):
            digest.update(content)
            if file.size + len(content) > largest:
                raise TooLarge
            _add(file, number, content)
        file.digest, file.complete = digest.hexdigest(), True
        file.save(update_fields=["digest", "complete"])
    except BaseException:
        # Where the database fails as well, the next purge deletes it.
        with suppress(DatabaseError):
            file.delete()
        raise
    return file


def read(file: WaitingFile) -> bytes:
    """The whole file. Raises `Gone`."""
    row = WaitingFile.objects.filter(pk=file.pk or 0, complete=True).first()
    if row is None:
        raise Gone
    content = bytearray()
    pieces = row.pieces.order_by("number").iterator(chunk_size=4)
    try:
        for piece in pieces:
            content += piece.reveal(row.sealed_for)
    except UnsealError:
        raise Gone from None
    # It may have been deleted meanwhile.
    if len(content) != row.size:
        raise Gone
    return bytes(content)


def room_left() -> int:
    """How many bytes of files can still be stored; not negative."""
    taken = WaitingFile.objects.aggregate(taken=Sum("size"))["taken"] or 0
    return max(0, int(settings.INTAKE_MB * MEGABYTE - taken))


def delete(files: QuerySet[WaitingFile]) -> int:
    """Deletes files with their pieces. Returns how many files."""
    ids, number = list(files.values_list("pk", flat=True)), 0
    for start in range(0, len(ids), STEP):
        some = WaitingFile.objects.filter(pk__in=ids[start : start + STEP])
        number += some.delete()[1].get(WaitingFile._meta.label, 0)
    return number


def broken_off() -> QuerySet[WaitingFile]:
    """Files of which only a part has come, as when a process was killed."""
    before = timezone.now() - ARRIVES_WITHIN
    return WaitingFile.objects.filter(complete=False, created_at__lt=before)


def _add(file: WaitingFile, number: int, content: bytes) -> None:
    # Others may arrive just now: so each passes the limit by a piece at most.
    if room_left() < len(content):
        raise NoRoom
    piece = FilePiece.of(file, number, content)
    with transaction.atomic():
        piece.save(force_insert=True)
        same = WaitingFile.objects.filter(pk=file.pk)
        same.update(size=F("size") + len(content))
    file.size += len(content)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, in parts of `PIECE_BYTES`; the last may be shorter."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES])
            del held[:PIECE_BYTES]
    if held:
        yield bytes(held)
