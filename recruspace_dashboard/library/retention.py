"""Deletes what the copy may not keep: pools that no stored key lists any more, and
pools that were not synced for `LIBRARY_DAYS`."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.db.models.functions import Coalesce
from django.utils import timezone

from recruspace_dashboard.library import schema
from recruspace_dashboard.library.keys import stored_keys
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CvText,
    KeyPools,
)
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.visible import pool_ids
from recruspace_dashboard.library.writing import (
    delete_everything,
    delete_pools,
    forget_cv_texts,
)

# A key that is refused for so long is believed to be of no use any more. Not by how
# often: someone may reload a page that is refused.
REFUSED_FOR_GOOD = timedelta(minutes=15)


def delete_unlisted() -> bool:
    """Deletes pools that no stored key lists; returns whether there were any.

    Where a key could not be asked, nothing is known yet.
    """
    stored = stored_keys()
    forgotten = KeyPools.objects.exclude(pk__in=stored)
    if forgotten.exists():
        forgotten.delete()
    rows = list(KeyPools.objects.all())
    listed = set().union(*map(pool_ids, rows))
    gone = set(CopiedPool.objects.exclude(id__in=listed).values_list("id", flat=True))
    if not gone or len(rows) < len(stored) or not all(map(_is_known, rows)):
        return False
    delete_pools(gone)
    return True


def _is_known(row: KeyPools) -> bool:
    if row.problem == CopiedPool.Problem.REFUSED:
        since = row.refused_at
        return since is not None and timezone.now() - since >= REFUSED_FOR_GOOD
    return row.whole


def delete_old() -> bool:
    """Deletes pools that were not synced for too long."""
    ended = timezone.now() - timedelta(days=settings.LIBRARY_DAYS)
    old = CopiedPool.objects.annotate(last=Coalesce("as_of", "found_at"))
    ids = set(old.filter(last__lt=ended).values_list("id", flat=True))
    if ids:
        delete_pools(ids)
    return bool(ids)


def delete_all() -> int:
    """Deletes the copy; returns how many candidates it had."""
    schema.ensure()
    number = CopiedCandidate.objects.count()
    delete_everything()
    _shrink()
    return number


def delete_cv_texts() -> int:
    """Deletes the texts of all CVs; returns how many there were."""
    schema.ensure()
    number = CvText.objects.count()
    if number:
        forget_cv_texts()
        _shrink()
    return number


def _shrink() -> None:
    connection = connections[ALIAS]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def purge(*, everything: bool) -> Iterator[tuple[str, int]]:
    """What `manage.py purge` does here."""
    if everything or not settings.LIBRARY:
        yield "library", delete_all()
        return
    before = CopiedCandidate.objects.count()
    delete_unlisted()
    delete_old()
    yield "library", before - CopiedCandidate.objects.count()
    if not settings.CV_TEXT:
        yield "CV texts", delete_cv_texts()
