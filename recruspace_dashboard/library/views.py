from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.library.state import state_of
from recruspace_dashboard.library.sync.schedule import make_due
from recruspace_dashboard.library.visible import ask_again, visible_pools
from recruspace_dashboard.pages.htmx import render_page
from recruspace_dashboard.pages.request import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def sync(request: HttpRequest) -> HttpResponse:
    """How far the copy is; posting makes all of it due."""
    visible = visible_pools(request.user, request.recruspace)
    if request.method == "POST":
        if settings.LIBRARY:
            make_due(visible.ids)
            ask_again(request.recruspace)
        return HttpResponseRedirect(reverse("sync"), status=303)
    return render_page(
        request,
        page="library/sync.html",
        fragment="library/_sync_state.html",
        context={
            "is_on": settings.LIBRARY,
            "state": state_of(visible.ids) if settings.LIBRARY else None,
            "visible": visible,
        },
    )
