"""One sync while somebody waits for it: `manage.py sync`."""

import time
from dataclasses import dataclass, field

from django.utils import timezone

from recruspace_dashboard.library import listing, schema
from recruspace_dashboard.library.keys import StoredKey, stored_keys
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.library.sync import lease
from recruspace_dashboard.library.sync.schedule import make_due
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.library.visible import pool_ids
from recruspace_dashboard.services.errors import RateLimited, RecruspaceError

LOOK_SECONDS = 0.5


@dataclass
class Report:
    """What was done, and what went wrong. `candidates` were read, `changed` written."""

    pools: int = 0
    walked: int = 0
    candidates: int = 0
    changed: int = 0
    calls: int = 0
    problems: list[str] = field(default_factory=list)


def sync(username: str | None, *, full: bool) -> Report:
    """Copies what has changed in the pools that a user's key lists, or any stored key;
    all of it with `full`. Waits for pools that another worker has."""
    schema.ensure()
    report, keys, pools = Report(), stored_keys(username), set[int]()
    if not keys:
        report.problems.append("There is no stored key that can be read.")
    for number, key in enumerate(keys.values(), start=1):
        try:
            listed = _ask(key)
            report.calls += max(1, -(-len(listed) // 100))
            pools |= listed
        except RecruspaceError as error:
            report.problems.append(f"Key {number} of {len(keys)}: {error}")
    began = timezone.now()
    chosen = CopiedPool.objects.filter(id__in=pools)
    # What failed before is tried again at once.
    chosen.update(next_try=None)
    if full:
        make_due(pools)
    worker = SyncWorker(only=pools)
    try:
        while _is_left(pools):
            if not worker.step():
                time.sleep(LOOK_SECONDS)
    finally:
        worker.stop()
    _add(report, worker, pools)
    failed = chosen.exclude(problem="").filter(next_try__gt=began)
    report.problems += [
        f"Pool {pool.pk}: {pool.get_problem_display()}" for pool in failed
    ]
    return report


def _ask(key: StoredKey) -> frozenset[int]:
    while True:
        try:
            return pool_ids(listing.ask(key.fingerprint, key.client()))
        except RateLimited as error:
            time.sleep(error.retry_after)


def _is_left(pools: set[int]) -> bool:
    """Whether one is due, or another worker walks it."""
    walked = CopiedPool.objects.filter(~lease.FREE, id__in=pools)
    return lease.due_pools(pools).exists() or walked.exists()


def _add(report: Report, worker: SyncWorker, pools: set[int]) -> None:
    report.pools = len(pools)
    for outcome in worker.outcomes:
        report.walked += 1
        report.candidates += outcome.candidates
        report.changed += outcome.changed
        report.calls += outcome.calls
