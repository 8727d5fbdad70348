"""All candidates that the user's key can see, from the copy."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.candidates.views.finding import find_by_email
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copied_listing import copied_listing
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.lists.listing import NOTHING, Empty
from recruspace_dashboard.lists.rendering import render_list
from recruspace_dashboard.lists.saved import view_asked
from recruspace_dashboard.pages.request import HttpRequest


@require_safe
@recruspace_required
def candidates(request: HttpRequest) -> HttpResponse:
    """The list, or while there is no copy the search by e-mail."""
    copy = Copy.of(request)
    if not copy.begun():
        return find_by_email(request, copy)
    asked = Asked.of(request.path, request.GET)
    if "email" in request.GET:
        return redirect(asked.link(q=request.GET["email"]))
    view = view_asked(asked, request.user)
    copied = CopiedList(copy, replace(asked, view=view.pk if view else None))
    listing = copied_listing(
        copied,
        request.user,
        title=_("Candidates"),
        empty=NOTHING if copied.total else _nobody(asked.q),
        filters="filters" in request.GET,
        view=view,
    )
    return render_list(request, "candidates/candidate_list.html", listing, {})


def _nobody(q: str) -> Empty:
    """Recruspace may know candidates who are in no pool."""
    return Empty(
        _("No candidates found"),
        _("Candidates who are in none of your pools can be found by their e-mail."),
        reverse("candidates:find_by_email", query={"email": q} if q else {}),
        _("Find by e-mail"),
    )
