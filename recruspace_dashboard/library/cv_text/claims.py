"""Which CVs are to be read, and which worker reads them: by the clock of the database,
so that no two read one. A worker that was killed loses its CVs after a while."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from pyroaring import BitMap

from recruspace_dashboard.library.cv_rows import file_of, mark_of
from recruspace_dashboard.library.filing import host_of, value_key
from recruspace_dashboard.library.indexing import bitmaps
from recruspace_dashboard.library.models import CopiedCandidate, CvText
from recruspace_dashboard.library.writing import exclusively
from recruspace_dashboard.services.records.candidates import StoredFile

LEASE = timedelta(minutes=2)
# So many are taken at a time.
AT_ONCE = 24
LATER = value_key("cvtext", CvText.State.LATER)
KNOWN = [value_key("cvtext", state) for state in CvText.State.values]
HAS_CV = value_key("has", "cv")


@dataclass(frozen=True)
class Claim:
    """A CV to read: `file` as the copied row has it, `link` leads there unless it is
    known to have expired, `failures` is how often it could not be fetched."""

    id: int
    candidate_id: int
    link: str
    host: str
    file: StoredFile
    stale: bool
    failures: int


def take(owner: str, resting: Collection[str], *, may_ask: bool) -> list[Claim]:
    """CVs that are due, now leased by `owner`: the newest candidates first, and before
    those that were tried already.

    None of the `resting` hosts, and without `may_ask` none that needs another link.
    """
    # First without the lock, as mostly there is none.
    if not _due(resting, may_ask):
        return []
    with exclusively():
        ids = _due(resting, may_ask)
        return _lease(ids, owner)


def renew(owner: str) -> None:
    CvText.objects.filter(lease_owner=owner).update(lease_until=Now() + LEASE)


def release(owner: str) -> None:
    """Gives back what was not read."""
    CvText.objects.filter(lease_owner=owner).update(lease_owner="", lease_until=None)


def _due(resting: Collection[str], may_ask: bool) -> list[int]:
    hosts = [value_key("cvhost", host) for host in resting]
    stored = bitmaps([HAS_CV, *KNOWN, *hosts])
    left_out = BitMap().union(*(stored.get(host, BitMap()) for host in hosts))
    leased = CvText.objects.filter(lease_until__gte=Now())
    left_out |= BitMap(leased.values_list("id", flat=True))
    known = BitMap().union(*(stored.get(key, BitMap()) for key in KNOWN))
    new = stored.get(HAS_CV, BitMap()) - known - left_out
    if new:
        return list(new[-AT_ONCE:])[::-1]
    if not stored.get(LATER):
        return []
    due = Q(state=CvText.State.LATER, not_before__lte=timezone.now())
    rows = CvText.objects.filter(due if may_ask else due & Q(stale=False))
    waiting = BitMap(rows.values_list("id", flat=True)) - left_out
    return list(waiting[-AT_ONCE:])[::-1]


def _lease(ids: list[int], owner: str) -> list[Claim]:
    known = CvText.objects.in_bulk(ids)
    rows = CopiedCandidate.objects.filter(id__in=ids)
    claims = []
    for id, candidate_id, payload in rows.values_list("id", "candidate_id", "payload"):
        file = file_of(json.loads(payload))
        if file is None:
            continue
        row = known.get(id) or CvText(id=id)
        row.file = mark_of(file) if row._state.adding else row.file
        row.lease_owner, row.lease_until = owner, Now() + LEASE
        row.save()
        link = "" if row.stale else file.url
        claims.append(
            Claim(
                *(id, candidate_id, link, host_of(file.url)),
                *(file, row.stale, row.failures),
            )
        )
    claims.sort(key=lambda one: one.id)
    return claims
