from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from recruspace_dashboard.pages.request import HttpRequest


@require_safe
def key_list(request: HttpRequest) -> HttpResponse:
    """The list of keyboard shortcuts, loaded when it is opened."""
    if not request.htmx:
        return redirect("home")
    return render(request, "includes/_key_list.html")
