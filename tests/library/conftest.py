"""What the tests of the copy share."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from recruspace_dashboard.library import cv_rows
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CvText,
    KeyPools,
)
from recruspace_dashboard.library.writing import writing
from recruspace_dashboard.sandbox.state import Company


def later(**spans: float) -> None:
    """As if so much time had passed for the schedule."""
    span = timedelta(**spans)
    for row in KeyPools.objects.all():
        row.asked_at = row.asked_at and row.asked_at - span
        row.list_at = row.list_at and row.list_at - span
        row.refused_at = row.refused_at and row.refused_at - span
        row.save()
    for pool in CopiedPool.objects.all():
        for name in ("as_of", "walked_at", "next_try", "found_at", "lease_until"):
            value = getattr(pool, name)
            setattr(pool, name, value and value - span)
        pool.save()


def copied() -> dict[int, dict[str, Any]]:
    """The payloads of the copy by id, without links, which differ in every answer."""
    rows = CopiedCandidate.objects.values_list("candidate_id", "payload")
    return {number: without_links(json.loads(payload)) for number, payload in rows}


def without_links(payload: Any) -> Any:
    if isinstance(payload, dict):
        return {
            name: without_links(value)
            for name, value in payload.items()
            if "url" not in name and name != "profile_img"
        }
    return list(map(without_links, payload)) if isinstance(payload, list) else payload


def ids_in(company: Company) -> set[int]:
    """All candidates of a company's pools."""
    return {one.id for one in company.candidates.values() if one.pool is not None}


def make_pools(*pool_ids: int) -> None:
    """Pools that the copy has: it takes candidates of no others."""
    for pool_id in pool_ids:
        CopiedPool.objects.get_or_create(
            pk=pool_id, defaults={"name": f"Pool {pool_id}"}
        )


def keep_text(texts: dict[int, str]) -> None:
    """As if a worker had read these texts in CVs, by the ids of candidates."""
    _keep({number: (cv_rows.State.READ, text) for number, text in texts.items()})


def keep_no_text(states: dict[int, str]) -> None:
    """As if a worker had found no text in these, and why."""
    _keep({number: (state, "") for number, state in states.items()})


def _keep(found: dict[int, tuple[str, str]]) -> None:
    copied = CopiedCandidate.objects.filter(candidate_id__in=found)
    known = dict(copied.values_list("candidate_id", "id"))
    file = '[null, "", null]'
    with writing() as changes:
        # What was kept of another file before goes with its words.
        cv_rows.remove(known.values(), changes)
    CvText.objects.bulk_create(
        CvText(id=id, file=file, lease_owner="test") for id in known.values()
    )
    outcomes = [
        cv_rows.Outcome(known[number], state, file, text)
        for number, (state, text) in found.items()
    ]
    with writing() as changes:
        cv_rows.put(outcomes, "test", changes)


def now() -> Any:
    return timezone.now()
