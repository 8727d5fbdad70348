"""Reading through a list, one candidate after the other."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts import session_data
from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.outbox.history import history_of
from recruspace_dashboard.pages.htmx import is_prefetch, redirect_to, render_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.review.place import Place
from recruspace_dashboard.review.reading import Reviewed, read_reviewed
from recruspace_dashboard.review.through import Through
from recruspace_dashboard.verdicts.panel import panel_of
from recruspace_dashboard.writes.drafts import restore_draft
from recruspace_dashboard.writes.note_forms import NoteForm, TagForm


@require_safe
@recruspace_required
def review(request: HttpRequest) -> HttpResponse:
    """The candidate whom the address names, or the first of the page, in their list."""
    through, copy = Through.of(request.GET), Copy.of(request)
    if not copy.begun(through.within):
        return _not_offered(request, through)
    copied = CopiedList(copy, through.asked, through.within)
    place = Place.of(copied, through.at)
    reviewed = None
    if place is not None:
        reviewed = read_reviewed(request, copied, through, place)
    if reviewed is None:
        return _nobody(request, through)
    if is_prefetch(request):
        # What is not as it should be is asked for again when it is opened.
        if reviewed.fault or request.recruspace.stale:
            return HttpResponse(status=204)
        return _render(request, reviewed, {})
    return _render(request, reviewed, _drafted(request, reviewed.candidate.id or 0))


def _render(
    request: HttpRequest, reviewed: Reviewed, drafted: dict[str, Any]
) -> HttpResponse:
    candidate_id = reviewed.candidate.id or 0
    context = {
        "reviewed": reviewed,
        "candidate": reviewed.candidate,
        "candidate_id": candidate_id,
        # As the parts of a candidate's page expect it.
        "opened": reviewed,
        "origin": reviewed.origin,
        "verdict": panel_of(request, candidate_id, reviewed.address),
        "note_form": NoteForm(candidate_id=candidate_id, user=request.user),
        "tag_form": TagForm(candidate_id=candidate_id),
        "history": history_of(candidate_id, request.user),
        "tags_seen": session_data.seen_tags(request.session),
    }
    return render_page(
        request,
        page="review/review.html",
        fragment="review/_review.html",
        context=context | drafted,
    )


def _drafted(request: HttpRequest, candidate_id: int) -> dict[str, Any]:
    """The forms with what was typed before a session ended."""
    note_form = NoteForm(candidate_id=candidate_id, user=request.user)
    restore_draft(request, note_form, resolve_url("candidates:add_note", candidate_id))
    tag_form = TagForm(candidate_id=candidate_id)
    restore_draft(request, tag_form, resolve_url("candidates:add_tag", candidate_id))
    return {"note_form": note_form, "tag_form": tag_form}


def _nobody(request: HttpRequest, through: Through) -> HttpResponse:
    """The list is empty, or the candidate is not found in it."""
    if is_prefetch(request):
        return HttpResponse(status=204)
    if through.at is not None:
        messages.info(request, _("This candidate is not in the list any more."))
        return redirect(through.beginning)
    return _instead(request, {"back_address": through.back()})


def _not_offered(request: HttpRequest, through: Through) -> HttpResponse:
    """The copy that it reads from is not there: says why."""
    if is_prefetch(request):
        return HttpResponse(status=204)
    return _instead(
        request,
        {
            "back_address": through.back(),
            "without_copy": True,
            "library": settings.LIBRARY,
        },
    )


def _instead(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if request.htmx:
        return redirect_to(request, request.get_full_path())
    return render(request, "review/instead.html", context)
