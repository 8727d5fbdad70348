from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.pages.next_page import safe_next_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.verdicts.forms import VerdictForm
from recruspace_dashboard.verdicts.panel import panel_of
from recruspace_dashboard.writes.responses import render_form


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def verdict(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Gives the user's verdict on a candidate, or takes it back."""
    wanted = safe_next_page(request)
    back = wanted or resolve_url("candidates:detail", candidate_id)
    # After an expired session, signing in leads here with GET.
    if request.method != "POST":
        return HttpResponseRedirect(back)
    form = VerdictForm(request.POST, request=request, candidate_id=candidate_id)
    if not form.store():
        panel = panel_of(request, candidate_id, wanted, form)
        page = "verdicts/verdict.html"
        return render_form(request, page, form, panel=panel, candidate_address=back)
    if request.htmx:
        context = {"panel": panel_of(request, candidate_id, wanted)}
        return render(request, "verdicts/_verdict.html", context)
    given = form.cleaned_data["verdict"]
    messages.success(
        request,
        _("Your verdict is kept.") if given else _("Your verdict was taken back."),
    )
    return HttpResponseRedirect(back)
