"""New candidates with a file that waits, and a batch of them."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User

from recruspace_dashboard.files import waiting
from recruspace_dashboard.outbox.staging_new import NewCandidate, Row, stage_new
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Batch, Write
from tests.sample_files import PDF
from tests.writes.sending import rested

CONTENT = PDF + bytes(range(256)) * 2000


def newcomer(user: User, number: int = 1, **more: Any) -> NewCandidate:
    content = CONTENT + str(number).encode()
    given = {
        "first_name": "Zeynep",
        "last_name": f"Ak{number}",
        "email": f"zeynep{number}@example.org",
        "file": waiting.put(user, [content], 10**7),
        "cv_name": f"Özgeçmiş {number}.pdf",
        "cv_type": "application/pdf",
        "tags": ("Remote", "Go"),
        "note": "Met at the fair.",
    }
    return NewCandidate(**given | more)


def sent(user: User, rows: Sequence[Row]) -> Batch:
    """One whose time to undo is over."""
    batch = stage_new(user, rows)
    assert batches.start(batch)
    rested(batch)
    return batch


def rows_of(batch: Batch) -> list[tuple[str, str]]:
    rows = batch.writes.order_by("pk")
    return list(rows.values_list("action", "state"))


def first(batch: Batch) -> Write:
    return batch.writes.filter(action="candidate").earliest("pk")


def made(company: Company, batch: Batch) -> list[Candidate]:
    """Those whom Recruspace has, in the order of the writes."""
    emails = [one.arguments["email"] for one in batch.writes.filter(action="candidate")]
    everybody = company.candidates.values()
    return [one for email in emails for one in everybody if one.email == email]


def elsewhere(company: Company) -> Pool:
    return next(iter(company.pools.values()))
