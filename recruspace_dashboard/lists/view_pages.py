"""The pages of saved views: all of them, opening one, deleting one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.lists import saved
from recruspace_dashboard.lists.asked import Asked, query_string
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.lists.forms import ViewForm
from recruspace_dashboard.lists.models import SavedView
from recruspace_dashboard.pages.htmx import redirect_to, render_page
from recruspace_dashboard.pages.request import HttpRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def view_list(request: HttpRequest) -> HttpResponse:
    """My views and the team's; with a query, the form that saves it as one."""
    copy = Copy.of(request)
    if not copy.begun():
        return _render(request, {"copy": copy, "library": settings.LIBRARY})
    asked = Asked.of(request.path, request.POST or request.GET)
    form = ViewForm(posted(request), user=request.user, asked=asked)
    if form.is_bound and form.store():
        messages.success(request, _("The view is saved."))
        return redirect_to(request, reverse("views:open", args=[form.instance.pk]))
    if form.is_bound and request.htmx:
        return _errors(request, form)
    views = saved.visible_to(request.user).select_related("owner")
    found = saved.counted(views, request.user, copy)
    context = {
        "form": form if form.is_bound or {"q", "sort"} & request.GET.keys() else None,
        "mine": [one for one in found if one.view.owner_id == request.user.pk],
        "team": [one for one in found if one.view.owner_id != request.user.pk],
        "copy": copy,
        "library": True,
    }
    return _render(request, context, 422 if form.is_bound else 200)


def _render(
    request: HttpRequest, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = render_page(
        request,
        page="lists/views.html",
        fragment="lists/_view_form.html",
        context=context,
    )
    response.status_code = status
    return response


def _errors(request: HttpRequest, form: ViewForm) -> HttpResponse:
    """Only the errors: what was typed stays in the browser."""
    response = render(request, "includes/_form_errors.html", {"form": form}, status=422)
    return reswap(retarget(response, f"#{form.errors_id}"), "outerHTML")


@require_safe
@recruspace_required
def view_open(request: HttpRequest, view_id: int) -> HttpResponse:
    copy = Copy.of(request)
    view = get_object_or_404(saved.visible_to(request.user), pk=view_id)
    if not copy.begun():
        return redirect("views:list")
    if request.method == "GET":
        saved.note_opening(view, request.user, copy)
    said = {"q": view.q, "sort": view.sort, "view": view.pk}
    address = reverse("candidates:find")
    return redirect(address + query_string({k: one for k, one in said.items() if one}))


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def view_delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Asks first, with GET."""
    view = get_object_or_404(saved.visible_to(request.user), pk=view_id)
    if not _may_delete(request, view):
        raise PermissionDenied
    if request.method == "POST":
        view.delete()
        text = _("The view “%(name)s” was deleted.") % {"name": view.name}
        messages.success(request, text)
        return redirect("views:list")
    return render(request, "lists/view_delete.html", {"view": view})


def _may_delete(request: HttpRequest, view: SavedView) -> bool:
    return view.owner_id == request.user.pk or request.user.is_superuser
