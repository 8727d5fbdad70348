from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.connection.parallel import beside
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import raise_if_all_failed, try_read


@require_safe
@recruspace_required
def company(request: HttpRequest) -> HttpResponse:
    client = request.recruspace
    offices_future = beside(client, lambda known: known.companies.all_offices())
    users = try_read(client.companies.all_users)
    offices = try_read(offices_future.result)
    raise_if_all_failed(users, offices)
    context = {"users": users, "offices": offices}
    return render(request, "company/company.html", context)
