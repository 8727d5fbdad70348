from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts.access import (
    may_delete_pools,
    pool_deletion_required,
    recruspace_required,
)
from recruspace_dashboard.accounts.session_data import (
    add_seen_page,
    add_seen_pool,
    has_seen_pool,
    seen_pool_name,
)
from recruspace_dashboard.library import live
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.rendering import render_list
from recruspace_dashboard.pages.alphabet import pool_order
from recruspace_dashboard.pages.htmx import render_result
from recruspace_dashboard.pages.request import HttpRequest, afterwards, posted
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.pools.forms import DeletePoolForm, PoolForm
from recruspace_dashboard.pools.listing import pool_listing, searched_pool
from recruspace_dashboard.pools.reading import read_menu, read_pool
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.writes.responses import go_to, render_form
from recruspace_dashboard.writes.submit import submit


@require_safe
@recruspace_required
def pool_list(request: HttpRequest) -> HttpResponse:
    pools = sorted(request.recruspace.talent_pools.all(), key=pool_order)
    context = {"pools": pools, "may_delete": may_delete_pools(request.user)}
    return render(request, "pools/pool_list.html", context)


@require_safe
@recruspace_required
def pool_menu(request: HttpRequest) -> HttpResponse:
    """The pools in the navigation's menu, loaded when it is opened."""
    if not request.htmx:
        return redirect("pools:list")
    menu = try_read(lambda: read_menu(request.recruspace))
    return render_result(request, "pools/_pool_menu.html", menu, "#pool-menu-list")


@require_safe
@recruspace_required
def pool_detail(request: HttpRequest, pool_id: int) -> HttpResponse:
    """The pool's candidates: as the API gives them, or from the copy if anything is
    asked."""
    asked = Asked.of(request.path, request.GET)
    with_filters = "filters" in request.GET
    pool, listing, page = None, None, None
    if asked or with_filters:
        pool, listing = searched_pool(request, pool_id, asked, filters=with_filters)
    if listing is None:
        pool, page = read_pool(request.recruspace, pool_id, asked.page_request)
        add_seen_page(request.session, pool, page.items)
        listing = pool_listing(pool, page, asked, request.user)
    response = render_list(
        request,
        page="pools/pool_detail.html",
        listing=listing,
        context={"pool": pool, "may_delete": may_delete_pools(request.user)},
    )
    if page is not None:
        afterwards(response, partial(live.saw_pool_page, pool_id, page))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def pool_create(request: HttpRequest) -> HttpResponse:
    form = PoolForm(posted(request))
    if form.is_bound and submit(form, request):
        pool = form.result
        live.pools_changed(request.recruspace)
        messages.success(
            request, _("The pool “%(name)s” was created.") % {"name": pool.name}
        )
        if pool.id is None:
            return go_to(request, form, "pools:list")
        return go_to(request, form, "pools:detail", pool.id)
    return render_form(request, "pools/pool_create.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def pool_rename(request: HttpRequest, pool_id: int) -> HttpResponse:
    form = PoolForm(posted(request), pool_id=pool_id)
    if form.is_bound and submit(form, request):
        live.pool_renamed(pool_id, form.result.name)
        messages.success(
            request,
            _("The pool is now called “%(name)s”.") % {"name": form.result.name},
        )
        return go_to(request, form, "pools:detail", pool_id)
    if not form.is_bound:
        pool = request.recruspace.talent_pools.find(pool_id=pool_id)
        form.initial["name"] = pool.name
    return render_form(request, "pools/pool_rename.html", form, pool_id=pool_id)


@require_http_methods(["GET", "HEAD", "POST"])
@pool_deletion_required
@recruspace_required
def pool_delete(request: HttpRequest, pool_id: int) -> HttpResponse:
    seen_before = has_seen_pool(request.session, pool_id)
    form = DeletePoolForm(posted(request), pool_id=pool_id, seen_before=seen_before)
    if form.is_bound and submit(form, request):
        return _redirect_after_delete(request, form, pool_id)
    try:
        pool = request.recruspace.talent_pools.find(pool_id=pool_id)
    except NotFound:
        if form.may_have_deleted:
            return _redirect_after_delete(request, form, pool_id)
        raise
    add_seen_pool(request.session, pool)
    form.ask_about(pool)
    return render_form(request, "pools/pool_delete.html", form, pool=pool)


def _redirect_after_delete(
    request: HttpRequest, form: DeletePoolForm, pool_id: int
) -> HttpResponse:
    live.pool_deleted(pool_id)
    name = seen_pool_name(request.session, pool_id)
    text = _("The pool “%(name)s” was deleted.") if name else _("The pool was deleted.")
    messages.success(request, text % {"name": name})
    return go_to(request, form, "pools:list")
