"""A candidate's page: everything known, and the forms for a note and a tag."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts import session_data
from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.candidates.origin import Origin, candidate_address
from recruspace_dashboard.candidates.reading import read_opened
from recruspace_dashboard.outbox.history import entry_of, history_of
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.verdicts.panel import panel_of
from recruspace_dashboard.writes.drafts import restore_draft
from recruspace_dashboard.writes.note_forms import NoteForm, TagForm
from recruspace_dashboard.writes.responses import render_form
from recruspace_dashboard.writes.submit import submit


@require_safe
@recruspace_required
def detail(request: HttpRequest, candidate_id: int) -> HttpResponse:
    session, origin = request.session, Origin.from_query(request.GET)
    opened = read_opened(request, candidate_id, origin)
    candidate = opened.candidate
    session_data.add_seen_tags(session, (tag.title for tag in candidate.tags))
    note_form = NoteForm(candidate_id=candidate_id, user=request.user)
    restore_draft(request, note_form, resolve_url("candidates:add_note", candidate_id))
    tag_form = TagForm(candidate_id=candidate_id)
    restore_draft(request, tag_form, resolve_url("candidates:add_tag", candidate_id))
    context = {
        "candidate": candidate,
        "candidate_id": candidate_id,
        "opened": opened,
        "origin": origin,
        "verdict": panel_of(
            request, candidate_id, candidate_address(candidate_id, origin)
        ),
        "note_form": note_form,
        "history": history_of(candidate_id, request.user),
        "tag_form": tag_form,
        "tags_seen": session_data.seen_tags(session),
    }
    return render(request, "candidates/candidate_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def add_note(request: HttpRequest, candidate_id: int) -> HttpResponse:
    origin = Origin.from_query(request.GET)
    address = candidate_address(candidate_id, origin)
    # After an expired session, signing in leads here with GET.
    if request.method != "POST":
        return redirect(address)
    form = NoteForm(request.POST, candidate_id=candidate_id, user=request.user)
    if not submit(form, request):
        page = "candidates/candidate_note.html"
        return render_form(request, page, form, candidate_address=address)
    form.record_next_page(address)
    messages.success(request, _("The note was added."))
    if request.htmx:
        context = {
            "entry": entry_of(form.write, request.user) if form.write else None,
            "note_form": NoteForm(candidate_id=candidate_id, user=request.user),
            "candidate_id": candidate_id,
            "origin": origin,
        }
        return render(request, "candidates/_candidate_note_added.html", context)
    return redirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def add_tag(request: HttpRequest, candidate_id: int) -> HttpResponse:
    origin = Origin.from_query(request.GET)
    address = candidate_address(candidate_id, origin)
    if request.method != "POST":
        return redirect(address)
    form = TagForm(request.POST, candidate_id=candidate_id)
    if not submit(form, request):
        page = "candidates/candidate_tag.html"
        return render_form(request, page, form, candidate_address=address)
    session_data.add_seen_tags(request.session, [form.result.title])
    tell = messages.info if form.already else messages.success
    tell(request, form.outcome)
    if request.htmx:
        context = {
            "added": form,
            "tag_form": TagForm(candidate_id=candidate_id),
            "tags_seen": session_data.seen_tags(request.session),
            "candidate_id": candidate_id,
            "origin": origin,
        }
        return render(request, "candidates/_candidate_tag_added.html", context)
    return redirect(address)
