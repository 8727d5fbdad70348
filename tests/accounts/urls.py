"""The addresses of the dashboard, and one that needs a key and nothing else."""

from django.http import HttpResponse
from django.urls import path

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.urls import urlpatterns as all_addresses


@recruspace_required
def probe(request: HttpRequest, pk: int) -> HttpResponse:
    pools = request.recruspace.talent_pools.list(page=pk, page_size=1)
    return HttpResponse(f"probed {pk} {len(pools.items)}")


urlpatterns = [*all_addresses, path("probe/<int:pk>/", probe, name="probe")]
