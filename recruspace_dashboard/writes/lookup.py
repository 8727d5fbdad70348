"""Who is in Recruspace already, by their e-mail address."""

from datetime import datetime

from django.urls import reverse

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.pagination import LARGEST_PAGE
from recruspace_dashboard.services.records import CandidateMatch
from recruspace_dashboard.writes.forms import Found, is_made_since

# Of so many people with one address, the newest, it is looked when they came.
MOST_READ = 3


def find_known(client: RecruspaceClient, email: str) -> CandidateMatch | None:
    """The person with this address; None where there is none or the search fails."""
    try:
        return next(iter(_with_address(client.uncached(), email)), None)
    except RecruspaceError:
        return None


def find_added(
    client: RecruspaceClient,
    email: str,
    sent_at: datetime,
    *,
    but: int | None = None,
) -> Found | None:
    """Who was added since then with this address, another than the person `but`."""
    ids = {match.id for match in _with_address(client, email)} - {None, but}
    for candidate_id in sorted(filter(None, ids), reverse=True)[:MOST_READ]:
        candidate = client.candidates.get(candidate_id=candidate_id)
        if is_made_since(candidate.created_at, sent_at):
            address = reverse("candidates:detail", args=[candidate_id])
            return Found(candidate.name, address)
    return None


def _with_address(client: RecruspaceClient, email: str) -> list[CandidateMatch]:
    # The search takes a part of an address, so it finds longer ones too.
    found = client.candidates.search_by_email(email=email, page_size=LARGEST_PAGE)
    return [match for match in found.items if same_address(match.email, email)]


def same_address(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
