from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.pages.alphabet import email_spelling
from recruspace_dashboard.pages.htmx import render_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import CandidateMatch

# A single letter would find nearly all candidates.
MIN_LENGTH = 2
# The longest e-mail address that the standards allow.
MAX_LENGTH = 254


@require_safe
@recruspace_required
def find(request: HttpRequest) -> HttpResponse:
    # The search of every page sends `q`.
    asked = request.GET.get("email") or request.GET.get("q", "")
    email = asked.strip()[:MAX_LENGTH]
    found = _find(request.recruspace, email) if len(email) >= MIN_LENGTH else None
    return render_page(
        request,
        page="candidates/find.html",
        fragment="candidates/_find_results.html",
        context={"email": email, "found": found, "typed": _as_typed(email)},
    )


def _as_typed(text: str) -> str:
    """The query by which the form for a new candidate takes over what was typed."""
    first, _, last = text.rpartition(" ")
    is_name = "@" not in text
    # A single name is more likely the first one.
    name = {"first_name": first.strip() or last, "last_name": last if first else ""}
    fields = name if is_name else {"email": text}
    return urlencode({field: value for field, value in fields.items() if value})


def _find(client: RecruspaceClient, text: str) -> Page[CandidateMatch]:
    """Candidates whose e-mail contains the text; if there are none, those whose e-mail
    contains each of its words, spelled as in addresses."""
    search = client.candidates.search_by_email
    found, words = search(email=text), email_spelling(text).casefold().split()
    longest = max(words, key=len, default="")
    same_search = longest == text.casefold() or "@" in text
    if found.items or same_search or len(longest) < MIN_LENGTH:
        return found
    named = search(email=longest, page_size=LARGEST_PAGE)
    return replace(
        named, items=tuple(filter(partial(_contains_all, words), named.items))
    )


def _contains_all(words: list[str], match: CandidateMatch) -> bool:
    address = match.email.casefold()
    return all(word in address for word in words)
