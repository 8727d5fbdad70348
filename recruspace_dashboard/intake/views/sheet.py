"""The table of candidates that came with the files of an intake."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.intake.arrival import shown_name
from recruspace_dashboard.intake.models import Intake, Sheet
from recruspace_dashboard.intake.sheets import keeping
from recruspace_dashboard.intake.sheets.columns import propose
from recruspace_dashboard.intake.sheets.forms import ColumnsForm
from recruspace_dashboard.intake.sheets.outcome import Outcome
from recruspace_dashboard.intake.sheets.table import Problem, Table
from recruspace_dashboard.intake.views.finding import find
from recruspace_dashboard.pages.request import HttpRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def sheet(request: HttpRequest, intake_id: int) -> HttpResponse:
    """What its columns are, and which rows found their files."""
    intake = find(request, intake_id)
    kept = Sheet.objects.filter(intake=intake).first()
    table = Table.told(kept.table) if kept else None
    if kept is None or table is None:
        return _page(request, intake, kept)
    said = kept.columns or propose(table, keeping.remembered_of(request.user))
    form = ColumnsForm(posted(request), table, said)
    if form.is_bound and form.is_valid():
        keeping.say(kept, form.columns)
        keeping.remember(request.user, table, form.columns)
        return HttpResponseRedirect(f"{request.path}#found", status=303)
    return _page(request, intake, kept, table, form)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def file(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Takes the file of a table in, also in the place of an earlier one."""
    intake = find(request, intake_id)
    address = reverse("intake:sheet", args=[intake_id])
    # After an expired session, signing in leads here with GET.
    if request.method != "POST":
        return HttpResponseRedirect(address)
    upload = request.FILES.get("sheet") or request.FILES.get("file")
    if upload is None:
        kept = Sheet.objects.filter(intake=intake).first()
        return _page(request, intake, kept, error=_("Choose a file."))
    try:
        keeping.put(intake, shown_name(upload.name or ""), upload.read())
    except Intake.DoesNotExist:
        raise Http404 from None
    return HttpResponseRedirect(address, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def delete(request: HttpRequest, intake_id: int) -> HttpResponse:
    intake = find(request, intake_id)
    if request.method != "POST":
        return redirect("intake:sheet", intake_id)
    keeping.remove(intake)
    messages.success(request, _("The table is removed."))
    return redirect("intake:detail", intake_id)


def _page(
    request: HttpRequest,
    intake: Intake,
    kept: Sheet | None,
    table: Table | None = None,
    form: ColumnsForm | None = None,
    error: str = "",
) -> HttpResponse:
    context = {
        "intake": intake,
        "sheet": kept,
        "table": table,
        "form": form,
        "error": error,
        "problem": Problem(kept.problem).label if kept and kept.problem else "",
        "outcome": Outcome.of(kept, table) if kept and kept.found and table else None,
    }
    refused = error or (form is not None and form.errors)
    status = 422 if refused else 200
    return render(request, "intake/sheet.html", context, status=status)
