"""Writes candidates into the copy. Only what has changed is written."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction
from pyroaring import BitMap

from recruspace_dashboard.library import cv_rows, rows, schema, words
from recruspace_dashboard.library.filing import Filed, Given, value_key
from recruspace_dashboard.library.indexing import BATCH, Changes, bitmaps, bitmaps_of
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CopyState,
    CvText,
    IndexedValue,
    KeyPools,
)
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.services.parse import Payload


@dataclass(frozen=True)
class Written:
    """`ids` are those of the copy, of all candidates that were given; `changed` is how
    many of them were new or different."""

    ids: BitMap
    changed: int


def write_candidates(pool_id: int | None, payloads: Sequence[Payload]) -> Written:
    """Copies candidates as the API gave them, and puts them into the pool, if the copy
    still has that.

    Without a pool, only those are written that the copy has already. In one
    transaction. What has no id is left out.
    """
    by_id = {one.candidate_id: one for one in map(Given.of, payloads) if one}
    given = list(by_id.values())
    ids, changed = BitMap(), 0
    with writing() as changes:
        if pool_id is not None and not CopiedPool.objects.filter(pk=pool_id).exists():
            # It was deleted meanwhile, and nobody would delete what is written now.
            return Written(ids, 0)
        for start in range(0, len(given), BATCH):
            batch = given[start : start + BATCH]
            written = _write(batch, changes, only_known=pool_id is None)
            ids |= written.ids
            changed += written.changed
        if pool_id is not None:
            changes.add([value_key("pool", pool_id)], ids)
    return Written(ids, changed)


def keep_only(pool_id: int, ids: BitMap) -> int:
    """Takes all other candidates out of a pool; returns how many. Who is in no pool any
    more is deleted."""
    key = value_key("pool", pool_id)
    with writing() as changes:
        gone = bitmaps([key]).get(key, BitMap()) - ids
        if gone:
            changes.remove([key], gone)
            _delete(gone - _in_pools(without={key}), changes)
    if changes.rows:
        erase_deleted()
    return len(gone)


def delete_pools(pool_ids: Collection[int]) -> None:
    """Deletes pools, and the candidates that are in no other, so that nothing of them
    is left in the file."""
    if not pool_ids:
        return
    keys = {value_key("pool", pool_id) for pool_id in pool_ids}
    with writing() as changes:
        stored = bitmaps(keys)
        for key, ids in stored.items():
            changes.remove([key], ids)
        _delete(BitMap().union(*stored.values()) - _in_pools(without=keys), changes)
        CopiedPool.objects.filter(id__in=list(pool_ids)).delete()
    erase_deleted()


def delete_everything() -> None:
    """Deletes all of the copy, also what no pool leads to."""
    schema.ensure()
    with transaction.atomic(using=ALIAS):
        state = CopyState.objects.select_for_update().get(pk=1)
        for model in (CopiedPool, CopiedCandidate, CvText, IndexedValue, KeyPools):
            model.objects.all().delete()
        state.erase_cvs = False
        state.version += 1
        state.deleted_at_version = state.version
        state.save()
    erase_deleted()


def forget_cv_texts() -> None:
    """Deletes the texts of all CVs, as if none had ever been read."""
    with writing() as changes:
        for key, ids in bitmaps(cv_rows.KEYS).items():
            changes.remove([key], ids)
        CvText.objects.all().delete()
    erase_deleted()


@contextmanager
def exclusively() -> Iterator[None]:
    """Keeps all other writers of the copy out, for what is read to be written."""
    schema.ensure()
    with transaction.atomic(using=ALIAS):
        CopyState.objects.select_for_update().get(pk=1)
        yield


def erase_deleted() -> None:
    """Overwrites what was deleted from the index and stands in the write-ahead log.
    Deleted rows are zeros in the file already. What is left in the index of CVs, which
    is large, a worker clears step by step (`cv_text/erasing.py`)."""
    connection = connections[ALIAS]
    with transaction.atomic(using=ALIAS):
        words.rebuild(connection)
        if not CvText.objects.exists():
            words.rebuild(connection, words.CVS)
    clear_log()


def clear_log() -> None:
    """Nothing that was deleted stands in SQLite's write-ahead log any more."""
    connection = connections[ALIAS]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def writing() -> Iterator[Changes]:
    """One transaction, of one writer at a time. At its end the indexed values are
    written, and the new version of the copy."""
    schema.ensure()
    changes = Changes()
    with transaction.atomic(using=ALIAS):
        # On SQLite, the transaction itself keeps all others out.
        state = CopyState.objects.select_for_update().get(pk=1)
        yield changes
        if changes.write(state.version + 1):
            state.version += 1
            if changes.deleted:
                state.deleted_at_version = state.version
            state.erase_cvs = state.erase_cvs or changes.cvs
            state.save()


def _write(batch: list[Given], changes: Changes, *, only_known: bool) -> Written:
    known = rows.known([one.candidate_id for one in batch])
    if only_known:
        batch = [one for one in batch if one.candidate_id in known]
    different = [
        one for one in batch if known.get(one.candidate_id, (0, b""))[1] != one.digest
    ]
    if different:
        changes.rows = True
        _take_out(
            [
                known[one.candidate_id][0]
                for one in different
                if one.candidate_id in known
            ],
            changes,
        )
        cv_rows.forget_replaced(
            {
                known[one.candidate_id][0]: one.payload
                for one in different
                if one.candidate_id in known
            },
            changes,
        )
        filed = [(one, Filed.of(one.payload)) for one in different]
        rows.upsert(filed)
        known = rows.known([one.candidate_id for one in batch])
        _put_in({known[given.candidate_id][0]: one for given, one in filed}, changes)
    return Written(BitMap(id for id, _ in known.values()), len(different))


def _take_out(ids: list[int], changes: Changes) -> None:
    """Takes rows out of all indexes, before they are written anew."""
    if not ids:
        return
    rows.remove_words(ids)
    payloads = CopiedCandidate.objects.filter(id__in=ids).values_list("id", "payload")
    for id, payload in payloads:
        changes.remove(Filed.of(json.loads(payload)).keys, [id])


def _put_in(filed: dict[int, Filed], changes: Changes) -> None:
    rows.add_words(filed)
    for id, one in filed.items():
        changes.add(one.keys, [id])


def _delete(ids: BitMap, changes: Changes) -> None:
    if not ids:
        return
    changes.rows = True
    changes.remove_everywhere(ids)
    for start in range(0, len(ids), BATCH):
        batch = list(ids[start : start + BATCH])
        rows.remove_words(batch)
        cv_rows.remove(batch, changes)
        CopiedCandidate.objects.filter(id__in=batch).delete()


def _in_pools(*, without: set[str]) -> BitMap:
    """All candidates of the other pools."""
    pools = IndexedValue.objects.filter(key__startswith=value_key("pool", ""))
    return BitMap().union(*bitmaps_of(pools.exclude(key__in=without)).values())
