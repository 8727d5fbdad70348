from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.accounts.session_data import add_seen_pools, seen_pool_name
from recruspace_dashboard.candidates.already_there import beside, beside_typed
from recruspace_dashboard.candidates.forms import (
    AddCandidateForm,
    AssignForm,
    TargetForm,
    UploadForm,
)
from recruspace_dashboard.candidates.origin import Origin, candidate_address
from recruspace_dashboard.candidates.targets import read_targets
from recruspace_dashboard.connection.parallel import run_in_thread
from recruspace_dashboard.files.references import FileReference
from recruspace_dashboard.files.uploads import ask_for_files_again, posted_files
from recruspace_dashboard.library import live
from recruspace_dashboard.pages.request import HttpRequest, posted
from recruspace_dashboard.services import parse
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.records import StoredFile
from recruspace_dashboard.writes.drafts import restore_draft
from recruspace_dashboard.writes.responses import go_to, render_form
from recruspace_dashboard.writes.submit import submit


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def create(request: HttpRequest) -> HttpResponse:
    form = AddCandidateForm(
        posted(request),
        posted_files(request),
        uploaded=_uploaded_file(request),
        initial={
            "first_name": request.GET.get("first_name", ""),
            "last_name": request.GET.get("last_name", ""),
            "email": request.GET.get("email", ""),
            "talent_pool_id": request.GET.get("pool", ""),
            "job_post": request.GET.get("job", ""),
        },
    )
    origin = Origin.from_query(request.GET)
    if form.is_bound and submit(form, request):
        live.candidate_added(form.target()["talent_pool_id"], form.result)
        data = form.cleaned_data
        _add_success_message(request, form, f"{data['first_name']} {data['last_name']}")
        return _redirect_to_added(request, form, origin)
    _prepare_page(request, form)
    context: dict[str, Any] = {
        "origin": origin,
        "pool": seen_pool_name(request.session, origin.pool_id or 0),
    }
    if not (form.is_bound and request.htmx):
        context |= beside(request, form)
    return render_form(request, "candidates/create.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def known(request: HttpRequest) -> HttpResponse:
    """Who is likely there already, while the form is filled in. It makes no call."""
    if request.method != "POST" or not request.htmx:
        return redirect("candidates:create")
    context = beside_typed(request, request.POST) | {"is_fragment": True}
    return render(request, "candidates/_already_there.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def assign(request: HttpRequest, candidate_id: int) -> HttpResponse:
    form = AssignForm(
        posted(request),
        candidate_id=candidate_id,
        uploaded=_uploaded_file(request),
    )
    origin = Origin.from_query(request.GET)
    back = candidate_address(candidate_id, origin)
    if form.is_bound and submit(form, request):
        name = form.candidate.name if form.candidate else ""
        if form.already:
            text = _("%(name)s is already there. Nothing has changed.")
            messages.info(request, text % {"name": name})
            return go_to(request, form, back)
        _add_success_message(request, form, name)
        if origin.list_page is None:
            return _redirect_to_added(request, form, Origin())
        # A user who goes through a list stays there, and does not see the new record.
        return go_to(request, form, back)
    read = partial(form.read_candidate, request.recruspace)
    candidate = None if form.is_bound else run_in_thread(read)
    _prepare_page(request, form)
    if candidate is not None:
        candidate.result()
    context = {"origin": origin, "candidate_address": back}
    return render_form(request, "candidates/assign.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def upload(request: HttpRequest) -> HttpResponse:
    candidate_id = parse.identity(request.GET.get("candidate"))
    origin = Origin.from_query(request.GET)
    back = candidate_address(candidate_id, origin) if candidate_id else ""
    form = UploadForm(posted(request), posted_files(request))
    if form.is_bound and submit(form, request):
        query = {"file": _reference_to(request, form.result).token}
        if candidate_id is not None:
            query["candidate"] = str(candidate_id)
        return go_to(
            request,
            form,
            origin.added_to(reverse("upload_file", query=query)),
        )
    uploaded = _uploaded_file(request)
    if uploaded is not None and not form.is_bound:
        context = {
            "uploaded": uploaded,
            "candidate_id": candidate_id,
            "candidate_address": back,
            "next": _next_step(request, candidate_id),
        }
        return render(request, "candidates/upload_done.html", context)
    if not request.htmx:
        ask_for_files_again(form)
    return render_form(request, "candidates/upload.html", form, candidate_address=back)


def _reference_to(request: HttpRequest, file: StoredFile) -> FileReference:
    return FileReference.sign(file.id or 0, file.name, request.user)


def _uploaded_file(request: HttpRequest) -> FileReference | None:
    """The uploaded file that `?file=` names; 404 if it is not this user's."""
    token = request.GET.get("file")
    if token is None:
        return None
    uploaded = FileReference.from_token(token, request.user)
    if uploaded is None:
        raise Http404
    return uploaded


def _next_step(request: HttpRequest, candidate_id: int | None) -> str:
    """Where the uploaded file is used: for the given candidate, or for a new one."""
    query = {"file": request.GET["file"]}
    if candidate_id is None or candidate_id < 1:
        return reverse("candidates:create", query=query)
    address = reverse("candidates:assign", args=[candidate_id], query=query)
    return Origin.from_query(request.GET).added_to(address)


def _prepare_page(request: HttpRequest, form: TargetForm) -> None:
    """Prepares a form for a whole page; htmx shows only its errors."""
    if form.is_bound and request.htmx:
        return
    targets = read_targets(request.recruspace)
    if not form.is_bound:
        targets.raise_if_both_failed()
        # Before the lists, so that a restored choice is offered even without its list.
        restore_draft(request, form)
    form.set_choices(targets)
    if not isinstance(targets.pools, RecruspaceError):
        # So that it can be said where somebody was added.
        add_seen_pools(request.session, targets.pools)
    ask_for_files_again(form)


def _add_success_message(request: HttpRequest, form: TargetForm, name: str) -> None:
    """Says who was added, and to which pool."""
    pool_id = form.target()["talent_pool_id"]
    pool = seen_pool_name(request.session, pool_id) if pool_id is not None else ""
    text = _("%(name)s was added to “%(pool)s”.") if pool else _("%(name)s was added.")
    messages.success(request, text % {"name": name, "pool": pool})


def _redirect_to_added(
    request: HttpRequest, form: TargetForm, origin: Origin
) -> HttpResponse:
    """Redirects to the added candidate, with `origin` if they were added there.

    If the API does not say who was added, redirects to the pool or job post.
    """
    candidate_id, pool_id = form.result.id, form.target()["talent_pool_id"]
    if candidate_id is not None:
        if origin.list_page:
            same = origin.pool_id == pool_id
        else:
            same = origin.job == form.target()["job_post"]
        place = origin if same else Origin()
        return go_to(request, form, candidate_address(candidate_id, place))
    if pool_id is not None:
        return go_to(request, form, "pools:detail", pool_id)
    # The hash of a job post may not fit into our addresses.
    with suppress(NoReverseMatch):
        return go_to(request, form, "jobs:detail", form.target()["job_post"])
    return go_to(request, form, "jobs:list")
