from django.http import HttpResponse
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.alphabet import in_addresses
from recruspace_dashboard.http import HttpRequest, render_part

# With a single letter nearly everybody would be found.
SHORTEST = 2
# Of an e-mail address, as the standards have it.
LONGEST = 254


@require_safe
@recruspace_required
def find(request: HttpRequest) -> HttpResponse:
    email = request.GET.get("email", "").strip()[:LONGEST]
    found = None
    if len(email) >= SHORTEST:
        search = request.recruspace.candidates.search_by_email
        found = search(email=email)
        # A name, as people write it.
        plain = "" if "@" in email else in_addresses(email)
        if not found.items and plain != email and len(plain) >= SHORTEST:
            found = search(email=plain)
    return render_part(
        request,
        page="candidates/find.html",
        part="candidates/_find_results.html",
        context={"email": email, "found": found},
    )
