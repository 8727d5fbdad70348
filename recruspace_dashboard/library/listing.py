"""Asks which pools a key lists, and notes the answer: what its user may see, and which
pools have changed."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.operations.databases import if_writable
from recruspace_dashboard.services import RecruspaceClient, endpoints
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records import TalentPool

Problem = CopiedPool.Problem

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=30)
# In milliseconds.
REFUSAL_WAIT = 2000
# Also where `LIBRARY_MINUTES` is 0.
SHORTEST_PAUSE = timedelta(seconds=5)


def ask(fingerprint: str, client: RecruspaceClient) -> KeyPools:
    """Which pools the key of `client` lists. Raises `RecruspaceError`, noted too."""
    asked_at, walk = timezone.now(), client.talent_pools.walk()
    try:
        listed = [payload for page in walk for payload in page.payloads]
        pools = _by_id(listed)
    except AuthenticationFailed:
        refuse(fingerprint)
        raise
    except RecruspaceError as error:
        with if_writable(ALIAS):
            _note_failure(fingerprint, error)
        raise
    row = KeyPools(
        fingerprint=fingerprint,
        pool_ids=json.dumps(sorted(pools)),
        asked_at=asked_at,
        whole=walk.complete and len(pools) == len(listed),
        list_at=asked_at + _pause(),
    )
    # If it cannot be stored, the answer counts for this page.
    with if_writable(ALIAS), transaction.atomic(using=ALIAS):
        row.save()
        note_pools(pools.values(), asked_at)
    return row


def refuse(fingerprint: str) -> None:
    """The API refused the key: its user sees nothing of the copy any more."""
    now = timezone.now()
    # A worker may be writing just then; and it must not be lost.
    with if_writable(ALIAS, REFUSAL_WAIT):
        row, _ = KeyPools.objects.get_or_create(fingerprint=fingerprint)
        if row.problem == Problem.REFUSED and row.list_at and row.list_at > now:
            # It is noted already.
            return
        KeyPools.objects.filter(pk=row.pk).update(
            pool_ids="[]",
            asked_at=None,
            whole=False,
            problem=Problem.REFUSED,
            failures=F("failures") + 1,
            refused_at=row.refused_at or now,
            list_at=now + wait_after(row.failures + 1),
        )


def problem_of(error: RecruspaceError) -> Problem:
    match error:
        case AuthenticationFailed():
            return Problem.REFUSED
        case ApiConnectionError():
            return Problem.UNREACHABLE
        case _:
            return Problem.FAILING


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row."""
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - 1, 10)))


def note_pools(
    listed: Iterable[tuple[TalentPool, Payload]], asked_at: datetime
) -> None:
    """Notes what a list of pools says of each. Those that have changed are due."""
    listed = list(listed)
    known = CopiedPool.objects.in_bulk([pool.id for pool, _ in listed])
    unchanged = []
    for pool, payload in listed:
        row = known.get(pool.id or 0) or CopiedPool(id=pool.id or 0)
        same = (row.name, row.count) == (pool.name, pool.candidate_count)
        if same and not row._state.adding and pool.candidate_count is not None:
            unchanged.append(row.id)
        text = json.dumps(payload)
        if row._state.adding or row.payload != text or not same:
            row.name, row.count, row.payload = pool.name, pool.candidate_count, text
            row.due = row.due or not same
            if row._state.adding:
                # Another worker may have listed it just then.
                CopiedPool.objects.bulk_create([row], ignore_conflicts=True)
                continue
            # Not the fields of a walk that is under way.
            fields = ["name", "count", "payload", *([] if same else ["due"])]
            row.save(update_fields=fields)
    CopiedPool.objects.filter(
        id__in=unchanged, as_of__lt=asked_at, due=False, page=0, problem=""
    ).update(as_of=asked_at)


def _by_id(listed: Sequence[Payload]) -> dict[int, tuple[TalentPool, Payload]]:
    """The pools that have an id. Raises `ServerError` if there are only others, as
    nothing is known from those."""
    records = [(TalentPool.from_payload(payload), payload) for payload in listed]
    found = {pool.id: (pool, one) for pool, one in records if pool.id is not None}
    if listed and not found:
        call = str(endpoints.LIST_TALENT_POOLS)
        raise ServerError(call, status=200, reason="no pool has an id")
    return found


def _note_failure(fingerprint: str, error: RecruspaceError) -> None:
    now = timezone.now()
    row, _ = KeyPools.objects.get_or_create(fingerprint=fingerprint)
    if isinstance(error, RateLimited):
        row.list_at = now + timedelta(seconds=error.retry_after)
    else:
        row.problem, row.failures = problem_of(error), row.failures + 1
        row.list_at = now + wait_after(row.failures)
    row.save(update_fields=["problem", "failures", "list_at"])


def _pause() -> timedelta:
    return max(SHORTEST_PAUSE, timedelta(minutes=settings.LIBRARY_MINUTES))
