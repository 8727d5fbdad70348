"""What users open live and write updates the copy at once.

None of it fails a page or holds one up: what is missed here comes with the next sync.
"""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from django.conf import settings
from django.db import connections
from django.utils import timezone
from pyroaring import BitMap

from recruspace_dashboard.library import rows
from recruspace_dashboard.library.filing import Given, value_key
from recruspace_dashboard.library.indexing import bitmaps
from recruspace_dashboard.library.models import CopiedCandidate, CopiedPool, KeyPools
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.visible import ask_again, pool_ids
from recruspace_dashboard.library.writing import exclusively, write_candidates
from recruspace_dashboard.operations.databases import SHORT_WAIT, if_writable
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.candidates import Found
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records import Candidate, Tag

P = ParamSpec("P")

logger = logging.getLogger(__name__)

EMPTY: tuple[object, ...] = (None, "", [], {})


def _quietly(update: Callable[P, None]) -> Callable[P, None]:
    @wraps(update)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        if not settings.LIBRARY:
            return
        try:
            with if_writable(ALIAS):
                _hardly_wait(SHORT_WAIT)
                try:
                    update(*args, **kwargs)
                finally:
                    _hardly_wait(0)
        except Exception:
            # The page itself was read, or the write was made.
            logger.exception("The copy could not be updated")

    return run


def _hardly_wait(milliseconds: int) -> None:
    """On PostgreSQL; `if_writable` does it on SQLite. 0 is without end again."""
    if connections[ALIAS].vendor == "postgresql":
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {milliseconds}")


def saw_pool_page(pool_id: int, page: Page[Any]) -> None:
    """A page of a pool's candidates was read."""
    if not page.cached:
        _saw_pool_page(pool_id, page)


@_quietly
def _saw_pool_page(pool_id: int, page: Page[Any]) -> None:
    given = [one for one in map(Given.of, page.payloads) if one]
    known = rows.known([one.candidate_id for one in given])
    key = value_key("pool", pool_id)
    members = bitmaps([key]).get(key, BitMap())
    different = [
        one.payload
        for one in given
        if (row := known.get(one.candidate_id)) is None
        or row[1] != one.digest
        or row[0] not in members
    ]
    if different:
        write_candidates(pool_id, different)


@_quietly
def saw_candidate(found: Found) -> None:
    """A candidate was opened. Only one that the copy has is updated.

    Get Candidate has fields that lists have not; only those of the list are taken.
    """

    def with_newer(stored: dict[str, Any]) -> dict[str, Any]:
        told = found.payload.items()
        known = {n: value for n, value in told if n in stored and value not in EMPTY}
        return stored | known

    if not found.cached:
        _change(found.candidate.id, with_newer)


@_quietly
def tag_added(candidate_id: int, tag: Tag) -> None:
    def with_tag(stored: dict[str, Any]) -> dict[str, Any]:
        if tag.title in {one.title for one in Candidate.from_payload(stored).tags}:
            return stored
        tags = stored.get("tags")
        added = {"id": tag.id, "title": tag.title}
        return stored | {"tags": [*(tags if isinstance(tags, list) else []), added]}

    _change(candidate_id, with_tag)


@_quietly
def candidate_added(pool_id: int | None, candidate: Candidate | None) -> None:
    """A candidate was added to a pool. The next sync brings all that is known."""
    if pool_id is None or candidate is None or candidate.id is None:
        return
    pool = CopiedPool.objects.filter(pk=pool_id)
    if not pool.exists():
        return
    names = ("email", "first_name", "last_name", "phone_number")
    told = {name: getattr(candidate, name) for name in names}
    added = candidate.created_at or timezone.now()
    new = {"id": candidate.id, **told, "created_at": added.isoformat()}
    # As in the answers of the API, what is not known is not there.
    known = {name: value for name, value in new.items() if value not in EMPTY}
    with exclusively():
        write_candidates(pool_id, [known | (_stored(candidate.id) or {})])
        pool.update(due=True)


@_quietly
def pools_changed(client: RecruspaceClient) -> None:
    """A pool was made: what the user's key lists is asked again."""
    ask_again(client)


@_quietly
def pool_renamed(pool_id: int, name: str) -> None:
    row = CopiedPool.objects.filter(pk=pool_id).first()
    if row is not None:
        row.name, row.payload = name, _with_name(row.payload, name)
        row.save(update_fields=["name", "payload"])


@_quietly
def pool_deleted(pool_id: int) -> None:
    """Nobody sees the pool any more; a worker deletes what is left of it."""
    for row in KeyPools.objects.all():
        left = pool_ids(row) - {pool_id}
        if len(left) < len(pool_ids(row)):
            row.pool_ids = json.dumps(sorted(left))
            row.save(update_fields=["pool_ids"])


def _stored(candidate_id: int | None) -> dict[str, Any] | None:
    row = CopiedCandidate.objects.filter(candidate_id=candidate_id or 0).first()
    return json.loads(row.payload) if row else None


def _change(
    candidate_id: int | None, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Writes what `change` makes of a candidate that the copy has."""
    stored = _stored(candidate_id)
    if stored is None or not _differs(stored, change(stored)):
        return
    with exclusively():
        # What another wrote meanwhile must not be undone.
        stored = _stored(candidate_id)
        if stored is not None:
            write_candidates(None, [change(stored)])


def _differs(stored: Payload, payload: Payload) -> bool:
    before, after = Given.of(stored), Given.of(payload)
    return bool(before and after and before.digest != after.digest)


def _with_name(payload: str, name: str) -> str:
    return json.dumps(json.loads(payload) | {"name": name})
