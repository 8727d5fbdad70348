"""A list of the copy as its templates get it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from recruspace_dashboard.library.query import rewrite
from recruspace_dashboard.lists.asked import Asked, query_string
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copied_filters import filter_groups
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.lists.listing import Empty, Listing
from recruspace_dashboard.lists.models import SavedView
from recruspace_dashboard.lists.printing import print_rows
from recruspace_dashboard.lists.saved import columns_of, opened_before
from recruspace_dashboard.lists.verdicts import shown_verdicts
from recruspace_dashboard.pages.pagination import Pagination
from recruspace_dashboard.pages.templatetags.faults import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def copied_listing(
    copied: CopiedList,
    user: User,
    *,
    title: "StrOrPromise",
    empty: Empty,
    filters: bool = False,
    view: SavedView | None = None,
) -> Listing:
    """The page of the list that is asked for; with `filters`, their choices as well.
    `view` is the saved view that asks so."""
    found, page = copied.page()
    names = {pool_id: row.name for pool_id, row in copied.copy.pools.items()}
    pools = {
        one.candidate.id or 0: [names[pool] for pool in one.pools] for one in found
    }
    columns = columns_of(view, user)
    if not copied.asked_in_cvs:
        columns = columns.without("excerpt")
    return Listing(
        title=view.name if view else title,
        asked=copied.asked,
        rows_html=print_rows(
            page,
            columns,
            copied.asked,
            copied.mark,
            query=origin_of(copied, page.number),
            narrow=copied.narrow,
            pools=pools,
            others={one.candidate.id or 0: one.others for one in found},
            verdicts=shown_verdicts(page.items, columns, user.pk),
            excerpts=copied.excerpts(found) if "excerpt" in columns.names else None,
        ),
        columns=columns,
        pagination=Pagination(page),
        as_of=copied.copy.as_of(copied.within),
        new_since_yesterday=copied.new_since_yesterday(),
        new_in_view=copied.new_since(opened_before(view, user)) if view else None,
        notice=notice(copied.copy, copied.within),
        problems=[one.message for one in copied.query.problems],
        empty=empty,
        exports=[
            (kind.upper(), exported_address(copied, kind)) for kind in ("csv", "xlsx")
        ],
        save_address=save_address(copied),
        review_address=review_address(copied.asked, copied.within, page.number),
        filters=filter_groups(copied) if filters else None,
        pool=copied.within,
    )


def origin_of(copied: CopiedList, page: int) -> str:
    """The query by which a candidate's address says that it was opened from here."""
    said = {
        "pool": copied.within,
        "q": copied.asked.q,
        "sort": copied.asked.sort or None,
        "page": page if page > 1 else None,
        "page_size": copied.asked.page_request.size,
    }
    return query_string({name: one for name, one in said.items() if one is not None})


def exported_address(copied: CopiedList, kind: str) -> str:
    """The address of the whole list as a file."""
    address = reverse(f"candidates:export_{kind}")
    return address + _said(copied.asked, copied.asked.q, pool=copied.within)


def save_address(copied: CopiedList) -> str:
    """The address of the form that saves the query as a view: in a pool, with the pool
    as a word of it."""
    q = copied.asked.q
    if copied.within is not None:
        q = rewrite.add(q, copied.pool_token(copied.copy.pools[copied.within].name))
    # With nothing asked too, this opens the form.
    return reverse("views:list") + (_said(copied.asked, q) or "?q=")


def review_address(asked: Asked, within: int | None, page: int, **more: int) -> str:
    """Where the list is read through, candidate after candidate."""
    through = replace(asked, address=reverse("review"))
    return through.link(pool=within, page=page, **more)


def _said(asked: Asked, q: str, **more: int | None) -> str:
    said = {"q": q, "sort": asked.sort, "view": asked.view, **more}
    return query_string({name: one for name, one in said.items() if one})


def notice(copy: Copy, within: int | None = None) -> str:
    """That pools are missing in the copy, or that it is unknown which may be seen."""
    if copy.stale:
        text = _(
            "Recruspace cannot be reached. These are the pools that your key could see "
            "at %(time)s UTC."
        )
        return text % {"time": clock(copy.stale)}
    done, number = copy.done(within), copy.number(within)
    if done == number:
        return ""
    text = _("%(done)d of %(number)d pools are copied so far.")
    return format_html(
        '{} <a href="{}">{}</a>',
        text % {"done": done, "number": number},
        reverse("sync"),
        _("How far it is"),
    )
