from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.files.uploads import choose_again, posted_files
from recruspace_dashboard.jobs.description import safe_description
from recruspace_dashboard.jobs.forms import ApplyForm
from recruspace_dashboard.jobs.questions import in_words
from recruspace_dashboard.jobs.reading import (
    read_for_applying,
    read_job_post,
    read_job_posts,
)
from recruspace_dashboard.pages.http import (
    HttpRequest,
    go_to,
    posted,
    render_form,
    render_part,
)
from recruspace_dashboard.pages.pagination import PageRequest, Pagination, PastTheEnd
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.services.errors import NotFound, RecruspaceError
from recruspace_dashboard.services.job_records import JobPost
from recruspace_dashboard.services.parse import identity
from recruspace_dashboard.writes.submit import submit


@require_safe
@recruspace_required
def job_list(request: HttpRequest) -> HttpResponse:
    page_request = PageRequest.from_query(request.GET)
    try:
        page = read_job_posts(request.recruspace, page_request)
    except PastTheEnd as end:
        return redirect(request.path + page_request.address(end.last))
    return render_part(
        request,
        page="jobs/job_list.html",
        part="jobs/_job_table.html",
        context={"jobs": page.items, "pagination": Pagination(page)},
    )


@require_safe
@recruspace_required
def job_detail(request: HttpRequest, job_hash: str) -> HttpResponse:
    job, questions_to_come = read_job_post(request.recruspace, job_hash)
    questions = try_read(questions_to_come.result)
    context = {
        "job": job,
        "job_hash": job_hash,
        "page_request": PageRequest.from_query(request.GET)
        if "page" in request.GET
        else None,
        "description": safe_description(job.description),
        "questions": [(each, in_words(each)) for each in questions.data or ()],
        "questions_fault": questions.fault,
    }
    return render(request, "jobs/job_detail.html", context)


def _list_page(request: HttpRequest) -> PageRequest | None:
    """The page of the list of jobs that a job was opened from, if the address says."""
    return PageRequest.from_query(request.GET) if "page" in request.GET else None


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def job_apply(request: HttpRequest, job_hash: str) -> HttpResponse:
    client, data, files = request.recruspace, posted(request), posted_files(request)
    candidate_id = None if data else identity(request.GET.get("candidate")) or None
    form_of: dict[str, Any] = {"job_hash": job_hash, "user": request.user}
    try:
        job, questions, candidate = read_for_applying(client, job_hash, candidate_id)
    except RecruspaceError as error:
        if data is None or isinstance(error, NotFound):
            raise
        form = ApplyForm(data, files, questions=None, **form_of)
        form.refuse_unread(error)
        return _form_page(request, form, None)
    form = ApplyForm(data, files, questions=questions, **form_of)
    if candidate is not None:
        form.begin_with(candidate)
    if data is not None and "add_row" in data:
        form = form.with_one_more(request.POST["add_row"])
    elif form.is_bound and submit(form, request):
        messages.success(request, _has_applied(form, job))
        return go_to(request, "jobs:detail", job_hash)
    return _form_page(request, form, job)


def _has_applied(form: ApplyForm, job: JobPost) -> SafeString:
    """Who has applied, with the way to them where the API says who that is."""
    name = f"{form.cleaned_data['first_name']} {form.cleaned_data['last_name']}"
    candidate: str | SafeString = name
    with suppress(NoReverseMatch):
        address = reverse("candidates:detail", args=[form.result.id])
        candidate = format_html('<a href="{}">{}</a>', address, name)
    text = _("%(name)s applied for “%(title)s”.")
    places = text % {"name": "{name}", "title": "{title}"}
    return format_html(places, name=candidate, title=job.title)


def _form_page(
    request: HttpRequest, form: ApplyForm, job: JobPost | None
) -> HttpResponse:
    """The page, or for htmx what is new on it: the errors and the uploaded files."""
    in_part = bool(request.htmx and form.is_bound)
    if form.is_bound and not in_part:
        choose_again(form)
    response = render_form(request, "jobs/job_apply.html", form, job=job)
    if in_part:
        response.write(render_to_string("jobs/_refused_parts.html", {"form": form}))
    return response
