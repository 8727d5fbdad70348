from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.accounts.session_data import (
    has_seen_pool,
    pool_name,
    remember_page,
    remember_pool,
)
from recruspace_dashboard.pages.http import (
    HttpRequest,
    go_to,
    posted,
    render_form,
    render_part,
    render_read,
)
from recruspace_dashboard.pages.pagination import PageRequest, Pagination, PastTheEnd
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.pools.forms import DeletePoolForm, PoolForm
from recruspace_dashboard.pools.reading import read_menu, read_pool
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.writes.submit import submit


@require_safe
@recruspace_required
def pool_list(request: HttpRequest) -> HttpResponse:
    pools = request.recruspace.talent_pools.all()
    return render(request, "pools/pool_list.html", {"pools": pools})


@require_safe
@recruspace_required
def pool_menu(request: HttpRequest) -> HttpResponse:
    """The pools at hand in the navigation, loaded when the menu is opened."""
    if not request.htmx:
        return redirect("pools:list")
    part = try_read(lambda: read_menu(request.recruspace))
    return render_read(request, "pools/_pool_menu.html", part, "#pool-menu-list")


@require_safe
@recruspace_required
def pool_detail(request: HttpRequest, pool_id: int) -> HttpResponse:
    page_request = PageRequest.from_query(request.GET)
    try:
        pool, page = read_pool(request.recruspace, pool_id, page_request)
    except PastTheEnd as end:
        return redirect(request.path + page_request.address(end.last))
    remember_page(request.session, pool, page.items)
    return render_part(
        request,
        page="pools/pool_detail.html",
        part="pools/_candidate_table.html",
        context={
            "pool": pool,
            "candidates": page.items,
            "pagination": Pagination(page, pool.candidate_count),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def pool_create(request: HttpRequest) -> HttpResponse:
    form = PoolForm(posted(request))
    if form.is_bound and submit(form, request):
        pool = form.result
        messages.success(
            request, _("The pool “%(name)s” was created.") % {"name": pool.name}
        )
        if pool.id is None:
            return go_to(request, "pools:list")
        return go_to(request, "pools:detail", pool.id)
    return render_form(request, "pools/pool_create.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def pool_rename(request: HttpRequest, pool_id: int) -> HttpResponse:
    form = PoolForm(posted(request), pool_id=pool_id)
    if form.is_bound and submit(form, request):
        messages.success(
            request,
            _("The pool is now called “%(name)s”.") % {"name": form.result.name},
        )
        return go_to(request, "pools:detail", pool_id)
    if not form.is_bound:
        pool = request.recruspace.talent_pools.find(pool_id=pool_id)
        form.initial["name"] = pool.name
    return render_form(request, "pools/pool_rename.html", form, pool_id=pool_id)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def pool_delete(request: HttpRequest, pool_id: int) -> HttpResponse:
    was_there = has_seen_pool(request.session, pool_id)
    form = DeletePoolForm(posted(request), pool_id=pool_id, was_there=was_there)
    if form.is_bound and submit(form, request):
        return _to_what_is_left(request, pool_id)
    try:
        pool = request.recruspace.talent_pools.find(pool_id=pool_id)
    except NotFound:
        if form.may_have_deleted:
            return _to_what_is_left(request, pool_id)
        raise
    remember_pool(request.session, pool)
    return render_form(request, "pools/pool_delete.html", form, pool=pool)


def _to_what_is_left(request: HttpRequest, pool_id: int) -> HttpResponse:
    name = pool_name(request.session, pool_id)
    text = _("The pool “%(name)s” was deleted.") if name else _("The pool was deleted.")
    messages.success(request, text % {"name": name})
    return go_to(request, "pools:list")
