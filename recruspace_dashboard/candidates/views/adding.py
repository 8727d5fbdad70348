from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.accounts.session_data import pool_name
from recruspace_dashboard.candidates.forms import (
    AddCandidateForm,
    AssignForm,
    TargetForm,
    UploadForm,
)
from recruspace_dashboard.candidates.neighbours import (
    PoolPage,
    address_of,
    with_pool_page,
)
from recruspace_dashboard.candidates.targets import read_targets
from recruspace_dashboard.connection.parallel import begin
from recruspace_dashboard.files.references import FileReference
from recruspace_dashboard.files.uploads import choose_again, posted_files
from recruspace_dashboard.pages.http import HttpRequest, go_to, posted, render_form
from recruspace_dashboard.services import parse
from recruspace_dashboard.services.records import StoredFile
from recruspace_dashboard.writes.drafts import restore_draft
from recruspace_dashboard.writes.submit import submit


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def create(request: HttpRequest) -> HttpResponse:
    form = AddCandidateForm(
        posted(request),
        posted_files(request),
        uploaded=_kept_file(request),
        initial={
            "email": request.GET.get("email", ""),
            "talent_pool_id": request.GET.get("pool", ""),
            "job_post": request.GET.get("job", ""),
        },
    )
    pool_page = PoolPage.from_query(request.GET)
    if form.is_bound and submit(form, request):
        data = form.cleaned_data
        _say_added(request, form, f"{data['first_name']} {data['last_name']}")
        return _to_added(request, form, pool_page)
    _offer_targets(request, form)
    # The name of a pool that was never opened is not known, nor whether there is one.
    pool = pool_name(request.session, pool_page.pool_id) if pool_page else ""
    return render_form(
        request, "candidates/create.html", form, pool_page=pool_page, pool=pool
    )


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def assign(request: HttpRequest, candidate_id: int) -> HttpResponse:
    form = AssignForm(
        posted(request),
        candidate_id=candidate_id,
        uploaded=_kept_file(request),
    )
    pool_page = PoolPage.from_query(request.GET)
    back = address_of(candidate_id, pool_page)
    if form.is_bound and submit(form, request):
        name = form.candidate.name if form.candidate else ""
        if form.there_already:
            text = _("%(name)s is already there. Nothing has changed.")
            messages.info(request, text % {"name": name})
            return go_to(request, back)
        _say_added(request, form, name)
        # Who goes through a pool goes on there, and not with the copy of the person.
        return go_to(request, back) if pool_page else _to_added(request, form)
    client = request.recruspace
    candidate = None if form.is_bound else begin(lambda: form.read_candidate(client))
    _offer_targets(request, form)
    if candidate is not None:
        candidate.result()
    context = {"pool_page": pool_page, "candidate_address": back}
    return render_form(request, "candidates/assign.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def upload(request: HttpRequest) -> HttpResponse:
    candidate_id = parse.identity(request.GET.get("candidate"))
    pool_page = PoolPage.from_query(request.GET)
    back = address_of(candidate_id, pool_page) if candidate_id else ""
    form = UploadForm(posted(request), posted_files(request))
    if form.is_bound and submit(form, request):
        query = {"file": _keep(request, form.result).token}
        if candidate_id is not None:
            query["candidate"] = str(candidate_id)
        return go_to(
            request, with_pool_page(reverse("upload_file", query=query), pool_page)
        )
    uploaded = _kept_file(request)
    if uploaded is not None and not form.is_bound:
        context = {
            "uploaded": uploaded,
            "candidate_id": candidate_id,
            "candidate_address": back,
            "next": _next_step(request, candidate_id),
        }
        return render(request, "candidates/upload_done.html", context)
    if not request.htmx:
        choose_again(form)
    return render_form(request, "candidates/upload.html", form, candidate_address=back)


def _keep(request: HttpRequest, file: StoredFile) -> FileReference:
    return FileReference.keep(file.id or 0, file.name, request.user)


def _kept_file(request: HttpRequest) -> FileReference | None:
    """The uploaded file that `?file=` names; 404 for one this person was not given."""
    token = request.GET.get("file")
    if token is None:
        return None
    kept = FileReference.recall(token, request.user)
    if kept is None:
        raise Http404
    return kept


def _next_step(request: HttpRequest, candidate_id: int | None) -> str:
    """Where the uploaded file is used: for the person it is for, or for a new one."""
    query = {"file": request.GET["file"]}
    if candidate_id is None or candidate_id < 1:
        return reverse("candidates:create", query=query)
    address = reverse("candidates:assign", args=[candidate_id], query=query)
    return with_pool_page(address, PoolPage.from_query(request.GET))


def _offer_targets(request: HttpRequest, form: TargetForm) -> None:
    """Makes a form ready to be shown as a page; htmx shows the errors of one only."""
    if form.is_bound and request.htmx:
        return
    targets = read_targets(request.recruspace)
    if not form.is_bound:
        targets.raise_if_none()
        # A choice that came back is offered also where its list cannot be read.
        restore_draft(request, form)
    form.offer(targets)
    choose_again(form)


def _say_added(request: HttpRequest, form: TargetForm, name: str) -> None:
    """Says who was added, and to which pool, where its name is known."""
    pool_id = form.target()["talent_pool_id"]
    pool = pool_name(request.session, pool_id) if pool_id is not None else ""
    text = _("%(name)s was added to “%(pool)s”.") if pool else _("%(name)s was added.")
    messages.success(request, text % {"name": name, "pool": pool})


def _to_added(
    request: HttpRequest, form: TargetForm, pool_page: PoolPage | None = None
) -> HttpResponse:
    """On to who was added, at the `place` in the pool that they were added to; or to
    where it was, if the API does not say who that is."""
    candidate_id, pool_id = form.result.id, form.target()["talent_pool_id"]
    if candidate_id is not None:
        same = pool_page if pool_page and pool_page.pool_id == pool_id else None
        return go_to(request, address_of(candidate_id, same))
    if pool_id is not None:
        return go_to(request, "pools:detail", pool_id)
    # The API may name a job post in a way that no address is made of.
    with suppress(NoReverseMatch):
        return go_to(request, "jobs:detail", form.target()["job_post"])
    return go_to(request, "jobs:list")
