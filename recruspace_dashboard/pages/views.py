from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from recruspace_dashboard.pages.next_page import htmx_current_path
from recruspace_dashboard.pages.request import HttpRequest

# Where there are more keys than on every page, by the name of the view.
PLACES = {
    "candidates:find": "list",
    "pools:detail": "list",
    "candidates:find_by_email": "rows",
    "pools:list": "rows",
    "jobs:list": "rows",
    "jobs:detail": "rows",
    "candidates:detail": "candidate",
    "review": "review",
    "intake:detail": "intake",
}


@require_safe
def key_list(request: HttpRequest) -> HttpResponse:
    """The list of keyboard shortcuts that work on the page, loaded when it is
    opened."""
    if not request.htmx:
        return redirect("home")
    return render(request, "includes/_key_list.html", {"place": _place(request)})


def _place(request: HttpRequest) -> str:
    path = (htmx_current_path(request) or "").partition("?")[0]
    try:
        return PLACES.get(resolve(path).view_name, "")
    except Resolver404:
        return ""
