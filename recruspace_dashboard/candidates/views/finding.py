from dataclasses import replace
from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.pages.alphabet import email_spelling
from recruspace_dashboard.pages.htmx import render_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import CandidateMatch

# With a single letter nearly everybody would be found.
SHORTEST = 2
# Of an e-mail address, as the standards have it.
LONGEST = 254


@require_safe
@recruspace_required
def find(request: HttpRequest) -> HttpResponse:
    email = request.GET.get("email", "").strip()[:LONGEST]
    found = _find(request.recruspace, email) if len(email) >= SHORTEST else None
    return render_page(
        request,
        page="candidates/find.html",
        fragment="candidates/_find_results.html",
        context={"email": email, "found": found},
    )


def _find(client: RecruspaceClient, text: str) -> Page[CandidateMatch]:
    """Those whose address holds the text; where it is nobody's, those whose address
    holds each word of it, as names are written there."""
    search = client.candidates.search_by_email
    found, words = search(email=text), email_spelling(text).casefold().split()
    longest = max(words, key=len, default="")
    said_already = longest == text.casefold() or "@" in text
    if found.items or said_already or len(longest) < SHORTEST:
        return found
    named = search(email=longest, page_size=LARGEST_PAGE)
    return replace(named, items=tuple(filter(partial(_has, words), named.items)))


def _has(words: list[str], match: CandidateMatch) -> bool:
    address = match.email.casefold()
    return all(word in address for word in words)
