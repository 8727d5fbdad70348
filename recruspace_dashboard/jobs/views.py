from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.files.uploads import ask_for_files_again, posted_files
from recruspace_dashboard.jobs.description import safe_description
from recruspace_dashboard.jobs.forms import ApplyForm
from recruspace_dashboard.jobs.questions import answer_description
from recruspace_dashboard.jobs.reading import (
    read_for_applying,
    read_job_post,
    read_job_posts,
)
from recruspace_dashboard.pages.htmx import render_page
from recruspace_dashboard.pages.pagination import PageRequest, Pagination
from recruspace_dashboard.pages.request import HttpRequest, posted
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.services.errors import NotFound, RecruspaceError
from recruspace_dashboard.services.parse import identity
from recruspace_dashboard.services.records import JobPost
from recruspace_dashboard.writes.responses import go_to, render_form
from recruspace_dashboard.writes.submit import submit


@require_safe
@recruspace_required
def job_list(request: HttpRequest) -> HttpResponse:
    requested = PageRequest.from_query(request.GET)
    page = read_job_posts(request.recruspace, requested)
    return render_page(
        request,
        page="jobs/job_list.html",
        fragment="jobs/_job_table.html",
        context={"jobs": page.items, "pagination": Pagination(page)},
    )


@require_safe
@recruspace_required
def job_detail(request: HttpRequest, job_hash: str) -> HttpResponse:
    job, questions_future = read_job_post(request.recruspace, job_hash)
    questions = try_read(questions_future.result)
    context = {
        "job": job,
        "job_hash": job_hash,
        "page_request": _list_page(request),
        "description": safe_description(job.description),
        "questions": [
            (each, answer_description(each)) for each in questions.data or ()
        ],
        "questions_fault": questions.fault,
    }
    return render(request, "jobs/job_detail.html", context)


def _list_page(request: HttpRequest) -> PageRequest | None:
    """The page of the job list that the job was opened from, if the address says so."""
    return PageRequest.from_query(request.GET) if "page" in request.GET else None


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def job_apply(request: HttpRequest, job_hash: str) -> HttpResponse:
    client, data, files = request.recruspace, posted(request), posted_files(request)
    candidate_id = None if data else identity(request.GET.get("candidate")) or None
    form_args: dict[str, Any] = {"job_hash": job_hash, "user": request.user}
    try:
        job, questions, candidate = read_for_applying(client, job_hash, candidate_id)
    except RecruspaceError as error:
        if data is None or isinstance(error, NotFound):
            raise
        form = ApplyForm(data, files, questions=None, **form_args)
        form.refuse_without_questions(error)
        return _form_page(request, form, None)
    form = ApplyForm(data, files, questions=questions, **form_args)
    if candidate is not None:
        form.prefill(candidate)
    if data is not None and "add_row" in data:
        form = form.with_extra_row(request.POST["add_row"])
    elif form.is_bound and submit(form, request):
        messages.success(request, _applied_message(form, job))
        return go_to(request, form, "jobs:detail", job_hash)
    return _form_page(request, form, job)


def _applied_message(form: ApplyForm, job: JobPost) -> SafeString:
    """The success message, with a link to the candidate if the API gave an id."""
    name = f"{form.cleaned_data['first_name']} {form.cleaned_data['last_name']}"
    candidate: str | SafeString = name
    with suppress(NoReverseMatch):
        address = reverse("candidates:detail", args=[form.result.id])
        candidate = format_html('<a href="{}">{}</a>', address, name)
    text = _("%(name)s applied for “%(title)s”.")
    template = text % {"name": "{name}", "title": "{title}"}
    return format_html(template, name=candidate, title=job.title)


def _form_page(
    request: HttpRequest, form: ApplyForm, job: JobPost | None
) -> HttpResponse:
    """The whole page; for htmx only what has changed: errors and uploaded files."""
    as_fragment = bool(request.htmx and form.is_bound)
    if form.is_bound and not as_fragment:
        ask_for_files_again(form)
    response = render_form(request, "jobs/job_apply.html", form, job=job)
    if as_fragment:
        response.write(render_to_string("jobs/_refused_parts.html", {"form": form}))
    return response
