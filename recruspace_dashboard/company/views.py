from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.http import HttpRequest
from recruspace_dashboard.parts import raise_if_all_failed, read_part
from recruspace_dashboard.services.paging import read_all
from recruspace_dashboard.together import begin


@require_safe
@recruspace_required
def company(request: HttpRequest) -> HttpResponse:
    api = request.recruspace.companies
    offices_to_come = begin(lambda: read_all(lambda page: api.list_offices(page=page)))
    users = read_part(lambda: read_all(lambda page: api.list_users(page=page)))
    offices = read_part(offices_to_come.result)
    raise_if_all_failed(users, offices)
    context = {"users": users, "offices": offices}
    return render(request, "company/company.html", context)
