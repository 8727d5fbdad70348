"""Deletes an intake with its files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.intake import retention
from recruspace_dashboard.intake.views.finding import find
from recruspace_dashboard.pages.htmx import redirect_to
from recruspace_dashboard.pages.request import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def delete(request: HttpRequest, intake_id: int) -> HttpResponse:
    intake = find(request, intake_id)
    # After an expired session, signing in leads here with GET.
    if request.method != "POST":
        return redirect("intake:detail", intake_id)
    retention.delete(intake)
    messages.success(request, _("The intake and its files are deleted."))
    return redirect_to(request, reverse("intake:start"))
