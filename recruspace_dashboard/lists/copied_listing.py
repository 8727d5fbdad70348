"""A list of the copy as its templates get it."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from recruspace_dashboard.lists.asked import query_string
from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copied_filters import filter_groups
from recruspace_dashboard.lists.listing import Empty, Listing
from recruspace_dashboard.lists.rows import make_rows
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
) -> Listing:
    """The page of the list that is asked for; with `filters`, their choices as well."""
    found, page = copied.page()
    names = {pool_id: row.name for pool_id, row in copied.copy.pools.items()}
    pools = {
        one.candidate.id or 0: [names[pool] for pool in one.pools] for one in found
    }
    return Listing(
        title=title,
        asked=copied.asked,
        rows=make_rows(
            page.items,
            query=origin_of(copied, page.number),
            narrow=copied.narrow,
            pools=pools,
            others={one.candidate.id or 0: len(one.others) for one in found},
        ),
        columns=Columns.of(user),
        pagination=Pagination(page),
        as_of=copied.copy.as_of(copied.within),
        new_since_yesterday=copied.new_since_yesterday(),
        notice=_notice(copied),
        problems=[one.message for one in copied.query.problems],
        empty=empty,
        exports=[
            (kind.upper(), exported_address(copied, kind)) for kind in ("csv", "xlsx")
        ],
        filters=filter_groups(copied) if filters else None,
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
    said = {"q": copied.asked.q, "sort": copied.asked.sort, "pool": copied.within}
    address = reverse("candidates:export", args=[kind])
    return address + query_string({name: one for name, one in said.items() if one})


def _notice(copied: CopiedList) -> str:
    """That pools are missing in the copy, or that it is unknown which may be seen."""
    copy = copied.copy
    if copy.stale:
        text = _(
            "Recruspace cannot be reached. These are the pools that your key could see "
            "at %(time)s UTC."
        )
        return text % {"time": clock(copy.stale)}
    done, number = copy.done(copied.within), copy.number(copied.within)
    if done == number:
        return ""
    text = _("%(done)d of %(number)d pools are copied so far.")
    return format_html(
        '{} <a href="{}">{}</a>',
        text % {"done": done, "number": number},
        reverse("sync"),
        _("How far it is"),
    )
