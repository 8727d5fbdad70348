"""Finds candidates in Recruspace by their e-mail address."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.pagination import LARGEST_PAGE
from recruspace_dashboard.services.records import Candidate, CandidateMatch
from recruspace_dashboard.writes.forms import CreatedRecord, is_created_since

# Check created_at of at most this many matches, newest first.
MAX_CANDIDATES_READ = 3


def find_by_email(client: RecruspaceClient, email: str) -> CandidateMatch | None:
    """A candidate with this e-mail; None if there is none or the search fails."""
    try:
        return next(iter(_matches(client.uncached(), email)), None)
    except RecruspaceError:
        return None


def find_created_candidate(
    client: RecruspaceClient,
    email: str,
    sent_at: datetime,
    *,
    exclude_id: int | None = None,
    is_it: Callable[[Candidate], bool] = lambda found: True,
) -> CreatedRecord | None:
    """A candidate with this e-mail added since `sent_at`, except `exclude_id` and those
    of whom `is_it` says no.

    Raises `RecruspaceError`.
    """
    ids = {match.id for match in _matches(client, email)} - {None, exclude_id}
    for candidate_id in sorted(filter(None, ids), reverse=True)[:MAX_CANDIDATES_READ]:
        candidate = client.candidates.get(candidate_id=candidate_id)
        if is_created_since(candidate.created_at, sent_at, client) and is_it(candidate):
            address = reverse("candidates:detail", args=[candidate_id])
            return CreatedRecord(candidate.name, address, candidate)
    return None


def is_in(
    client: RecruspaceClient,
    found: Candidate,
    talent_pool_id: int | None,
    job_post: str,
) -> bool:
    """Whether a candidate is at a job post or in a pool. Raises `RecruspaceError`."""
    if job_post:
        return found.job_post is not None and found.job_post.hash == job_post
    if talent_pool_id is None:
        # A form asks, and shows what was found.
        return True
    # Get Candidate names no pool.
    pages = client.talent_pools.walk_candidates(pool_id=talent_pool_id)
    return any(one.id == found.id for page in pages for one in page.items)


def _matches(client: RecruspaceClient, email: str) -> list[CandidateMatch]:
    # The search also finds longer addresses that contain this one.
    found = client.candidates.search_by_email(email=email, page_size=LARGEST_PAGE)
    return [match for match in found.items if same_email(match.email, email)]


def same_email(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
