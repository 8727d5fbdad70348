from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.library.query.help import LINES
from recruspace_dashboard.lists.columns import Columns, save_columns
from recruspace_dashboard.pages.htmx import render_page
from recruspace_dashboard.pages.next_page import htmx_current_path, safe_next_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.verdicts.query import HELP as VERDICTS


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """The form for the columns of lists; once they are stored, it leads back."""
    back = safe_next_page(request)
    if request.method == "POST":
        save_columns(request.user, request.POST.getlist("columns"))
        back = _without_view(back)
        return HttpResponseRedirect(back or resolve_url("home"))
    return render_page(
        request,
        page="lists/columns.html",
        fragment="lists/_column_form.html",
        context={
            "columns": Columns.of(request.user),
            "next": back or htmx_current_path(request) or "",
        },
    )


def _without_view(address: str) -> str:
    """The same list, no longer as a view that has its own columns."""
    path, _mark, query = address.partition("?")
    said = QueryDict(query, mutable=True)
    return f"{path}?{said.urlencode()}" if said.pop("view", None) else address


@require_safe
def query_help(request: HttpRequest) -> HttpResponse:
    """How to write a query."""
    return render_page(
        request,
        page="lists/help.html",
        fragment="lists/_query_help.html",
        context={"lines": [*LINES, VERDICTS]},
    )
