"""The page of an intake: its files, one of them with its CV, and adding those ready."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import push_url, reswap, retarget

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.intake.adding import stage_ready
from recruspace_dashboard.intake.judging import judge
from recruspace_dashboard.intake.line_form import LineForm, choices_of
from recruspace_dashboard.intake.lines import FIELDS, NEEDED, Line
from recruspace_dashboard.intake.models import Intake
from recruspace_dashboard.intake.page import OpenedIntake
from recruspace_dashboard.intake.views.cv import shown_cv
from recruspace_dashboard.intake.views.finding import find
from recruspace_dashboard.pages.htmx import redirect_to, render_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import parse
from recruspace_dashboard.writes.drafts import delete_draft, restore_draft

PAGE, FRAGMENT = "intake/detail.html", "intake/_intake.html"
LIST_ALONE, FIELDS_ALONE = "intake/_list_alone.html", "intake/_fields_alone.html"
# What renews itself, by the id of its element.
PARTS = {"intake-list": LIST_ALONE, "intake-fields": FIELDS_ALONE}


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def detail(request: HttpRequest, intake_id: int) -> HttpResponse:
    intake = find(request, intake_id)
    page = OpenedIntake.of(request, intake)
    if request.method != "POST":
        return _show(request, page)
    batch = stage_ready(request, page)
    if batch is None and page.ready:
        messages.info(request, _("Another tab has changed this intake just now."))
        return redirect_to(request, page.path)
    if batch is None:
        return _nothing_ready(request, page)
    address = reverse("outbox:batch", args=[batch.pk])
    return HttpResponseRedirect(address, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def fields(request: HttpRequest, intake_id: int, number: int) -> HttpResponse:
    """What the user says of one file; leads to the next that needs a look."""
    intake = find(request, intake_id)
    page = OpenedIntake.of(request, intake, at=number)
    line = page.current
    if request.method != "POST" or line is None or line.number != number:
        # After an expired session, signing in leads here with GET.
        return redirect_to(request, f"{page.path}?at={number}")
    if not line.is_open:
        messages.info(request, _("This file cannot be changed any more."))
        return redirect_to(request, page.address)
    form = LineForm(request.POST, line)
    if not form.is_valid():
        return _refused(request, page, form)
    form.keep()
    delete_draft(request)
    return _lead_on(request, page, line, form)


def _show(request: HttpRequest, page: OpenedIntake) -> HttpResponse:
    """The whole page, or for htmx the part that it asks for."""
    part = PARTS.get(request.htmx.target or "", FRAGMENT)
    was = parse.identity(request.GET.get("was"))
    line, shown = page.current, "cv" in request.GET
    if part == FIELDS_ALONE and line and (line.number != was or _has(line) != shown):
        # Another one is looked at by now, or its CV is here by now.
        response = _render(request, page, FRAGMENT, None, {})
        return reswap(retarget(response, "#intake"), "outerHTML")
    return _render(request, page, part, None, {})


def _render(
    request: HttpRequest,
    page: OpenedIntake,
    part: str,
    form: LineForm | None,
    context: dict[str, Any],
) -> HttpResponse:
    of_file = {} if part == LIST_ALONE else _of_file(request, page, form)
    context = {**of_file, **context, "page": page, "line": page.current}
    return render_page(request, PAGE, part, context)


def _of_file(
    request: HttpRequest, page: OpenedIntake, form: LineForm | None
) -> dict[str, Any]:
    line = page.current
    if line is None:
        return {}
    if form is None and line.is_open:
        form = LineForm(None, line)
        if not request.htmx:
            restore_draft(request, form, _fields_address(page.intake, line))
    focus = _focus(form, line) if form else ""
    if form and focus in FIELDS:
        form.fields[focus].widget.attrs["autofocus"] = True
    file = line.file
    cv = shown_cv(page.intake.pk, file.number).named(line.name) if _has(line) else None
    at = f"at={line.number}&" if "at" in request.GET else ""
    return {
        "form": form,
        "cv": cv,
        "renew_address": f"{page.path}?{at}was={line.number}{'&cv' if cv else ''}",
        "ahead": _ahead(page, line),
        "focus": focus,
        "fields_address": _fields_address(page.intake, line),
        "choice": line.default_choice,
        "choices": choices_of(line),
        "line_fields": [_shown(form, line, name) for name in FIELDS] if form else [],
    }


def _has(line: Line) -> bool:
    """Whether its CV can be shown."""
    return line.file.file is not None


def _ahead(page: OpenedIntake, line: Line) -> str:
    """The address of the CV that is likely asked for next."""
    following = page.next_to_look_at(line)
    if following is None or not _has(following):
        return ""
    return shown_cv(page.intake.pk, following.number).pages


def _shown(form: LineForm, line: Line, name: str) -> dict[str, Any]:
    """A field as it is shown, with how sure it is."""
    told, unsure = line.fields[name], name in line.unsure
    return {
        "bound": form[name],
        "is_unsure": unsure,
        "is_missing": unsure and not told.value,
        "in_cv": told.in_cv,
        "optional": name not in NEEDED,
    }


def _fields_address(intake: Intake, line: Line) -> str:
    return reverse("intake:fields", args=[intake.pk, line.number])


def _focus(form: LineForm, line: Line) -> str:
    """What gets the focus: the first field that is not sure, who is there, or the
    button."""
    if wrong := next((one for one in form.fields if one in form.errors), ""):
        return wrong
    if line.known or line.twin:
        return "choice"
    return next(iter(line.unsure), "button")


def _refused(request: HttpRequest, page: OpenedIntake, form: LineForm) -> HttpResponse:
    """htmx gets only the errors: what was typed stays in the browser."""
    if not request.htmx:
        response = _render(request, page, FRAGMENT, form, {})
        response.status_code = 422
        return response
    context = {"form": form}
    response = render(request, "includes/_form_errors.html", context, status=422)
    return reswap(retarget(response, f"#{form.errors_id}"), "outerHTML")


def _lead_on(
    request: HttpRequest, page: OpenedIntake, before: Line, form: LineForm
) -> HttpResponse:
    """To the next that needs a look; not before somebody was seen who is there."""
    page, line = page.renewed(request, before)
    unseen = {one.id for one in line.strong} - form.seen
    is_new_twin = line.twin is not None and before.twin is None
    context: dict[str, Any] = {}
    if form.is_added and (unseen or is_new_twin):
        line.file.choice, line.file.confirmed = "", False
        line.file.save(update_fields=["choice", "confirmed"])
        judge(page.lines)
        context["look_first"] = True
    elif following := page.next_to_look_at(before):
        page = page.at(following)
    else:
        waits = page.is_reading or page.missing
        context |= {"all_checked": True, "focus": "button" if waits else "add"}
    if not request.htmx:
        return HttpResponseRedirect(page.address)
    response = _render(request, page, FRAGMENT, None, context)
    return push_url(response, page.address)


def _nothing_ready(request: HttpRequest, page: OpenedIntake) -> HttpResponse:
    response = _render(request, page, FRAGMENT, None, {"nothing_ready": True})
    response.status_code = 422
    return response
