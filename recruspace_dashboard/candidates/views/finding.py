from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.pages.alphabet import email_spelling
from recruspace_dashboard.pages.htmx import render_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import CandidateMatch

# A single letter would find nearly all candidates.
MIN_LENGTH = 2
# So many pages of a hundred are looked at for the words of a name.
MOST_PAGES = 10
# The longest e-mail address that the standards allow.
MAX_LENGTH = 254


@require_safe
@recruspace_required
def find(request: HttpRequest) -> HttpResponse:
    """Finds candidates live by their e-mail address, also those who are in no pool."""
    return find_by_email(request)


def find_by_email(request: HttpRequest, copy: Copy | None = None) -> HttpResponse:
    """The search by e-mail; with `copy`, in place of the list of all candidates while
    that is not there."""
    # The search of every page sends `q`.
    asked = request.GET.get("email") or request.GET.get("q", "")
    email = asked.strip()[:MAX_LENGTH]
    found = _find(request.recruspace, email) if len(email) >= MIN_LENGTH else None
    return render_page(
        request,
        page="candidates/find.html",
        fragment="candidates/_find_results.html",
        context={
            "email": email,
            "found": found,
            "typed": _as_typed(email),
            "copy": copy,
            "library": settings.LIBRARY,
        },
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
    named: list[CandidateMatch] = []
    for number in range(1, MOST_PAGES + 1):
        page = search(email=longest, page=number, page_size=LARGEST_PAGE)
        named += filter(partial(_contains_all, words), page.items)
        if not page.has_next:
            break
    total = None if page.has_next else len(named)
    return replace(page, items=tuple(named), total=total)


def _contains_all(words: list[str], match: CandidateMatch) -> bool:
    address = match.email.casefold()
    return all(word in address for word in words)
