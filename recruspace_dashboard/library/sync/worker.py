"""One worker's part of the sync: it asks what keys list, walks pools, and deletes those
that nobody lists any more. Any number of workers do so side by side."""

import logging
import secrets
import time
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from recruspace_dashboard.library import listing, retention
from recruspace_dashboard.library.keys import StoredKey, stored_keys
from recruspace_dashboard.library.models import KeyPools
from recruspace_dashboard.library.sync import lease
from recruspace_dashboard.library.sync.schedule import claim_listing, listed_pools
from recruspace_dashboard.library.sync.walking import Outcome, Walking
from recruspace_dashboard.services.errors import RecruspaceError

logger = logging.getLogger(__name__)

# How many pools one worker has under way: while the calls of one company are used up,
# those of another go on.
AT_ONCE = 4
# How often it looks for pools to delete.
LOOK_SECONDS = 2.0


class SyncWorker:
    """`only` is the pools to walk, and nothing else is done then."""

    def __init__(self, only: Collection[int] | None = None) -> None:
        self.owner = secrets.token_hex(16)
        self.outcomes: list[Outcome] = []
        self._only = only
        self._walks: list[Walking] = []
        self._look_at = 0.0

    def step(self) -> bool:
        """Does a small piece of work; returns whether there was any.

        Raises errors of the database; the next step goes on from what is stored.
        """
        if not settings.LIBRARY:
            return False
        try:
            if self._only is None and (self._ask() or self._delete()):
                return True
            return self._walk() or self._claim()
        except Exception:
            # What is in memory may not be what is stored.
            self._walks.clear()
            raise

    def stop(self) -> None:
        """Gives everything back, so that another worker can go on at once."""
        self._walks.clear()
        lease.release(self.owner)

    def _ask(self) -> bool:
        key = _key_to_ask()
        if key is None:
            return False
        try:
            listing.ask(key.fingerprint, key.client())
        except RecruspaceError as error:
            logger.info("The pools of a key could not be listed: %s", error)
        return True

    def _delete(self) -> bool:
        now = time.monotonic()
        if now < self._look_at:
            return False
        self._look_at = now + LOOK_SECONDS
        return retention.delete_unlisted() or retention.delete_old()

    def _walk(self) -> bool:
        """Reads the next page of a pool whose turn it is."""
        self._walks = [one for one in self._walks if _kept(one)]
        ready = [one for one in self._walks if one.ready_at <= time.monotonic()]
        if not ready:
            return False
        walking = ready[0]
        # To the end of the line.
        self._walks.remove(walking)
        try:
            ended = walking.step()
        except lease.LeaseLost:
            return True
        if ended:
            self.outcomes.append(walking.outcome)
        else:
            self._walks.append(walking)
        return True

    def _claim(self) -> bool:
        if len(self._walks) >= AT_ONCE:
            return False
        pools = listed_pools() if self._only is None else self._only
        pool = lease.claim(self.owner, pools)
        if pool is not None:
            self._walks.append(Walking(pool, self.owner))
        return pool is not None


def _kept(walking: Walking) -> bool:
    try:
        walking.keep()
    except lease.LeaseLost:
        return False
    return True


def _key_to_ask() -> StoredKey | None:
    """A stored key that it is time to ask, and that no other worker asks just now."""
    now, stored = timezone.now(), stored_keys()
    later = KeyPools.objects.filter(pk__in=stored, list_at__gt=now)
    due = stored.keys() - set(later.values_list("pk", flat=True))
    for name in sorted(due):
        if claim_listing(name, now, timedelta(minutes=1)):
            return stored[name]
    return None
