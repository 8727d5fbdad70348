"""Which pools of the copy a user may see: those that their own key lists."""

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library import listing, schema
from recruspace_dashboard.library.keys import stored_keys
from recruspace_dashboard.library.models import CopyState, KeyPools
from recruspace_dashboard.library.quick import row_of
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.operations.databases import if_writable
from recruspace_dashboard.sealing.fingerprints import fingerprint
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError

# An older answer is asked for again. Where that fails, it counts on for a while.
FRESH = timedelta(minutes=15)
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class VisiblePools:
    """`stale` is whether the API could not be asked again, and the answer is old.
    `state` is that of the copy, if it was read just now."""

    ids: frozenset[int]
    asked_at: datetime
    stale: bool = False
    state: CopyState | None = field(default=None, compare=False)


def visible_pools(
    user: User, client: RecruspaceClient, *, ask: bool = True
) -> VisiblePools:
    """The pools that the key of `client` lists; none if `user` has another key by now.

    Raises `RecruspaceError` if the key was refused, or if the API could not be asked
    for longer than a day. Without `ask` no call is made, and none are visible then.
    """
    now, name = timezone.now(), _fingerprint_in(client)
    if name != _fingerprint_of(user) or not settings.LIBRARY:
        return VisiblePools(frozenset(), now)
    state = schema.ensure() if ask else schema.read()
    if state is None:
        return VisiblePools(frozenset(), now)
    row = row_of(KeyPools, name)
    age = now - row.asked_at if row and row.asked_at else None
    usable = age is not None and timedelta() <= age < LONGEST
    if row and age is not None and timedelta() <= age < FRESH and row.list_at:
        return replace(_seen_by(row, now), state=state)
    if row and usable and row.problem and row.list_at and row.list_at > now:
        # It has just failed.
        return _seen_by(row, now, stale=True)
    if not ask:
        known = _seen_by(row, now) if row and usable else None
        return known or VisiblePools(frozenset(), now)
    try:
        return _seen_by(listing.ask(name, client.uncached()), now)
    except AuthenticationFailed:
        raise
    except RecruspaceError:
        # Also a 404: it says nothing about which pools there are.
        if row is None or not usable:
            raise
        return _seen_by(row, now, stale=True)


def refuse(client: RecruspaceClient) -> None:
    """The API refused the key of this client."""
    listing.refuse(_fingerprint_in(client))


def ask_again(client: RecruspaceClient) -> None:
    """The pools that the key lists have changed."""
    with if_writable(ALIAS):
        KeyPools.objects.filter(pk=_fingerprint_in(client)).update(list_at=None)


def forget_unstored() -> None:
    """Forgets what was seen with keys that no active user has stored any more."""
    # Nobody else can see anything with them, also where this has to wait.
    with if_writable(ALIAS):
        KeyPools.objects.exclude(pk__in=stored_keys()).delete()


def pool_ids(row: KeyPools) -> frozenset[int]:
    return frozenset(json.loads(row.pool_ids))


def colleagues(user: User, among: Collection[int]) -> frozenset[int]:
    """Who of these users has a key that lists a pool which the key of `user` lists as
    well, as far as it is known without a call."""
    if not among or not settings.LIBRARY or schema.read() is None:
        return frozenset()
    names = {}
    for stored in ApiKey.objects.filter(user__in={user.pk, *among}):
        with suppress(UnsealError):
            names[stored.user_id] = fingerprint(stored.reveal())
    rows = KeyPools.objects.in_bulk(set(names.values()))
    pools = {one: pool_ids(rows[name]) for one, name in names.items() if name in rows}
    own = pools.get(user.pk, frozenset())
    return frozenset(one for one in among if own & pools.get(one, frozenset()))


def _seen_by(row: KeyPools, now: datetime, *, stale: bool = False) -> VisiblePools:
    return VisiblePools(pool_ids(row), row.asked_at or now, stale)


def _fingerprint_of(user: User) -> str | None:
    # A page reads it with its user.
    try:
        return fingerprint(user.api_key.reveal())
    except (ApiKey.DoesNotExist, UnsealError):
        return None


def _fingerprint_in(client: RecruspaceClient) -> str:
    return str(getattr(client.gate, "fingerprint", ""))
